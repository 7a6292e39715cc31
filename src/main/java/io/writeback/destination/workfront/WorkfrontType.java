package io.writeback.destination.workfront;

import io.writeback.config.RouteStep;
import io.writeback.config.Settings;
import io.writeback.dataset.Snapshot;
import io.writeback.destination.Destination;
import io.writeback.destination.MappedColumn;
import io.writeback.destination.Plan;
import io.writeback.destination.Resources;
import io.writeback.destination.rest.RestDestinationType;
import io.writeback.destination.workfront.account.WorkfrontAccount;
import io.writeback.destination.workfront.account.WorkfrontApi;
import io.writeback.destination.workfront.mapping.ObjectType;
import io.writeback.destination.workfront.mapping.Reference;
import io.writeback.destination.workfront.mapping.WorkfrontDiscovery;
import io.writeback.destination.workfront.mapping.WorkfrontOptions;
import io.writeback.destination.workfront.update.WorkfrontDecision;
import io.writeback.destination.workfront.update.WorkfrontPlan;
import io.writeback.discovery.Discovery;
import io.writeback.http.NetworkPath;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Workfront as a destination. */
public final class WorkfrontType
    extends RestDestinationType<WorkfrontApi, WorkfrontOptions, WorkfrontDecision> {
  static final String NAME = "workfront";

  public WorkfrontType() {
    super(WorkfrontDecision.class, WorkfrontOptions.ACCOUNT, WorkfrontAccount.KEYS);
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
        "writeback:send/" + NAME,
        WorkfrontOptions.ALL);
  }

  @Override
  public List<Discovery.Usage> discoveryUsage() {
    return List.of(
        new Discovery.Usage("", "the objects that can be edited"),
        new Discovery.Usage(
            "OBJECT", "its fields; OBJECT is an ObjCode or a name, such as project"));
  }

  /** An object also has a name, and an issue another code than it looks like. */
  @Override
  public boolean isNamed(String target, String name) {
    return super.isNamed(target, name)
        || ObjectType.find(name).filter(type -> super.isNamed(target, type.code())).isPresent();
  }

  @Override
  public Optional<String> key(String target, String name) {
    return Reference.id(name);
  }

  @Override
  public String keyForm() {
    return "an ID of 32 hexadecimal digits";
  }

  @Override
  protected Optional<Discovery> discovery(Function<String, WorkfrontApi> accounts) {
    return Optional.of(new WorkfrontDiscovery(accounts));
  }

  @Override
  protected WorkfrontApi api(String name, Settings keys, NetworkPath path, Resources resources) {
    return WorkfrontApi.open(WorkfrontAccount.of(name, keys), path, resources);
  }

  @Override
  protected WorkfrontOptions options(Settings options, int limit) {
    return WorkfrontOptions.of(options, limit);
  }

  @Override
  protected Destination destination(WorkfrontApi api, WorkfrontOptions options) {
    options
        .gone()
        .ifPresent(
            gone ->
                gone.requireAllowed(
                    api.account().allowDelete(), api.account().key("allow-delete")));
    return new WorkfrontDestination(api, options);
  }

  @Override
  protected Plan plan(WorkfrontApi api, WorkfrontDecision decision, Snapshot snapshot) {
    checkColumns(decision.mapping().table(), snapshot.schema().names());
    return WorkfrontPlan.restored(api, decision, snapshot.file().getParent());
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
}
