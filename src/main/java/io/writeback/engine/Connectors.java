package io.writeback.engine;

import io.writeback.account.Accounts;
import io.writeback.auth.TokenStore;
import io.writeback.config.Configuration;
import io.writeback.dataset.DatasetSourceType;
import io.writeback.dataset.Snapshot;
import io.writeback.dataset.csv.CsvSourceType;
import io.writeback.dataset.domo.DomoSourceType;
import io.writeback.dataset.rows.RowsSourceType;
import io.writeback.destination.DestinationType;
import io.writeback.destination.Plan;
import io.writeback.destination.dataworld.DataWorldType;
import io.writeback.destination.workfront.WorkfrontType;
import io.writeback.destination.workiva.WorkivaType;
import io.writeback.discovery.Discovery;
import io.writeback.http.Http;
import io.writeback.problem.Code;
import io.writeback.problem.Problem;
import io.writeback.problem.WritebackException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The sources and destinations that there are, by their names, with their accounts. */
public final class Connectors {
  private final Configuration configuration;
  private final Accounts accounts;
  private final Map<String, DatasetSourceType> sources = new TreeMap<>();
  private final Map<String, DestinationType> destinations = new TreeMap<>();

  public Connectors(
      Configuration configuration,
      Accounts accounts,
      Http http,
      DataSettings data,
      InstantSource clock) {
    this.configuration = configuration;
    this.accounts = accounts;
    add(new CsvSourceType(configuration::path, data.snapshotQuota()));
    add(new RowsSourceType(data.directory().resolve("rows"), data.snapshotQuota()));
    add(new DomoSourceType(accounts, http, data.snapshotQuota(), clock));
    add(
        new WorkfrontType(
            accounts, http, clock, new TokenStore(data.directory().resolve("tokens"))));
    add(new WorkivaType(accounts, http, clock));
    add(new DataWorldType(accounts, http, clock));
  }

  private void add(DatasetSourceType type) {
    sources.put(type.name(), type);
  }

  private void add(DestinationType type) {
    destinations.put(type.name(), type);
  }

  public Map<String, DatasetSourceType> sources() {
    return sources;
  }

  public Map<String, DestinationType> destinations() {
    return destinations;
  }

  /** What accounts can be asked for, by the kind of their system: {@code domo}. */
  public Map<String, Discovery> discoveries() {
    Map<String, Discovery> found = new TreeMap<>();
    sources
        .values()
        .forEach(type -> type.discovery().ifPresent(one -> found.put(type.name(), one)));
    destinations
        .values()
        .forEach(type -> type.discovery().ifPresent(one -> found.put(type.name(), one)));
    return found;
  }

  /** The plan of an interrupted run. */
  Plan restore(String destination, Map<String, Object> stored, Snapshot snapshot) {
    DestinationType type = destinations.get(destination);
    if (type == null) {
      throw new WritebackException(
          Code.CANNOT_RESUME, "there is no destination " + destination + " any more");
    }
    return type.restore(stored, snapshot);
  }

  /** The keys of accounts that no route uses, as far as no account of any kind has them. */
  public List<Problem> unknownAccountKeys() {
    Set<String> known = new TreeSet<>();
    sources.values().forEach(type -> known.addAll(type.accountKeys()));
    destinations.values().forEach(type -> known.addAll(type.accountKeys()));
    List<Problem> problems = new ArrayList<>();
    for (String account : accounts.names()) {
      if (!accounts.asked().contains(account)) {
        problems.addAll(
            configuration
                .settings("account." + account + ".")
                .knows(known.toArray(String[]::new))
                .close());
      }
    }
    return problems;
  }
}
