package io.writeback.destination.workiva;

import io.writeback.account.Accounts;
import io.writeback.config.RouteStep;
import io.writeback.config.Settings;
import io.writeback.dataset.Schema;
import io.writeback.dataset.Snapshot;
import io.writeback.destination.Destination;
import io.writeback.destination.DestinationType;
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

/** Workiva as a destination: one for the process, so that each account logs in once. */
public final class WorkivaType implements DestinationType {
  static final String NAME = "workiva";

  private final WorkivaAccounts accounts;

  public WorkivaType(Accounts accounts, Http http, InstantSource clock) {
    this.accounts = new WorkivaAccounts(accounts, http, clock);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public RouteStep step() {
    return new RouteStep(
        "workiva-region-sink",
        RouteStep.Kind.SINK,
        "Workiva region",
        "Writes a DataSet into a region of a sheet of a Workiva spreadsheet, checks all of it"
            + " beforehand, and reads back what was written.",
        "writeback:send/" + NAME,
        WorkivaOptions.ALL);
  }

  @Override
  public Set<String> accountKeys() {
    return NetworkPath.with(WorkivaAccount.KEYS);
  }

  @Override
  public Optional<Discovery> discovery() {
    return Optional.of(new WorkivaDiscovery(account -> new Sheets(accounts.open(account))));
  }

  @Override
  public Destination open(Settings options) {
    WorkivaApi api;
    try {
      api = accounts.open(WorkivaOptions.account(options));
    } catch (ConfigurationException e) {
      WorkivaOptions.of(options);
      List<Problem> all = new ArrayList<>(options.close());
      all.addAll(e.problems());
      throw new ConfigurationException(all);
    }
    return new WorkivaDestination(api, WorkivaOptions.of(options));
  }

  @Override
  public Plan restore(Map<String, Object> stored, Snapshot snapshot) {
    Schema schema = snapshot.schema();
    WorkivaDecision decision = StoredPlan.read(stored);
    WorkivaApi api = accounts.open(decision.account());
    if (!decision.target().startsWith("workiva:" + api.account().host() + "/")) {
      throw new WritebackException(
          Code.BAD_VALUE,
          "the run writes to %s, but account %s leads to %s now; put the old address back to resume the run, or cancel it"
              .formatted(decision.target(), api.account().name(), api.account().url()));
    }
    if (!decision.data().isEmpty() && decision.data().width() != schema.size()) {
      throw new WritebackException(
          Code.BAD_HEADER,
          "the snapshot has %d columns, but the run was planned for %d"
              .formatted(schema.size(), decision.data().width()));
    }
    return new WorkivaPlan(api, decision, schema, true);
  }
}
