package io.writeback.console;

import java.util.List;
import java.util.Locale;

/**
 * The last runs of a writeback as a small picture: a bar each, as tall as its rows, in the colour
 * of its result.
 *
 * @param says the same in words
 */
public record Trend(List<Bar> bars, String says) {
  /** How many runs are shown. */
  public static final int RUNS = 14;

  private static final int STEP = 10;
  public static final int WIDTH = RUNS * STEP;
  public static final int HEIGHT = 28;

  /** What can be seen of a run without rows. */
  private static final double LEAST = 3;

  /** A run. */
  public record Bar(Tone tone, double x, double y, double width, double height) {}

  public Trend {
    bars = List.copyOf(bars);
  }

  /**
   * @param newest the runs, the newest first; it is drawn at the right
   */
  static Trend of(List<RunRow> newest) {
    List<RunRow> runs = newest.subList(0, Math.min(RUNS, newest.size()));
    double most = Math.max(1, runs.stream().mapToLong(Trend::rows).max().orElse(1));
    List<Bar> bars =
        java.util.stream.IntStream.range(0, runs.size())
            .mapToObj(
                i -> {
                  RunRow run = runs.get(i);
                  double height = LEAST + (HEIGHT - LEAST) * rows(run) / most;
                  return new Bar(
                      run.tone(), WIDTH - (i + 1) * STEP, HEIGHT - height, STEP - 2, height);
                })
            .toList();
    long good = runs.stream().filter(run -> run.tone() == Tone.GOOD).count();
    return new Trend(
        bars,
        String.format(
            Locale.ROOT,
            "the last %d runs: %d complete, %d not; at most %,d rows",
            runs.size(),
            good,
            runs.size() - good,
            (long) most));
  }

  private static long rows(RunRow run) {
    return run.rows() == null ? 0 : run.rows();
  }
}
