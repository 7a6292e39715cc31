package io.writeback.destination.workfront;

import io.writeback.belief.Belief;
import io.writeback.belief.ProbeWrites;
import io.writeback.belief.Probes;
import io.writeback.dataset.Schema;
import io.writeback.destination.Destination;
import io.writeback.destination.PlanInput;
import io.writeback.destination.workfront.account.WorkfrontApi;
import io.writeback.destination.workfront.mapping.ColumnMatching;
import io.writeback.destination.workfront.mapping.CustomForm;
import io.writeback.destination.workfront.mapping.FieldMapping;
import io.writeback.destination.workfront.mapping.NewObjectForm;
import io.writeback.destination.workfront.mapping.ObjectMetadata;
import io.writeback.destination.workfront.mapping.Reference;
import io.writeback.destination.workfront.mapping.WorkfrontOptions;
import io.writeback.destination.workfront.update.WorkfrontDecision;
import io.writeback.destination.workfront.update.WorkfrontPlan;
import io.writeback.destination.workfront.update.WorkfrontProbes;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import java.util.Optional;
import java.util.Set;

/** Updates Workfront objects of one kind. */
record WorkfrontDestination(WorkfrontApi api, WorkfrontOptions options) implements Destination {
  @Override
  public String target() {
    return WorkfrontDecision.target(api.account(), options.object().code());
  }

  @Override
  public WorkfrontPlan plan(PlanInput input) {
    Schema schema = input.schema();
    ObjectMetadata metadata = ColumnMatching.metadata(api, schema, options);
    FieldMapping mapping =
        ColumnMatching.match(target(), schema, options, metadata, input.blanks());
    NewObjectForm forms = new NewObjectForm(api, options, target());
    Optional<CustomForm> form = forms.find();
    return WorkfrontPlan.of(
        api, options, metadata, forms.of(mapping, form), form.filter(one -> options.formOnAll()));
  }

  @Override
  public Optional<Set<String>> leftOut() {
    return Optional.of(options.leftOut());
  }

  @Override
  public boolean isLookedAt() {
    return true;
  }

  @Override
  public boolean leavesFields() {
    return true;
  }

  @Override
  public void reach() {
    ObjectMetadata.read(api, options.object());
  }

  @Override
  public Optional<Probes> probes(Optional<Schema> columns, ProbeWrites writes) {
    if (writes.creates() && !api.account().allowDelete()) {
      throw new ConfigurationException(
          Code.BAD_VALUE,
          "--create-probe",
          "deletes the object that it creates, and %s is not true: set it in application.properties, if only for the probe"
              .formatted(api.account().key("allow-delete")));
    }
    return Optional.of(
        new WorkfrontProbes(
                api,
                options.object(),
                columns.map(schema -> () -> plan(PlanInput.of(schema))),
                new ProbeWrites(writes.id().map(WorkfrontDestination::id), writes.creates()))
            .of(Belief.of(WorkfrontType.class)));
  }

  private static String id(String written) {
    return Reference.id(written)
        .orElseThrow(
            () ->
                new ConfigurationException(
                    Code.BAD_VALUE,
                    "--write-probe",
                    "\"%s\" is not the ID of an object; allowed are 32 hexadecimal digits"
                        .formatted(written)));
  }
}
