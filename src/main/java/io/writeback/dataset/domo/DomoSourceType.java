package io.writeback.dataset.domo;

import io.writeback.account.Accounts;
import io.writeback.config.Option;
import io.writeback.config.RouteStep;
import io.writeback.config.Settings;
import io.writeback.dataset.DatasetSource;
import io.writeback.dataset.DatasetSourceType;
import io.writeback.dataset.Settling;
import io.writeback.discovery.Discovery;
import io.writeback.http.Http;
import io.writeback.http.NetworkPath;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.Problem;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The source {@code domo}: a DataSet by its id, under an account. One for the whole process. */
public final class DomoSourceType implements DatasetSourceType {
  private static final Option<String> DATASET_ID =
      Option.required("datasetId", DatasetId.ALLOWED, "", DatasetId.ALLOWED, DatasetId::of)
          .titled("DataSet")
          .says("The id of the DataSet (a GUID), or the address of its page in Domo.")
          .example("4405ff58-1957-45f0-82bd-914d989a3ea3");

  private static final Option<Duration> SETTLE =
      Option.duration("settle", Settling.STANDARD)
          .says(
              "How old `dataCurrentAt` must be before a triggered run reads the DataSet, because"
                  + " Domo's rows can lag behind; until then the run"
                  + " [is paused](scheduling.md#a-recently-refreshed-dataset). A run from the"
                  + " terminal prints a warning instead. `0s`: neither.")
          .example("30m");

  private static final Option<String> ACCOUNT =
      Option.text("account", "domo")
          .says(
              "The account of application.properties: `account.NAME.url`, `client-id`,"
                  + " `client-secret`.")
          .example("domo-emea");

  private final Accounts accounts;
  private final Http http;
  private final long quota;
  private final InstantSource clock;
  private final Map<String, DomoClient> clients = new ConcurrentHashMap<>();

  /**
   * @param quota the most bytes that a snapshot may have
   */
  public DomoSourceType(Accounts accounts, Http http, long quota, InstantSource clock) {
    this.accounts = Objects.requireNonNull(accounts);
    this.http = Objects.requireNonNull(http);
    this.quota = quota;
    this.clock = Objects.requireNonNull(clock);
  }

  @Override
  public String name() {
    return "domo";
  }

  @Override
  public RouteStep step() {
    return RouteStep.dataset(
        "domo",
        "Domo DataSet",
        "Stages the rows of a Domo DataSet for the run: all of them, verified, or none.",
        List.of(DATASET_ID, SETTLE, ACCOUNT));
  }

  @Override
  public Set<String> accountKeys() {
    return NetworkPath.with(DomoAccount.KEYS);
  }

  @Override
  public Optional<Discovery> discovery() {
    return Optional.of(new DomoDiscovery(this::client));
  }

  /**
   * Reads the options of a route and the account they name.
   *
   * @throws ConfigurationException if the account cannot be used; with all mistakes of both
   */
  @Override
  public DatasetSource open(Settings options) {
    String id = DATASET_ID.in(options);
    Settling settling = new Settling(SETTLE.in(options));
    String account = ACCOUNT.in(options);
    try {
      client(account);
    } catch (ConfigurationException e) {
      List<Problem> all = new ArrayList<>(options.close());
      all.addAll(e.problems());
      throw new ConfigurationException(all);
    }
    return new DomoSource(() -> client(account), id, settling, quota, clock);
  }

  /**
   * The one client of an account, with its one token.
   *
   * @throws ConfigurationException if the account is not there or not whole
   */
  public DomoClient client(String account) {
    return clients.computeIfAbsent(account, this::open);
  }

  private DomoClient open(String name) {
    Settings settings = accounts.settings(name);
    NetworkPath path = NetworkPath.of(settings, accounts::file);
    DomoAccount account = DomoAccount.of(name, settings);
    http.reach(account.url(), path);
    return new DomoClient(account, http, clock);
  }
}
