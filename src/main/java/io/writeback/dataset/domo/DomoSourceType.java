package io.writeback.dataset.domo;

import io.writeback.account.Accounts;
import io.writeback.auth.Connections;
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
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

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

  private final Connections<DomoClient> clients;
  private final long quota;
  private final InstantSource clock;

  /**
   * @param quota the most bytes that a snapshot may have
   */
  public DomoSourceType(Accounts accounts, Http http, long quota, InstantSource clock) {
    this.quota = quota;
    this.clock = Objects.requireNonNull(clock);
    this.clients =
        new Connections<>(
            accounts,
            http,
            (name, keys, path) -> new DomoClient(DomoAccount.of(name, keys), http, clock));
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
        "Stages the rows of a Domo DataSet for the run, or those that it selects: all of them,"
            + " verified, or none.",
        Stream.of(List.of(DATASET_ID), Selection.OPTIONS, List.of(SETTLE, ACCOUNT))
            .<Option<?>>flatMap(List::stream)
            .toList());
  }

  @Override
  public List<Option<?>> accountKeys() {
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
    Selection selection = Selection.of(options);
    Settling settling = new Settling(SETTLE.in(options));
    String account = ACCOUNT.in(options);
    clients.open(account, options, () -> {});
    return new DomoSource(() -> client(account), id, selection, settling, quota, clock);
  }

  /** Opens an account that a route names, noting every mistake in it. */
  public void open(String account, Settings options) {
    clients.open(account, options, () -> {});
  }

  /**
   * The one client of an account, with its one token.
   *
   * @throws ConfigurationException if the account is not there or not whole
   */
  public DomoClient client(String account) {
    return clients.open(account);
  }
}
