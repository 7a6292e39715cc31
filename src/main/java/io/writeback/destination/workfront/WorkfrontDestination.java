package io.writeback.destination.workfront;

import io.writeback.belief.Probes;
import io.writeback.dataset.Schema;
import io.writeback.destination.Destination;
import io.writeback.destination.Plan;
import io.writeback.destination.PlanInput;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import java.util.Locale;
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
  public Plan plan(PlanInput input) {
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

  @Override
  public Optional<Probes> probes(Optional<Schema> columns, Optional<String> writeId) {
    return Optional.of(
        new WorkfrontProbes(
                api,
                options.object(),
                columns.map(schema -> () -> planned(schema)),
                writeId.map(WorkfrontDestination::id))
            .all());
  }

  private WorkfrontPlan planned(Schema schema) {
    return (WorkfrontPlan) plan(PlanInput.of(schema));
  }

  private static String id(String written) {
    String id = written.strip().toLowerCase(Locale.ROOT);
    if (!id.matches("[0-9a-f]{32}")) {
      throw new ConfigurationException(
          Code.BAD_VALUE,
          "--write-probe",
          "\"%s\" is not the ID of an object; allowed are 32 hexadecimal digits"
              .formatted(written));
    }
    return id;
  }
}
