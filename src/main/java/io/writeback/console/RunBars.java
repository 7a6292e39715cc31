package io.writeback.console;

import io.writeback.ledger.RunEntry;
import io.writeback.view.RunViews;
import io.writeback.view.StateText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The last runs of a writeback as a small picture: a bar each, as tall as its rows, in the colour
 * of its result.
 *
 * @param says the same in words
 */
public record RunBars(List<Bar> bars, String says) {
  /** How many runs are shown. */
  public static final int RUNS = 14;

  private static final int STEP = 10;
  public static final int WIDTH = RUNS * STEP;
  public static final int HEIGHT = 28;

  /** What can be seen of a run without rows. */
  private static final double LEAST = 3;

  /**
   * A run.
   *
   * @param says its rows and its time
   */
  public record Bar(Tone tone, double x, double y, double width, double height, String says) {}

  public RunBars {
    bars = List.copyOf(bars);
  }

  /**
   * @param newest the runs, the newest first; it is drawn at the right
   */
  static RunBars of(List<RunEntry> newest, RunViews views) {
    double most = Math.max(1, newest.stream().mapToLong(RunBars::rows).max().orElse(1));
    List<Bar> bars = new ArrayList<>();
    int complete = 0;
    int ended = 0;
    for (RunEntry run : newest) {
      Tone tone = Tone.of(run, StateText.interrupted(run.state(), views.isHeld(run)));
      double height = LEAST + (HEIGHT - LEAST) * rows(run) / most;
      bars.add(
          new Bar(
              tone,
              WIDTH - (bars.size() + 1) * STEP,
              HEIGHT - height,
              STEP - 2,
              height,
              says(run)));
      complete += run.state().isComplete() ? 1 : 0;
      ended += run.state().ended() ? 1 : 0;
    }
    return new RunBars(
        bars,
        String.format(
            Locale.ROOT,
            "%d of the last %d runs ended, %d of them reached their last row; at most %,d rows",
            ended,
            newest.size(),
            complete,
            newest.stream().mapToLong(RunBars::rows).max().orElse(0)));
  }

  private static String says(RunEntry run) {
    String time =
        run.finished()
            .map(
                end ->
                    " in " + StateText.length(Duration.between(run.acceptedAt(), end).toMillis()))
            .orElse("");
    return String.format(
        Locale.ROOT,
        "%s: %,d rows%s, %s",
        StateText.time(run.acceptedAt()),
        rows(run),
        time,
        RunRow.words(run.state().name()));
  }

  private static long rows(RunEntry run) {
    return run.snapshotRows() == null ? 0 : run.snapshotRows();
  }
}
