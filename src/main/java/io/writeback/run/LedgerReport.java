package io.writeback.run;

import io.writeback.destination.Forecast;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunSummary;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The report of a run from the ledger alone, whether it has ended or not. */
public final class LedgerReport {
  private LedgerReport() {}

  /**
   * The report, with nothing written to any file.
   *
   * @param until the time of its last entry in the ledger, or now while it is executed
   */
  public static Report report(RunSummary summary, Instant until, Ledger ledger, RunFiles files) {
    RunEntry entry = summary.run();
    Optional<Report> written = files.writtenReport();
    Optional<StoredRunPlan> plan = ledger.history().stored(entry.id()).flatMap(StoredRunPlan::find);
    return Report.of(
        entry,
        until,
        ledger,
        new Report.Remarks(
            plan.map(StoredRunPlan::mode),
            written.map(Report::unmatchedColumns).orElse(List.of()),
            written.map(Report::warnings).orElseGet(() -> ledger.history().remarks(entry.id())),
            written
                .map(Report::expectedRefusals)
                .orElseGet(
                    () ->
                        plan.map(StoredRunPlan::forecast)
                            .map(Forecast::refusals)
                            .orElse(List.of())),
            text(files.report()),
            text(files.rejects()),
            text(files.differences()),
            text(files.created())));
  }

  /** The columns that a run writes, each with its field; none as long as it has no plan. */
  public static Map<String, String> writtenColumns(String runId, Ledger ledger) {
    return ledger
        .history()
        .stored(runId)
        .flatMap(StoredRunPlan::find)
        .map(StoredRunPlan::written)
        .orElse(Map.of());
  }

  /** What the destination said before the first record was sent, one sentence each. */
  public static List<String> forecastNotes(String runId, Ledger ledger) {
    return ledger
        .history()
        .stored(runId)
        .flatMap(StoredRunPlan::find)
        .map(plan -> plan.forecast().notes())
        .orElse(List.of());
  }

  private static String text(Optional<Path> file) {
    return file.map(Path::toString).orElse(null);
  }
}
