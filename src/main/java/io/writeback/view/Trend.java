package io.writeback.view;

import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunHistory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run beside the complete runs of its writeback before it.
 *
 * @param rows of those runs and of this one, the oldest first
 * @param seconds from the acceptance to the end of each; without this one unless it is complete
 * @param usualRows the median of the rows before; null if too few runs are there to say
 * @param usualSeconds the median of the times before; null if too few runs are there to say
 */
public record Trend(List<Long> rows, List<Double> seconds, Long usualRows, Double usualSeconds) {
  /** How many runs before it a run is compared with. */
  private static final int BEFORE = 7;

  /** Fewer than these do not say what is usual. */
  private static final int FEWEST = 3;

  public Trend {
    rows = List.copyOf(rows);
    seconds = List.copyOf(seconds);
  }

  /** The trends of runs by their id; a run without rows, or without a run before it, has none. */
  public static Map<String, Trend> of(List<RunEntry> runs, RunHistory history) {
    Map<String, Trend> trends = new HashMap<>();
    for (RunEntry run : runs) {
      if (run.snapshotRows() != null && run.parent() == null && !run.isUndo()) {
        List<RunEntry> before =
            history.completeUpTo(run.writeback(), run.id(), BEFORE + 1).stream()
                .filter(other -> !other.id().equals(run.id()))
                .limit(BEFORE)
                .toList();
        if (!before.isEmpty()) {
          trends.put(run.id(), of(run, before));
        }
      }
    }
    return trends;
  }

  private static Trend of(RunEntry run, List<RunEntry> before) {
    boolean enough = before.size() >= FEWEST;
    List<RunEntry> shown = new ArrayList<>(before);
    Collections.reverse(shown);
    shown.add(run);
    return new Trend(
        shown.stream().map(RunEntry::snapshotRows).toList(),
        shown.stream().filter(each -> each.state().isComplete()).map(Trend::seconds).toList(),
        enough ? median(before.stream().map(RunEntry::snapshotRows).toList()) : null,
        enough ? median(before.stream().map(Trend::seconds).toList()) : null);
  }

  private static double seconds(RunEntry run) {
    return run.finished()
        .map(end -> Duration.between(run.acceptedAt(), end).toMillis() / 1000.0)
        .orElse(0.0);
  }

  /** Of an even number the lower one of the two in the middle. */
  private static <T extends Comparable<T>> T median(List<T> values) {
    return values.stream().sorted().toList().get((values.size() - 1) / 2);
  }

  /** Its rows over the usual ones; empty if it is unknown what is usual. */
  public Optional<Double> rowsToUsual() {
    return usualRows == null || usualRows == 0
        ? Optional.empty()
        : Optional.of((double) rows.get(rows.size() - 1) / usualRows);
  }

  /** Its time over the usual one; empty if that is unknown, or the run is not complete. */
  public Optional<Double> timeToUsual() {
    return usualSeconds == null || usualSeconds == 0 || seconds.size() < rows.size()
        ? Optional.empty()
        : Optional.of(seconds.get(seconds.size() - 1) / usualSeconds);
  }
}
