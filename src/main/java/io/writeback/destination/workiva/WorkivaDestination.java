package io.writeback.destination.workiva;

import io.writeback.belief.ProbeWrites;
import io.writeback.belief.Probes;
import io.writeback.dataset.Schema;
import io.writeback.destination.Destination;
import io.writeback.destination.Plan;
import io.writeback.destination.PlanInput;
import java.util.Optional;

/** Writes a DataSet into a region of a sheet. */
record WorkivaDestination(WorkivaApi api, WorkivaOptions options) implements Destination {
  @Override
  public String target() {
    return "%s:%s/%s/%s"
        .formatted(WorkivaType.NAME, api.account().host(), options.spreadsheet(), options.sheet());
  }

  @Override
  public Plan plan(PlanInput input) {
    return new WorkivaPlan(
        api, new RegionPlanning(api, options, target(), input).decide(), input.schema(), false);
  }

  @Override
  public boolean isLookedAt() {
    return true;
  }

  @Override
  public boolean isAllOrNone() {
    return true;
  }

  @Override
  public boolean holdsLastRun() {
    return true;
  }

  @Override
  public void reach() {
    new Sheets(api).find(options.spreadsheet(), options.sheet());
  }

  @Override
  public Optional<Probes> probes(Optional<Schema> columns, ProbeWrites writes) {
    return Optional.of(
        new WorkivaProbes(api, options.spreadsheet(), options.sheet(), options.region()).all());
  }
}
