package io.writeback.metrics;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a scrape has, in the text format of Prometheus. */
public final class Scrape {
  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)\\})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  private final Map<String, Double> samples = new LinkedHashMap<>();
  private final Map<String, Set<String>> labels = new TreeMap<>();
  private final Map<String, String> types = new TreeMap<>();
  private final Map<String, String> helps = new TreeMap<>();

  public Scrape(String text) {
    for (String line : text.lines().toList()) {
      if (line.startsWith("# TYPE ")) {
        String[] words = line.split(" ", 4);
        types.put(words[2], words[3]);
      } else if (line.startsWith("# HELP ")) {
        String[] words = line.split(" ", 4);
        helps.put(words[2], words[3]);
      } else if (!line.startsWith("#") && !line.isBlank()) {
        add(line);
      }
    }
  }

  private void add(String line) {
    Matcher sample = SAMPLE.matcher(line);
    if (!sample.matches()) {
      throw new AssertionError("no sample: " + line);
    }
    Map<String, String> found = new TreeMap<>();
    if (sample.group(2) != null) {
      LABEL.matcher(sample.group(2)).results().forEach(l -> found.put(l.group(1), l.group(2)));
    }
    samples.put(
        name(sample.group(1), found), Double.valueOf(sample.group(3).replace("Inf", "Infinity")));
    Set<String> names = new TreeSet<>(found.keySet());
    names.remove("le");
    labels.computeIfAbsent(sample.group(1), name -> new TreeSet<>()).addAll(names);
  }

  private static String name(String metric, Map<String, String> labels) {
    return metric + labels;
  }

  /**
   * The value of a series; fails if there is none.
   *
   * @param labels names and values in turn
   */
  public double value(String metric, String... labels) {
    Double value = samples.get(name(metric, map(labels)));
    if (value == null) {
      throw new AssertionError(
          "no %s%s; there are %s"
              .formatted(
                  metric,
                  Arrays.toString(labels),
                  samples.keySet().stream()
                      .filter(name -> name.startsWith(metric))
                      .collect(Collectors.joining(", "))));
    }
    return value;
  }

  private static Map<String, String> map(String... labels) {
    Map<String, String> map = new TreeMap<>();
    for (int at = 0; at < labels.length; at += 2) {
      map.put(labels[at], labels[at + 1]);
    }
    return map;
  }

  /** How many series there are. */
  public int size() {
    return samples.size();
  }

  /** The names of our metrics with their types. */
  Map<String, String> types() {
    Map<String, String> ours = new TreeMap<>(types);
    ours.keySet().removeIf(name -> !name.startsWith("writeback_"));
    return ours;
  }

  String help(String metric) {
    return helps.get(metric);
  }

  /** The names of the labels of a metric, or of its parts. */
  Set<String> labels(String metric) {
    return Stream.of("", "_bucket", "_count", "_sum")
        .map(part -> labels.getOrDefault(metric + part, Set.of()))
        .flatMap(Set::stream)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
