package io.writeback.destination.dataworld;

import io.writeback.account.Accounts;
import io.writeback.config.RouteStep;
import io.writeback.config.Settings;
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

/** data.world as a destination. */
public final class DataWorldType implements DestinationType {
  static final String NAME = "data-world";

  private final DataWorldAccounts accounts;
  private final InstantSource clock;

  public DataWorldType(Accounts accounts, Http http, InstantSource clock) {
    this.accounts = new DataWorldAccounts(accounts, http);
    this.clock = clock;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public RouteStep step() {
    return new RouteStep(
        "data-world-file-sink",
        RouteStep.Kind.SINK,
        "data.world file",
        "Writes a DataSet as a CSV file into a dataset of data.world, byte for byte in one upload,"
            + " and verifies the result.",
        "writeback:send/" + name(),
        DataWorldOptions.ALL);
  }

  @Override
  public Set<String> accountKeys() {
    return NetworkPath.with(DataWorldAccount.KEYS);
  }

  @Override
  public Optional<Discovery> discovery() {
    return Optional.of(new DataWorldDiscovery(accounts::open));
  }

  @Override
  public Destination open(Settings options) {
    DataWorldApi api;
    try {
      api = accounts.open(DataWorldOptions.account(options));
    } catch (ConfigurationException e) {
      DataWorldOptions.of(options);
      List<Problem> all = new ArrayList<>(options.close());
      all.addAll(e.problems());
      throw new ConfigurationException(all);
    }
    return new DataWorldDestination(api, DataWorldOptions.of(options), clock);
  }

  @Override
  public Plan restore(Map<String, Object> stored, Snapshot snapshot) {
    FileDecision decision = StoredPlan.read(stored);
    DataWorldApi api = accounts.open(decision.account());
    if (!decision.target().startsWith("data-world:" + api.account().host() + "/")) {
      throw new WritebackException(
          Code.BAD_VALUE,
          "the run writes to %s, but account %s leads to %s now; put the old address back to resume the run, or cancel it"
              .formatted(decision.target(), api.account().name(), api.account().url()));
    }
    if (!decision.sha256().equals(snapshot.sha256())) {
      throw new WritebackException(
          Code.PLAN_UNKNOWN, "the snapshot of the run is not the file that it was planned for");
    }
    return new DataWorldPlan(api, decision, snapshot.schema(), snapshot.file(), clock);
  }
}
