package io.writeback.engine;

import io.writeback.account.Accounts;
import io.writeback.auth.TokenStore;
import io.writeback.config.Configuration;
import io.writeback.config.Option;
import io.writeback.dataset.DatasetSourceType;
import io.writeback.dataset.Snapshot;
import io.writeback.dataset.body.BodySourceType;
import io.writeback.dataset.csv.CsvSourceType;
import io.writeback.dataset.domo.DomoSourceType;
import io.writeback.dataset.rows.RowsSourceType;
import io.writeback.destination.DestinationType;
import io.writeback.destination.Destinations;
import io.writeback.destination.Plan;
import io.writeback.destination.Resources;
import io.writeback.discovery.Discovery;
import io.writeback.http.Http;
import io.writeback.problem.Code;
import io.writeback.problem.Problem;
import io.writeback.problem.WritebackException;
import io.writeback.rules.RuledDestinations;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** All sources and destinations by name, and the accounts that they share. */
public final class Connectors {
  private final Configuration configuration;
  private final Accounts accounts;
  private final Map<String, DatasetSourceType> sources = new TreeMap<>();
  private final Map<String, Destinations> destinations = new TreeMap<>();
  private final Set<String> accountKeys = new TreeSet<>();
  private final DomoSourceType domo;
  private final long quota;

  public Connectors(
      Configuration configuration,
      Accounts accounts,
      Http http,
      DataSettings data,
      InstantSource clock) {
    this.configuration = configuration;
    this.accounts = accounts;
    this.quota = data.snapshotQuota();
    add(new CsvSourceType(configuration::path, quota));
    add(new BodySourceType(quota));
    add(
        new RowsSourceType(
            data.directory().resolve("rows"), quota, data.storage().bucket().isEmpty()));
    domo = new DomoSourceType(accounts, http, quota, clock);
    add(domo);
    Resources resources =
        new Resources(accounts, http, clock, new TokenStore(data.directory().resolve("tokens")));
    for (DestinationType type : destinationTypes()) {
      destinations.put(
          type.name(), new RuledDestinations(type.connect(resources), configuration::path, quota));
      accountKeys.addAll(Option.names(type.accountKeys()));
    }
  }

  /** Those on the class path, in the order of their registration. */
  public static List<DestinationType> destinationTypes() {
    return ServiceLoader.load(DestinationType.class, DestinationType.class.getClassLoader())
        .stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  private void add(DatasetSourceType type) {
    sources.put(type.name(), type);
    accountKeys.addAll(Option.names(type.accountKeys()));
  }

  public Map<String, DatasetSourceType> sources() {
    return sources;
  }

  public Map<String, Destinations> destinations() {
    return destinations;
  }

  /** The accounts of Domo. */
  public DomoSourceType domo() {
    return domo;
  }

  /** A file or folder that a route names: relative ones begin in the project's folder. */
  public Path path(String named) {
    return configuration.path(named);
  }

  /** What accounts can be asked for, by the kind of their system: {@code domo}. */
  public Map<String, Discovery> discoveries() {
    Map<String, Discovery> found = new TreeMap<>();
    sources
        .values()
        .forEach(type -> type.discovery().ifPresent(one -> found.put(type.name(), one)));
    destinations.forEach((name, all) -> all.discovery().ifPresent(one -> found.put(name, one)));
    return found;
  }

  /** The most bytes that a file with the rows of a run may have. */
  public long quota() {
    return quota;
  }

  /** The plan of an interrupted run. */
  Plan restore(String destination, Map<String, Object> stored, Snapshot snapshot) {
    Destinations all = destinations.get(destination);
    if (all == null) {
      throw new WritebackException(
          Code.CANNOT_RESUME, "there is no destination " + destination + " any more");
    }
    return all.restore(stored, snapshot);
  }

  /** The addresses of all accounts that have one, by the name of the account. */
  public Map<String, URI> accountAddresses() {
    Map<String, URI> addresses = new TreeMap<>();
    for (String account : accounts.names()) {
      configuration
          .settings("account." + account + ".")
          .url("url")
          .ifPresent(url -> addresses.put(account, url));
    }
    return addresses;
  }

  /** The keys of accounts that no route uses, as far as no account of any kind has them. */
  public List<Problem> unknownAccountKeys() {
    List<Problem> problems = new ArrayList<>();
    for (String account : accounts.names()) {
      if (!accounts.asked().contains(account)) {
        problems.addAll(
            configuration
                .settings("account." + account + ".")
                .knows(accountKeys.toArray(String[]::new))
                .close());
      }
    }
    return problems;
  }
}
