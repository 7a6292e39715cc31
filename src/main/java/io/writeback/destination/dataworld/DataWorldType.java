package io.writeback.destination.dataworld;

import io.writeback.auth.FixedHeader;
import io.writeback.config.RouteStep;
import io.writeback.config.Secret;
import io.writeback.config.Settings;
import io.writeback.dataset.Snapshot;
import io.writeback.destination.Destination;
import io.writeback.destination.Plan;
import io.writeback.destination.Resources;
import io.writeback.destination.rest.RestDestinationType;
import io.writeback.discovery.Discovery;
import io.writeback.http.NetworkPath;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** data.world as a destination. */
public final class DataWorldType
    extends RestDestinationType<DataWorldApi, DataWorldOptions, FileDecision> {
  static final String NAME = "data-world";

  public DataWorldType() {
    super(FileDecision.class, DataWorldOptions.ACCOUNT, DataWorldAccount.KEYS);
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
        "writeback:send/" + NAME,
        DataWorldOptions.ALL);
  }

  @Override
  public List<Discovery.Usage> discoveryUsage() {
    return List.of(
        new Discovery.Usage("", "the datasets, own and contributing"),
        new Discovery.Usage(
            "DATASET", "its files; DATASET is owner/id or the address of its page"));
  }

  /** A target has the name of its file without an extension. */
  @Override
  public boolean isNamed(String target, String name) {
    return super.isNamed(target, name)
        || FileName.isExtended(name) && super.isNamed(target, FileName.withoutExtension(name));
  }

  /** The record is the file itself; only one that has a date or a number in its name needs it. */
  @Override
  public Optional<String> key(String target, String name) {
    String base = target.substring(target.lastIndexOf('/') + 1);
    return Optional.of(name.isBlank() ? FileName.parse(base).plain() : name.strip());
  }

  @Override
  public String keyForm() {
    return "the name of a file";
  }

  @Override
  protected Optional<Discovery> discovery(Function<String, DataWorldApi> accounts) {
    return Optional.of(new DataWorldDiscovery(accounts));
  }

  @Override
  protected DataWorldApi api(String name, Settings keys, NetworkPath path, Resources resources) {
    DataWorldAccount account = DataWorldAccount.of(name, keys);
    return new DataWorldApi(
        account,
        resources.http(),
        new FixedHeader("Authorization", Secret.of("Bearer " + account.token().reveal())),
        resources.clock());
  }

  @Override
  protected DataWorldOptions options(Settings options, int limit) {
    return DataWorldOptions.of(options);
  }

  @Override
  protected Destination destination(DataWorldApi api, DataWorldOptions options) {
    return new DataWorldDestination(api, options);
  }

  @Override
  protected Plan plan(DataWorldApi api, FileDecision decision, Snapshot snapshot) {
    if (!decision.sha256().equals(snapshot.sha256())) {
      throw new WritebackException(
          Code.PLAN_UNKNOWN, "the snapshot of the run is not the file that it was planned for");
    }
    return new DataWorldPlan(api, decision, snapshot.schema(), snapshot.file());
  }
}
