package io.writeback.config;

import java.util.List;
import java.util.stream.Stream;

/**
 * One of our steps of a route, as its Kamelet shows it.
 *
 * @param kamelet the name of the Kamelet: {@code workiva-region-sink}
 * @param kind where in a route it stands
 * @param title as designers of routes show it
 * @param sentence what it does
 * @param uri what it leads to: {@code writeback:send/workiva}; may hold required options, as {@code
 *     {{writeback}}}
 * @param options in the order of the documents
 */
public record RouteStep(
    String kamelet, Kind kind, String title, String sentence, String uri, List<Option<?>> options) {
  /** How the address of a step begins that stages the rows of a source. */
  public static final String DATASET = "writeback:snapshot/";

  /** The address of the step that has the team's own code. */
  public static final String TRANSFORM = "writeback:transform";

  public enum Kind {
    SOURCE,
    ACTION,
    SINK
  }

  public RouteStep {
    options = List.copyOf(options);
  }

  /** The same step with more options, behind its own. */
  public RouteStep and(List<Option<?>> more) {
    return new RouteStep(
        kamelet,
        kind,
        title,
        sentence,
        uri,
        Stream.concat(options.stream(), more.stream()).<Option<?>>map(option -> option).toList());
  }

  /** Whether it stages the rows of a source. */
  public boolean isDataset() {
    return uri.startsWith(DATASET);
  }

  /** Whether it sends the rows through the team's own code. */
  public boolean isTransform() {
    return uri.equals(TRANSFORM);
  }

  /** Whether it sends the rows to a destination. */
  public boolean isSink() {
    return kind == Kind.SINK;
  }

  /** The name of the source or destination that it leads to: {@code workiva}. */
  public String subject() {
    return uri.substring(uri.indexOf('/') + 1);
  }

  /**
   * A step that stages the rows of a source.
   *
   * @param source its name: {@code csv}
   */
  public static RouteStep dataset(
      String source, String title, String sentence, List<Option<?>> options) {
    return new RouteStep(
        source + "-dataset-action", Kind.ACTION, title, sentence, DATASET + source, options);
  }
}
