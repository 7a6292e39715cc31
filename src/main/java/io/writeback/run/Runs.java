package io.writeback.run;

import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerException;
import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunState;
import io.writeback.ledger.RunTotals;
import io.writeback.problem.Code;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * Opens a run, sends it through its route and closes its books, whatever the route does.
 *
 * <p>In plain Java around the send, because a route policy or a finally block is skipped when the
 * route handles the exception, uses stop, or throws an Error. How a run ended is read from the
 * books, never from the exchange.
 */
public final class Runs {
  private static final DateTimeFormatter ID_TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
  private static final int MOST_CAUSES = 20;

  private final Ledger ledger;
  private final Books books;
  private final Path folder;
  private final InstantSource clock;
  private final ProgressListener listener;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param folder where each run has a folder of its own
   */
  public Runs(
      Ledger ledger, Books books, Path folder, InstantSource clock, ProgressListener listener) {
    this.ledger = ledger;
    this.books = books;
    this.folder = folder;
    this.clock = clock;
    this.listener = listener;
  }

  /** The way into a writeback's route. */
  @FunctionalInterface
  public interface Route {
    void send(Run run) throws Exception;
  }

  /** A new id, which begins with the time, so that ids sort as runs do. */
  public String newId() {
    return ID_TIME.format(clock.instant()) + "-" + String.format("%06x", random.nextInt(1 << 24));
  }

  /**
   * Runs a writeback to its end.
   *
   * @param runKey what makes this run the same as another; a key that was accepted before runs
   *     nothing and gives back the report of that run as far as it is known
   */
  public Report execute(String writeback, String runKey, Route route) {
    Ledger.Accepted accepted = ledger.accept(newId(), runKey, writeback);
    Run run =
        new Run(
            accepted.run(),
            Run.createFolder(folder.resolve(accepted.run().id())),
            ledger,
            listener);
    if (!accepted.isNew()) {
      return report(run, accepted.run(), ledger.totals(run.id()));
    }
    books.open(run);
    listener.accepted(run);
    try {
      route.send(run);
    } catch (Throwable e) {
      run.failed(e);
    } finally {
      books.close(run);
    }
    return close(run);
  }

  /**
   * Closes the books, once a run: every row is accounted for, or the run has failed and says so.
   * Called by the sink, so that the route has the report after it, and again when the route ended
   * otherwise.
   */
  public Report close(Run run) {
    synchronized (run) {
      if (run.report().isEmpty()) {
        run.release();
        run.closed(end(run));
        listener.ended(run, run.report().orElseThrow());
      }
      return run.report().orElseThrow();
    }
  }

  private Report end(Run run) {
    run.readFailure().ifPresent(run::failed);
    if (run.plan().isEmpty() && !run.stopped()) {
      run.stop(
          new Stop(
              Code.BAD_ROUTE_FILE,
              "the route of " + run.writeback() + " never came to its sink",
              false));
    }
    RunTotals totals = ledger.totals(run.id());
    String open = BookCheck.open(run, totals);
    if (!open.isEmpty()
        && !run.stopReason().map(Stop::code).equals(java.util.Optional.of(Code.LEDGER_FAILED))) {
      ledger.end(run.id(), run.epoch(), RunState.FAILED, Code.BOOKS_OPEN.id(), open);
    } else if (run.stopped()) {
      Stop stop = run.stopReason().orElseThrow();
      ledger.end(
          run.id(),
          run.epoch(),
          stop.resumable() ? RunState.STOPPED : RunState.FAILED,
          stop.code().id(),
          stop.reason());
    } else {
      RunState state =
          totals.inDoubt() + totals.notSent() > 0
              ? RunState.STOPPED
              : totals.rejected() + totals.differs() > 0
                  ? RunState.COMPLETE_WITH_REJECTS
                  : RunState.COMPLETE;
      ledger.end(run.id(), run.epoch(), state, null, null);
    }
    RunEntry entry =
        ledger
            .run(run.id())
            .orElseThrow(
                () -> new LedgerException("run " + run.id() + " is not in the ledger", null));
    Report report = report(run, entry, totals);
    ReportFiles.writeReport(run.folder(), report);
    if (report.state() == RunState.COMPLETE) {
      // Nothing is left to explain or to send again.
      run.snapshot().ifPresent(ReportFiles::removeSnapshot);
    }
    return report;
  }

  private Report report(Run run, RunEntry entry, RunTotals totals) {
    long rows =
        run.snapshot()
            .map(s -> s.rows())
            .orElse(entry.snapshotRows() == null ? 0 : entry.snapshotRows());
    Instant finished = entry.finished().orElse(clock.instant());
    double seconds = Duration.between(entry.acceptedAt(), finished).toMillis() / 1000.0;
    boolean files = run.snapshot().isPresent();
    Path rejects =
        files && totals.rejected() > 0
            ? ReportFiles.writeRejects(run.folder(), run.id(), run.snapshot().get(), ledger)
            : null;
    Path differences =
        files && totals.differs() > 0
            ? ReportFiles.writeDifferences(run.folder(), run.id(), ledger)
            : null;
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
        finished.toString(),
        seconds,
        seconds == 0 ? 0 : Math.round(totals.rows() / seconds * 10) / 10.0,
        run.plan().map(plan -> plan.unmatchedColumns()).orElse(List.of()),
        run.plan().map(plan -> plan.warnings()).orElse(List.of()),
        ledger.rejectCauses(run.id(), MOST_CAUSES),
        ledger.differenceCauses(run.id(), MOST_CAUSES),
        run.folder().resolve(ReportFiles.REPORT).toString(),
        rejects == null ? null : rejects.toString(),
        differences == null ? null : differences.toString());
  }
}
