package io.writeback.cli;

import io.writeback.destination.DestinationPlan;
import io.writeback.ledger.Claim;
import io.writeback.ledger.RunEntry;
import io.writeback.run.ProgressListener;
import io.writeback.run.Report;
import io.writeback.run.Run;
import io.writeback.run.Tally;
import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how far a run is: a bar on a terminal, plain lines elsewhere. */
final class ProgressDisplay implements ProgressListener, AutoCloseable {
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

  private final PrintWriter err;
  private final boolean terminal;
  private ProgressBar bar;
  private long lastLine = System.nanoTime();

  /** Until when the run is paused that a person was told of last. */
  private String told;

  private ProgressDisplay(PrintWriter err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  static ProgressDisplay on(PrintWriter err) {
    return new ProgressDisplay(err, isTerminal() && System.getenv("TERM") != null);
  }

  /** From Java 22 on there is a console without a terminal too, and a method that tells. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }

  @Override
  public void accepted(Run run) {
    err.println(run.writeback() + ": run " + run.id());
  }

  @Override
  public void waiting(java.nio.file.Path data) {
    err.println("Waiting for another process that runs writebacks in " + data + " ...");
  }

  /** Another process executes a run that was asked for here. */
  void handedOver(RunEntry run) {
    err.printf(
        "%s: run %s is handed over to the process that executes runs here%n",
        run.writeback(), run.id());
  }

  /** How far it is there. */
  synchronized void elsewhere(Report report) {
    if (report.pause() != null && !report.resumesAt().equals(told)) {
      told = report.resumesAt();
      paused(report);
    }
    if (report.pause() == null && report.rows() > 0 && lineIsDue()) {
      err.printf(
          "%s: %,d of %,d rows, %,d written, %,d rejected%n",
          report.writeback(),
          report.rows() - report.notSent(),
          report.rows(),
          report.confirmed() + report.differs(),
          report.rejected());
    }
  }

  @Override
  public void queued(RunEntry run, Claim claim) {
    if (claim instanceof Claim.Busy busy) {
      err.printf(
          "%s: run %s waits for run %s, which writes to the same target%n",
          run.writeback(), run.id(), busy.runId());
    } else if (claim instanceof Claim.Held held) {
      err.printf(
          "%s: run %s waits for run %s, which %s: ./writeback resume resumes both,"
              + " ./writeback cancel %s gives that one up%n",
          run.writeback(), run.id(), held.runId(), reason(held), held.runId());
    } else if (claim instanceof Claim.Quiet quiet) {
      err.printf(
          "%s: run %s waits until %s: a request of run %s went unanswered and may still be carried"
              + " out (writeback.quarantine)%n",
          run.writeback(), run.id(), Words.time(quiet.until()), quiet.runId());
    }
  }

  private static String reason(Claim.Held held) {
    return switch (held.reason()) {
      case ROWS_NOWHERE_ELSE -> "has not finished and has rows that no other run has";
      case INTERRUPTED -> "was interrupted and has to finish first";
      case WAITS_FOR_PERSON -> "waits for a person and writes some of the same fields";
    };
  }

  @Override
  public void resumed(Run run) {
    err.printf("%s: run %s goes on, with the plan it began with%n", run.writeback(), run.id());
  }

  @Override
  public synchronized void staged(Run run, long rows) {
    if (lineIsDue()) {
      err.printf("%s: %,d rows staged%n", run.writeback(), rows);
    }
  }

  @Override
  public synchronized void planned(Run run, DestinationPlan plan) {
    err.printf("%s: %,d rows staged, sending to %s%n", run.writeback(), run.rows(), plan.target());
    if (terminal) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(run.writeback())
              .setInitialMax(run.rows())
              .setStyle(ProgressBarStyle.UNICODE_BLOCK)
              .setUnit(" rows", 1)
              .showSpeed()
              .build();
    }
  }

  @Override
  public synchronized void settled(Run run, Tally tally) {
    if (bar != null) {
      bar.stepTo(tally.rows());
      bar.setExtraMessage(tally.rejected() == 0 ? "" : tally.rejected() + " rejected");
    } else if (lineIsDue()) {
      err.printf(
          "%s: %,d of %,d rows, %,d written, %,d rejected%n",
          run.writeback(), tally.rows(), run.rows(), tally.written(), tally.rejected());
    }
  }

  @Override
  public synchronized void ended(Run run, Report report) {
    close();
    if (report.pause() != null) {
      paused(report);
    }
  }

  private void paused(Report report) {
    told = report.resumesAt();
    err.printf(
        "%s: run %s is paused (%s), %,d of %,d rows written, %s: %s; %s%n",
        report.writeback(),
        report.run(),
        Words.pause(report),
        report.confirmed() + report.differs(),
        report.rows(),
        report.code(),
        report.reason(),
        report.waitsForPerson()
            ? "then ./writeback resume"
            : "it goes on by itself then, ./writeback resume at once");
  }

  private boolean lineIsDue() {
    long now = System.nanoTime();
    if (terminal || now - lastLine < BETWEEN_LINES.toNanos()) {
      return false;
    }
    lastLine = now;
    return true;
  }

  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
