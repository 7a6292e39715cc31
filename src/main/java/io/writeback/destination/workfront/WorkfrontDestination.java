package io.writeback.destination.workfront;

import io.writeback.dataset.Schema;
import io.writeback.destination.Destination;
import io.writeback.destination.DestinationPlan;

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
  public DestinationPlan plan(Schema schema) {
    ObjectMetadata metadata = ObjectMetadata.read(api, options.object());
    String where = WorkfrontDecision.target(api.account(), options.object().code());
    FieldMapping mapping = ColumnMatching.match(where, schema, options, metadata);
    return new WorkfrontPlan(api, WorkfrontDecision.of(api.account(), options, metadata, mapping));
  }

  @Override
  public void reach() {
    ObjectMetadata.read(api, options.object());
  }
}
