package io.writeback.destination.dataworld;

import io.writeback.belief.ProbeWrites;
import io.writeback.belief.Probes;
import io.writeback.dataset.Schema;
import io.writeback.dataset.Snapshot;
import io.writeback.destination.Destination;
import io.writeback.destination.Plan;
import io.writeback.destination.PlanInput;
import java.util.Optional;

/** Writes a DataSet into a file of a dataset. */
record DataWorldDestination(DataWorldApi api, DataWorldOptions options) implements Destination {
  /** With a date or a number it is many files, but one target. */
  @Override
  public String target() {
    return "%s:%s/%s/%s"
        .formatted(
            DataWorldType.NAME, api.account().host(), options.dataset(), options.fileName().base());
  }

  @Override
  public Plan plan(PlanInput input) {
    FileDecision decision = new FilePlanning(api, options, target(), input).decide();
    return new DataWorldPlan(
        api, decision, input.schema(), input.snapshot().map(Snapshot::file).orElse(null));
  }

  @Override
  public boolean sendsFile() {
    return true;
  }

  @Override
  public boolean holdsLastRun() {
    return options.append() == FileName.Append.NONE;
  }

  @Override
  public void beforeExport() {
    reach();
  }

  @Override
  public void reach() {
    api.writable(options.dataset());
  }

  @Override
  public Optional<Probes> probes(Optional<Schema> columns, ProbeWrites writes) {
    return Optional.of(new DataWorldProbes(api, options.dataset()).all());
  }
}
