package io.writeback.console;

import io.writeback.ledger.BatchSlice;
import io.writeback.ledger.BatchStore;
import io.writeback.ledger.BatchTimes;
import io.writeback.view.StateText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The batches of a run over its time, in slices of equal length.
 *
 * @param from the first intent
 * @param to the last account
 * @param slice how long a slice is
 * @param waits when nothing was settled for long
 */
public record Timeline(
    Instant from, Instant to, Duration slice, List<Column> columns, List<Wait> waits) {
  static final int SLICES = 120;

  /** Of the picture. */
  public static final int WIDTH = 960;

  public static final int HEIGHT = 80;

  static final Timeline NONE = new Timeline(null, null, Duration.ZERO, List.of(), List.of());

  public Timeline {
    columns = List.copyOf(columns);
    waits = List.copyOf(waits);
  }

  /** Shorter ones are no news: a batch takes its time. */
  private static final Duration SHORTEST_WAIT = Duration.ofSeconds(10);

  /** So many empty slices, a twentieth of the picture. */
  private static final int WAIT_SLICES = SLICES / 20;

  /** A time in which nothing was settled. */
  public record Wait(double x, double width, String says) {}

  /**
   * What was settled in a slice, as tall as its rows.
   *
   * @param says all of it in words
   */
  public record Column(
      double x, double width, double done, double rejected, boolean retried, String says) {}

  static Timeline of(String runId, BatchStore batches) {
    BatchTimes times = batches.times(runId);
    if (times.firstIntent() == null || times.lastSettled() == null) {
      return NONE;
    }
    long millis =
        Math.max(1, Duration.between(times.firstIntent(), times.lastSettled()).toMillis());
    Duration slice = Duration.ofMillis(millis / SLICES + 1);
    List<BatchSlice> slices = batches.slices(runId, times.firstIntent(), slice);
    long most =
        Math.max(1, slices.stream().mapToLong(one -> one.done() + one.rejected()).max().orElse(1));
    double width = (double) WIDTH / (millis / slice.toMillis() + 1);
    return new Timeline(
        times.firstIntent(),
        times.lastSettled(),
        slice,
        slices.stream().map(one -> column(one, width, (double) HEIGHT / most)).toList(),
        waits(slices, slice, width));
  }

  private static List<Wait> waits(List<BatchSlice> slices, Duration slice, double width) {
    List<Wait> waits = new ArrayList<>();
    int next = 0;
    for (BatchSlice one : slices) {
      int empty = one.slice() - next;
      Duration time = slice.multipliedBy(empty);
      if (empty >= WAIT_SLICES && time.compareTo(SHORTEST_WAIT) >= 0) {
        waits.add(
            new Wait(
                next * width,
                empty * width,
                "nothing was settled for %s: the run was paused or interrupted, or waited for the destination"
                    .formatted(StateText.length(time.toMillis()))));
      }
      next = one.slice() + 1;
    }
    return waits;
  }

  private static Column column(BatchSlice slice, double width, double tall) {
    return new Column(
        slice.slice() * width,
        Math.max(1, width - 1),
        slice.done() * tall,
        slice.rejected() * tall,
        slice.retried() > 0,
        "%,d batches, %,d rows done, %,d rejected, %,d batches sent more than once, slowest %s"
            .formatted(
                slice.batches(),
                slice.done(),
                slice.rejected(),
                slice.retried(),
                StateText.length(slice.slowest().toMillis())));
  }
}
