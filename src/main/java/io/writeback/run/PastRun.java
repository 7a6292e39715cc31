package io.writeback.run;

import io.writeback.ledger.Ledger;
import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunSummary;
import io.writeback.ledger.RunTotals;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The report of a run from the ledger alone: of one that has ended, goes on, or was interrupted.
 */
public final class PastRun {
  private static final int MOST_CAUSES = 20;

  private PastRun() {}

  /**
   * The report, with nothing written to any file.
   *
   * @param until when it was last heard of, or now if it goes on
   */
  public static Report report(RunSummary summary, Instant until, Ledger ledger, RunFiles files) {
    RunEntry entry = summary.run();
    RunTotals totals = ledger.accounts().totals(entry.id());
    Optional<Report> written = files.writtenReport();
    long rows = entry.snapshotRows() == null ? 0 : entry.snapshotRows();
    double seconds = Duration.between(entry.acceptedAt(), until).toMillis() / 1000.0;
    return new Report(
        entry.id(),
        entry.writeback(),
        entry.state(),
        entry.code(),
        entry.reason(),
        entry.source(),
        entry.target(),
        rows,
        totals.confirmed(),
        totals.differs(),
        totals.unchanged(),
        totals.superseded(),
        totals.rejected(),
        totals.inDoubt(),
        totals.notSent() + Math.max(0, rows - totals.lastRow()),
        totals.confirmed() + totals.differs(),
        totals.batches(),
        totals.requests(),
        totals.recordsSent(),
        totals.bytes(),
        entry.acceptedAt().toString(),
        entry.finished().map(Instant::toString).orElse(null),
        seconds,
        seconds == 0 ? 0 : Math.round(totals.rows() / seconds * 10) / 10.0,
        written.map(Report::unmatchedColumns).orElse(List.of()),
        written.map(Report::warnings).orElse(List.of()),
        ledger.accounts().rejectCauses(entry.id(), MOST_CAUSES),
        ledger.accounts().differenceCauses(entry.id(), MOST_CAUSES),
        text(files.report()),
        text(files.rejects()),
        text(files.differences()));
  }

  private static String text(Optional<Path> file) {
    return file.map(Path::toString).orElse(null);
  }
}
