package io.writeback.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The nearest right name to a wrong one. */
public final class Suggestion {
  private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();

  private Suggestion() {}

  /** The name that is nearest to what was written, if any is near enough to be meant. */
  public static Optional<String> nearest(String written, Collection<String> names) {
    // Two letters that changed places are two edits.
    return nearest(written, names, written.length() < 4 ? 1 : Math.max(2, written.length() / 3));
  }

  /** The name that is nearest to what was written, if it is at most so many edits away. */
  public static Optional<String> nearest(String written, Collection<String> names, int furthest) {
    String lower = written.toLowerCase(java.util.Locale.ROOT);
    return names.stream()
        .distinct()
        .map(name -> new Near(name, DISTANCE.apply(lower, name.toLowerCase(java.util.Locale.ROOT))))
        .filter(near -> near.distance <= furthest)
        .min(Comparator.comparingInt(Near::distance).thenComparing(Near::name))
        .map(Near::name);
  }

  /** {@code ", did you mean X?"} or nothing. */
  public static String didYouMean(String written, Collection<String> names) {
    return nearest(written, names).map(name -> "; did you mean " + name + "?").orElse("");
  }

  private record Near(String name, int distance) {}
}
