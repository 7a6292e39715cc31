package io.writeback.destination.workfront;

import io.writeback.destination.Destination;
import io.writeback.destination.DestinationPlan;
import io.writeback.destination.PlanInput;
import java.util.Optional;
import java.util.Set;

/** Updates Workfront objects of one kind. */
final class WorkfrontDestination implements Destination {
  private final WorkfrontApi api;
  private final WorkfrontOptions options;

  WorkfrontDestination(WorkfrontApi api, WorkfrontOptions options) {
    this.api = api;
    this.options = options;
  }

  @Override
  public String name() {
    return WorkfrontType.NAME;
  }

  @Override
  public String target() {
    return WorkfrontDecision.target(api.account(), options.object().code());
  }

  @Override
  public DestinationPlan plan(PlanInput input) {
    ObjectMetadata metadata = ObjectMetadata.read(api, options.object());
    if (ColumnMatching.mayMeetCustomFields(input.schema(), options, metadata)) {
      metadata = metadata.with(new ParameterSearch(api).read());
    }
    FieldMapping mapping = ColumnMatching.match(target(), input.schema(), options, metadata);
    return new WorkfrontPlan(
        api,
        WorkfrontDecision.of(api.account(), options, metadata, mapping),
        options.checkForms()
            ? Optional.of(new FormCheck(api, options.object(), mapping, metadata))
            : Optional.empty());
  }

  @Override
  public Optional<Set<String>> leftOut() {
    return Optional.of(options.columns().leftOut());
  }

  @Override
  public void reach() {
    ObjectMetadata.read(api, options.object());
  }
}
