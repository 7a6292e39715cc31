package io.writeback.cli;

import io.writeback.destination.Plan;
import io.writeback.ledger.Claim;
import io.writeback.ledger.RunEntry;
import io.writeback.problem.Code;
import io.writeback.problem.Count;
import io.writeback.problem.Visible;
import io.writeback.rows.Tally;
import io.writeback.run.ProgressListener;
import io.writeback.run.Report;
import io.writeback.run.Run;
import io.writeback.view.StateText;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** Shows how far a run is: a bar on a terminal, plain lines elsewhere. */
public final class ProgressDisplay implements ProgressListener, AutoCloseable {
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

  private final Screen err;
  private ProgressBar bar;
  private volatile ProgressLine progress;
  private long lastLine = System.nanoTime();

  /** The end of the pause that was reported last. */
  private String reportedPause;

  /** The run of which a wait for its destination was reported last. */
  private String reportedWork;

  /**
   * @param err the standard error of a command
   */
  public ProgressDisplay(PrintWriter err) {
    this.err = (Screen) err;
  }

  /** One line, whatever the values are. */
  private void say(String format, Object... values) {
    Object[] shown =
        Arrays.stream(values)
            .map(value -> value instanceof String text ? Visible.line(text) : value)
            .toArray();
    err.printf(Locale.ROOT, format + "%n", shown);
  }

  @Override
  public void accepted(Run run) {
    say("%s: run %s", run.writeback(), run.id());
  }

  @Override
  public void waiting(java.nio.file.Path data) {
    say("Waiting for another process that runs writebacks in %s ...", data.toString());
  }

  /** Another process executes a run that was asked for here. */
  void handedOver(RunEntry run) {
    say(
        "%s: run %s is handed over to the process that executes runs here",
        run.writeback(), run.id());
  }

  /** How far it is there. */
  synchronized void elsewhere(Report report) {
    if (report.pause() != null && !report.resumesAt().equals(reportedPause)) {
      reportedPause = report.resumesAt();
      paused(report);
    }
    if (report.pause() == null && report.tally().rows() > 0 && lineIsDue()) {
      Tally tally = report.tally();
      settled(report.writeback(), tally.rows() - tally.notSent(), tally.rows(), tally);
    }
  }

  @Override
  public void queued(RunEntry run, Claim claim) {
    if (claim instanceof Claim.Busy busy) {
      say(
          "%s: run %s waits for run %s, which writes to the same target",
          run.writeback(), run.id(), busy.runId());
    } else if (claim instanceof Claim.Held held) {
      say(
          "%s: run %s waits for run %s, which %s: ./writeback resume resumes both,"
              + " ./writeback cancel %s cancels that one",
          run.writeback(), run.id(), held.runId(), reason(held), held.runId());
    } else if (claim instanceof Claim.Quiet quiet) {
      say(
          "%s: run %s waits until %s: a request of run %s went unanswered and may still be carried"
              + " out (writeback.quarantine)",
          run.writeback(), run.id(), StateText.time(quiet.until()), quiet.runId());
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
    say("%s: run %s resumes, with the plan that it began with", run.writeback(), run.id());
  }

  @Override
  public synchronized void staging(Run run, String source) {
    lastLine = System.nanoTime();
    say("%s: reading %s", run.writeback(), source);
  }

  @Override
  public synchronized void staged(Run run, long rows) {
    if (lineIsDue()) {
      say("%s: %s read", run.writeback(), Count.of(rows, "row"));
    }
  }

  @Override
  public void planning(Run run, long rows) {
    say(
        "%s: %s read, asking the destination for its fields",
        run.writeback(), Count.of(rows, "row"));
  }

  @Override
  public synchronized void planned(Run run, Plan plan) {
    if (run.stopped()) {
      // It shows what it would change, and sends nothing.
      return;
    }
    say("%s: sending to %s", run.writeback(), plan.target());
    if (err.terminal().isThere()) {
      progress =
          new ProgressLine(
              run.writeback(), run.rows(), run.entry().acceptedAt(), InstantSource.system());
      bar =
          new ProgressBarBuilder()
              .setInitialMax(run.rows())
              .setUpdateIntervalMillis(250)
              .setRenderer((state, most) -> progress.text(err.terminal().width() - 1))
              .setConsumer(new DelegatingProgressBarConsumer(err::overwrite))
              .build();
    }
  }

  @Override
  public synchronized void working(Run run) {
    if (!run.id().equals(reportedWork)) {
      reportedWork = run.id();
      say("%s: sent, waiting for the destination to carry it out", run.writeback());
    }
  }

  @Override
  public synchronized void settled(Run run, Tally tally) {
    if (bar != null) {
      progress.at(tally.rows(), tally.rejected());
    } else if (lineIsDue()) {
      settled(run.writeback(), tally.rows(), run.rows(), tally);
    }
  }

  private void settled(String writeback, long rows, long all, Tally tally) {
    say(
        "%s: %,d of %s, %,d written, %,d rejected",
        writeback, rows, Count.of(all, "row"), tally.written(), tally.rejected());
  }

  @Override
  public synchronized void ended(Run run, Report report) {
    if (progress != null) {
      progress.ended(report);
    }
    close();
    // The command shows what a person has to approve.
    if (report.pause() != null && report.code() != Code.APPROVAL_NEEDED) {
      paused(report);
    }
  }

  private void paused(Report report) {
    reportedPause = report.resumesAt();
    say(
        "%s: run %s is paused (%s), %,d of %s written, %s: %s; %s",
        report.writeback(),
        report.run(),
        StateText.pause(report),
        report.written(),
        Count.of(report.tally().rows(), "row"),
        report.code(),
        report.reason(),
        report.waitsForPerson()
            ? "then ./writeback resume"
            : "it resumes by itself then, ./writeback resume at once");
  }

  private boolean lineIsDue() {
    long now = System.nanoTime();
    if (now - lastLine < BETWEEN_LINES.toNanos()) {
      return false;
    }
    lastLine = now;
    return true;
  }

  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
      err.keep();
      bar = null;
      progress = null;
    }
  }
}
