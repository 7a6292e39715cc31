package io.writeback.changes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Which value of a field is replaced by which, and how often: exact while there are few pairs. When
 * there are many it is the space-saving algorithm (Metwally, Agrawal, El Abbadi 2005): a new pair
 * takes the place of the rarest one and its count, which is then how much may be too much. Each
 * pair that is more than one in {@link #MOST} of all is kept.
 */
final class FrequentPairs {
  static final int MOST = 100;
  private static final int LISTED = 5;
  private static final int LONGEST = 100;

  private final Map<Pair, Counter> pairs = new HashMap<>();
  private final List<Counter> counters = new ArrayList<>();
  private boolean exact = true;

  /** The rarest that any counter can be. */
  private long least;

  /**
   * Two values.
   *
   * @param rest tells long values apart that begin alike
   */
  private record Pair(String before, String after, int rest) {
    static Pair of(Change change) {
      String before = CellText.of(change.before());
      String after = CellText.of(change.after());
      return new Pair(
          CellText.cut(before, LONGEST),
          CellText.cut(after, LONGEST),
          isLong(before) || isLong(after) ? Objects.hash(before, after) : 0);
    }

    private static boolean isLong(String text) {
      return text != null && text.length() > LONGEST;
    }
  }

  private static final class Counter {
    private Pair pair;
    private long count;
    private long tooMuch;
  }

  void add(Change change) {
    Pair pair = Pair.of(change);
    Counter counter = pairs.get(pair);
    if (counter == null) {
      counter = free();
      counter.pair = pair;
      pairs.put(pair, counter);
    }
    counter.count++;
  }

  /** A counter that counts nothing, or the one of the rarest pair. */
  private Counter free() {
    if (counters.size() < MOST) {
      Counter counter = new Counter();
      counters.add(counter);
      return counter;
    }
    exact = false;
    Counter rarest = rarest();
    pairs.remove(rarest.pair);
    rarest.tooMuch = rarest.count;
    return rarest;
  }

  private Counter rarest() {
    Counter rarest = counters.get(0);
    for (Counter counter : counters) {
      if (counter.count < rarest.count) {
        rarest = counter;
      }
      if (rarest.count == least) {
        break;
      }
    }
    least = rarest.count;
    return rarest;
  }

  /** Whether each pair was counted. */
  boolean isExact() {
    return exact;
  }

  /** The most frequent ones, of estimated ones only those that occurred twice for certain. */
  List<Replaced> list() {
    return counters.stream()
        .filter(counter -> exact || counter.count - counter.tooMuch > 1)
        .map(
            counter ->
                new Replaced(
                    counter.pair.before,
                    counter.pair.after,
                    counter.count,
                    counter.count - counter.tooMuch))
        .sorted(
            Comparator.comparingLong(Replaced::atLeast)
                .reversed()
                .thenComparing(Replaced::before, Comparator.nullsFirst(Comparator.naturalOrder()))
                .thenComparing(Replaced::after, Comparator.nullsFirst(Comparator.naturalOrder())))
        .limit(LISTED)
        .toList();
  }
}
