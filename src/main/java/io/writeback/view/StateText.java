package io.writeback.view;

import io.writeback.ledger.Pause;
import io.writeback.ledger.RunState;
import io.writeback.run.Report;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** States and times as people read them. */
public final class StateText {
  public static final String INTERRUPTED = "INTERRUPTED";

  private StateText() {}

  /**
   * The state of a run. One that the ledger has as running although no process executes runs of its
   * data directory was interrupted.
   *
   * @param held whether a process executes runs there
   */
  public static String state(RunState state, boolean held) {
    return interrupted(state, held) ? INTERRUPTED : state.name();
  }

  public static boolean interrupted(RunState state, boolean held) {
    return !held && !state.ended() && state != RunState.PAUSED;
  }

  /** What a paused run waits for, and until when; "" if it is not paused. */
  public static String pause(Report report) {
    if (report.pause() == null) {
      return "";
    }
    if (Pause.Kind.APPROVAL.word().equals(report.pause())) {
      return report.pause() + ", until a person approves or rejects it";
    }
    return report.resumesAt() == null
        ? report.pause() + ", until a person resumes it"
        : report.pause() + ", until " + time(Instant.parse(report.resumesAt()));
  }

  /** To the second, in UTC. */
  public static String time(Instant instant) {
    return instant == null ? "" : instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Three digits' worth of a length of time: 850 ms, 12.3 s, 4 min 05 s, 2 h 07 min. */
  public static String length(long millis) {
    if (millis < 1_000) {
      return millis + " ms";
    }
    long seconds = millis / 1_000;
    if (seconds < 60) {
      return String.format(Locale.ROOT, "%d.%d s", seconds, millis % 1_000 / 100);
    }
    return seconds < 3_600
        ? String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60)
        : String.format(Locale.ROOT, "%d h %02d min", seconds / 3_600, seconds / 60 % 60);
  }
}
