package io.writeback.console;

import io.writeback.rows.Tally;
import java.util.List;

/**
 * A part of the bar that shows what became of every row: the parts are as long as there are rows.
 *
 * @param css the class of its colour
 * @param x where it begins, of {@link #WIDTH}
 * @param width of it; at least a sliver if there is any row
 */
public record Segment(String name, String css, long rows, double x, double width) {
  /** Of the whole bar. */
  public static final int WIDTH = 1_000;

  /** What can be seen and pointed at. */
  private static final double SLIVER = 4;

  /**
   * All seven, in their order; their rows add up to those of the tally.
   *
   * @param open whether the run is in progress, so that what was not sent may still be
   */
  static List<Segment> of(Tally tally, boolean open) {
    List<Segment> parts =
        List.of(
            part("confirmed", "confirmed", tally.confirmed()),
            part("differs", "differs", tally.differs()),
            part("unchanged", "unchanged", tally.unchanged()),
            part("superseded", "superseded", tally.superseded()),
            part("rejected", "rejected", tally.rejected()),
            part(open ? "in flight" : "in doubt", "doubt", tally.inDoubt()),
            part(open ? "still to come" : "not sent", "unsent", tally.notSent()));
    long some = parts.stream().filter(part -> part.rows > 0).count();
    double share = tally.rows() == 0 ? 0 : (WIDTH - some * SLIVER) / tally.rows();
    double[] x = {0};
    return parts.stream()
        .map(
            part -> {
              double width = part.rows == 0 ? 0 : SLIVER + part.rows * share;
              double from = x[0];
              x[0] += width;
              return new Segment(part.name, part.css, part.rows, from, width);
            })
        .toList();
  }

  private static Segment part(String name, String css, long rows) {
    return new Segment(name, css, rows, 0, 0);
  }
}
