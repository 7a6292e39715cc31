package io.writeback.destination;

import io.writeback.config.Option;
import io.writeback.config.Settings;
import io.writeback.problem.Code;
import io.writeback.problem.Count;
import io.writeback.problem.WritebackException;

/**
 * How many rows a run has to have, where all rows take the place of what the last run wrote.
 *
 * @param allowEmpty whether none are enough
 * @param maxShrink how much fewer than the last run's they may be, as a part of them
 */
public record RowCount(boolean allowEmpty, double maxShrink) {
  public static final Option<Double> MAX_SHRINK =
      Option.fraction("maxShrink", 0.5)
          .titled("Maximum shrinkage")
          .says(
              "Refuse a DataSet that is smaller than what the last complete run wrote by more than"
                  + " this fraction. `1` allows everything.");

  public static RowCount of(boolean allowEmpty, Settings options) {
    return new RowCount(allowEmpty, MAX_SHRINK.in(options));
  }

  /**
   * Stops a run with too few rows before anything is written; says nothing of a preview.
   *
   * @param emptied what no rows would do: {@code the region would be emptied}
   * @throws WritebackException with {@link Code#NO_ROWS} or {@link Code#SHRUNK}
   */
  public void check(PlanInput input, String emptied) {
    if (!input.whole()) {
      return;
    }
    long rows = input.count();
    if (rows == 0 && !allowEmpty) {
      throw new WritebackException(
          Code.NO_ROWS,
          "the DataSet has no rows, so %s; nothing was written (allowEmpty=true lets it)"
              .formatted(emptied));
    }
    long before =
        input
            .lastComplete()
            .map(plan -> plan.get("rows"))
            .map(Number.class::cast)
            .map(Number::longValue)
            .orElse(0L);
    if (rows > 0 && rows < before * (1 - maxShrink)) {
      throw new WritebackException(
          Code.SHRUNK,
          "the DataSet has %s, the last run wrote %,d: with maxShrink=%s at least %,d are expected; nothing was written"
              .formatted(
                  Count.of(rows, "row"),
                  before,
                  maxShrink,
                  (long) Math.ceil(before * (1 - maxShrink))));
    }
  }
}
