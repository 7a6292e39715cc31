package io.writeback.destination.workfront;

import io.writeback.account.Accounts;
import io.writeback.auth.TokenStore;
import io.writeback.config.RouteStep;
import io.writeback.config.Settings;
import io.writeback.dataset.Schema;
import io.writeback.dataset.Snapshot;
import io.writeback.destination.Destination;
import io.writeback.destination.DestinationType;
import io.writeback.destination.MappedColumn;
import io.writeback.destination.Plan;
import io.writeback.discovery.Discovery;
import io.writeback.http.Http;
import io.writeback.http.NetworkPath;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.Problem;
import io.writeback.problem.WritebackException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Workfront as a destination: one for the process, so that each account logs in once. */
public final class WorkfrontType implements DestinationType {
  static final String NAME = "workfront";

  private final WorkfrontAccounts accounts;

  /**
   * @param tokens keeps the refresh tokens that logins replace
   */
  public WorkfrontType(Accounts accounts, Http http, InstantSource clock, TokenStore tokens) {
    this.accounts = new WorkfrontAccounts(accounts, http, clock, tokens);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public RouteStep step() {
    return new RouteStep(
        "workfront-update-sink",
        RouteStep.Kind.SINK,
        "Workfront update",
        "Updates Workfront objects by ID, 100 per request, and checks every field of every"
            + " response.",
        "writeback:send/" + name(),
        WorkfrontOptions.ALL);
  }

  @Override
  public Set<String> accountKeys() {
    return NetworkPath.with(WorkfrontAccount.KEYS);
  }

  @Override
  public Optional<Discovery> discovery() {
    return Optional.of(new WorkfrontDiscovery(this::objects));
  }

  /**
   * Reads the options of a route and the account they name.
   *
   * @throws ConfigurationException if the account cannot be used; with all mistakes of both
   */
  @Override
  public Destination open(Settings options) {
    WorkfrontApi api;
    try {
      api = accounts.open(WorkfrontOptions.account(options));
    } catch (ConfigurationException e) {
      WorkfrontOptions.of(options, WorkfrontAccount.MOST_CONCURRENCY);
      List<Problem> all = new ArrayList<>(options.close());
      all.addAll(e.problems());
      throw new ConfigurationException(all);
    }
    return new WorkfrontDestination(
        api, WorkfrontOptions.of(options, api.account().maxConcurrency()));
  }

  @Override
  public Plan restore(Map<String, Object> stored, Snapshot snapshot) {
    Schema schema = snapshot.schema();
    WorkfrontDecision decision = StoredPlanReader.read(stored);
    WorkfrontApi api = accounts.open(decision.account());
    String target = WorkfrontDecision.target(api.account(), decision.object().code());
    if (!target.equals(decision.target())) {
      throw new WritebackException(
          Code.BAD_VALUE,
          "the run writes to %s, but %s is %s now; put the old address back to resume the run, or cancel it"
              .formatted(decision.target(), api.account().key("url"), api.account().url()));
    }
    checkColumns(decision.mapping().table(), schema.names());
    return new WorkfrontPlan(api, decision, Optional.empty());
  }

  private static void checkColumns(List<MappedColumn> planned, List<String> found) {
    if (planned.size() != found.size()) {
      throw new WritebackException(
          Code.BAD_HEADER,
          "the snapshot has %d columns, but the run was planned for %d"
              .formatted(found.size(), planned.size()));
    }
    for (int i = 0; i < planned.size(); i++) {
      if (!planned.get(i).column().equals(found.get(i))) {
        throw new WritebackException(
            Code.BAD_HEADER,
            "column %d of the snapshot is \"%s\", but the run was planned for \"%s\""
                .formatted(i + 1, found.get(i), planned.get(i).column()));
      }
    }
  }

  /**
   * What a tenant has, for people who look for the right name.
   *
   * @throws ConfigurationException if the account cannot be used
   */
  public ObjectList objects(String account) {
    return new ObjectList(accounts.open(account));
  }
}
