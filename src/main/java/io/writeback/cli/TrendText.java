package io.writeback.cli;

import io.writeback.view.Trend;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A trend in a cell: the rows of the runs before and of this one as bars, the oldest first, then
 * what is unusual about this one.
 */
final class TrendText {
  private static final String BARS = "▁▂▃▄▅▆▇█";

  /** The same where only ASCII can be shown: the most rows are 9. */
  private static final String DIGITS = "0123456789";

  private static final double FEW_ROWS = 0.75;
  private static final double MANY_ROWS = 1.25;
  private static final double SHORT = 0.5;
  private static final double LONG = 2;

  /** Differences of less than that are of the machine, not of the run. */
  private static final double SHORTEST_SECONDS = 2;

  private TrendText() {}

  static String of(Trend trend, boolean utf8) {
    List<String> unusual = new ArrayList<>();
    trend
        .rowsToUsual()
        .filter(ratio -> ratio <= FEW_ROWS || ratio >= MANY_ROWS)
        .ifPresent(
            ratio -> unusual.add(String.format(Locale.ROOT, "rows %+.0f%%", (ratio - 1) * 100)));
    trend
        .timeToUsual()
        .filter(ratio -> ratio <= SHORT || ratio >= LONG)
        .filter(ratio -> Math.abs(ratio - 1) * trend.usualSeconds() >= SHORTEST_SECONDS)
        .ifPresent(ratio -> unusual.add(String.format(Locale.ROOT, "time x%.1f", ratio)));
    return (bars(trend.rows(), utf8 ? BARS : DIGITS) + " " + String.join(", ", unusual)).strip();
  }

  private static String bars(List<Long> rows, String levels) {
    long most = rows.stream().mapToLong(Long::longValue).max().orElse(0);
    StringBuilder bars = new StringBuilder();
    for (long each : rows) {
      int level = most == 0 ? 0 : (int) Math.round((levels.length() - 1.0) * each / most);
      bars.append(levels.charAt(level));
    }
    return bars.toString();
  }
}
