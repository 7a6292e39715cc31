package io.writeback.cli;

import io.writeback.problem.Visible;
import io.writeback.run.Report;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import org.apache.commons.lang3.StringUtils;

/**
 * How far a run is, on one line of a terminal; its rate is that of the report: all rows over the
 * time since the run was accepted.
 */
final class ProgressLine {
  private static final int LONGEST_NAME = 20;
  private static final int SHORTEST_BAR = 4;
  private static final int LONGEST_BAR = 40;

  /** Eighths of a column. */
  private static final String PARTS = " ▏▎▍▌▋▊▉";

  private final String name;
  private final long rows;
  private final Instant accepted;
  private final InstantSource clock;
  private long done;
  private long rejected;
  private Report report;

  ProgressLine(String name, long rows, Instant accepted, InstantSource clock) {
    this.name = name;
    this.rows = rows;
    this.accepted = accepted;
    this.clock = clock;
  }

  /** So many rows are accounted for, some of them rejected. */
  synchronized void at(long accountedFor, long rejectedRows) {
    done = accountedFor;
    rejected = rejectedRows;
  }

  /** From now on it shows what the report says. */
  synchronized void ended(Report ended) {
    report = ended;
    at(
        ended.tally().rows() - ended.tally().notSent() - ended.tally().inDoubt(),
        ended.tally().rejected());
  }

  /**
   * The line.
   *
   * @param columns that it may take
   */
  synchronized String text(int columns) {
    String shown = Visible.line(name);
    String start =
        String.format(
            Locale.ROOT,
            "%s %3d%% ",
            StringUtils.abbreviate(shown, "…", LONGEST_NAME),
            rows == 0 ? 100 : 100 * done / rows);
    String end =
        String.format(
            Locale.ROOT,
            " %,d/%,d rows  %,.0f rows/s%s",
            done,
            rows,
            rate(),
            rejected == 0 ? "" : String.format(Locale.ROOT, "  %,d rejected", rejected));
    int bar = Math.min(LONGEST_BAR, columns - start.length() - end.length());
    String text = start + (bar < SHORTEST_BAR ? "" : bar(bar)) + end;
    return text.length() <= columns ? text : text.substring(0, Math.max(0, columns));
  }

  private double rate() {
    if (report != null) {
      return report.rowsPerSecond();
    }
    long millis = Duration.between(accepted, clock.instant()).toMillis();
    return millis <= 0 ? 0 : done * 1000.0 / millis;
  }

  private String bar(int width) {
    long eighths = rows == 0 ? 8L * width : 8L * width * done / rows;
    int full = (int) (eighths / 8);
    String part =
        full == width ? "" : PARTS.substring((int) (eighths % 8), (int) (eighths % 8) + 1);
    return "█".repeat(full) + part + " ".repeat(width - full - part.length());
  }
}
