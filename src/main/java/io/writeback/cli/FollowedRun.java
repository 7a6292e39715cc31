package io.writeback.cli;

import io.writeback.ledger.ChangeSignal;
import io.writeback.problem.Count;
import io.writeback.rows.Tally;
import io.writeback.run.Report;
import io.writeback.view.RunDetails;
import io.writeback.view.StateText;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * Shows a run again and again until nothing happens to it any more: it has ended, waits for a
 * person, or no process executes it. Only reads the ledger.
 */
final class FollowedRun {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  /** How late it is noticed that no process executes the run, or that time has passed. */
  private static final Duration LATEST_LOOK = Duration.ofSeconds(2);

  /** A look may take at most a part of the time: one of a million rejects is not a small one. */
  private static final int SHARE = 10;

  /** Between the end of a process and the next one that executes its runs, or their start. */
  private static final Duration BETWEEN_PROCESSES = Duration.ofSeconds(5);

  private final OpenedLedger opened;
  private final String id;
  private final boolean allBatches;
  private final InstantSource clock;
  private final CountDownLatch stopped = new CountDownLatch(1);

  FollowedRun(OpenedLedger opened, String id, boolean allBatches, InstantSource clock) {
    this.opened = opened;
    this.id = id;
    this.allBatches = allBatches;
    this.clock = clock;
  }

  /** Follows it no longer. */
  void stop() {
    stopped.countDown();
  }

  /**
   * Returns when there is nothing more to follow.
   *
   * @param shows takes the run whenever it was looked at, and whether something changed since
   * @return the run as it was looked at last
   */
  RunDetails follow(BiConsumer<RunDetails, Boolean> shows) throws InterruptedException {
    ChangeSignal changes = opened.ledger().changes(LATEST_LOOK);
    changes.isDue();
    String before = "";
    while (true) {
      long began = System.nanoTime();
      // In this order: what ends in between is then seen as ended, not as interrupted.
      opened.lookAgain();
      RunDetails now = opened.views().details(opened.run(id), allBatches);
      String line = line(now);
      shows.accept(now, !line.equals(before));
      before = line;
      if (isOver(now) || isStoppedWithin(pause(System.nanoTime() - began))) {
        return now;
      }
      while (!changes.isDue()) {
        if (isStoppedWithin(BETWEEN_LOOKS)) {
          return now;
        }
      }
    }
  }

  private static Duration pause(long lookNanos) {
    Duration rest = Duration.ofNanos(lookNanos * SHARE);
    return rest.compareTo(BETWEEN_LOOKS) > 0 ? rest : BETWEEN_LOOKS;
  }

  private boolean isStoppedWithin(Duration time) throws InterruptedException {
    return stopped.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private boolean isOver(RunDetails run) {
    Report report = run.report();
    return report.state().ended()
        || report.waitsForPerson()
        || (run.interrupted() && lastSign(run).plus(BETWEEN_PROCESSES).isBefore(clock.instant()));
  }

  /** When something of it was written into the ledger last. */
  private Instant lastSign(RunDetails run) {
    return opened.until(opened.run(id));
  }

  /** What happened to it so far, in one line without the time. */
  static String line(RunDetails run) {
    Report report = run.report();
    StringBuilder line =
        new StringBuilder(run.interrupted() ? StateText.INTERRUPTED : report.state().name());
    Tally tally = report.tally();
    if (tally.rows() > 0) {
      line.append(
          String.format(
              Locale.ROOT,
              "  %,d of %s, %,d written, %,d rejected",
              tally.rows() - tally.notSent() - tally.inDoubt(),
              Count.of(tally.rows(), "row"),
              report.written(),
              tally.rejected()));
    }
    if (report.pause() != null) {
      line.append("  paused: ").append(StateText.pause(report));
    }
    if (run.cancelAskedAt() != null && !report.state().ended()) {
      line.append("  is being cancelled");
    }
    if (report.code() != null) {
      line.append("  ").append(report.code());
    }
    return line.toString();
  }
}
