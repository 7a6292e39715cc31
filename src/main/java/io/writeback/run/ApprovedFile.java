package io.writeback.run;

import io.writeback.destination.Plan;
import io.writeback.destination.Record;
import io.writeback.destination.Work;
import java.util.List;
import java.util.Optional;

/**
 * The same where all rows go out as one file: it is sent if the destination still holds, byte for
 * byte, the file that was shown.
 */
final class ApprovedFile extends ApprovedPlan {
  private final PlannedFile file;

  ApprovedFile(Plan plan, ApprovedRows rows, PlannedFile file) {
    super(plan, rows);
    this.file = file;
  }

  @Override
  public Optional<Work.WholeFile> whole() {
    return plan.whole()
        .map(
            whole ->
                new Work.WholeFile(
                    file.onlyIfShown(whole.file()),
                    whole.compared(),
                    whole.unchanged() || file.same()));
  }

  /** A file without rows follows no row. */
  @Override
  public int cleanups() {
    return file.same() ? 0 : plan.cleanups();
  }

  @Override
  public Work.Cleanup cleanup(int number) {
    Record record = plan.whole().orElseThrow().file();
    return new Work.Cleanup(number, List.of(file.onlyIfShown(record)));
  }
}
