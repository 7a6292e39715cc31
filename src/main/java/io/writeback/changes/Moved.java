package io.writeback.changes;

import io.writeback.problem.Lengths;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * A change of a number or of a time.
 *
 * @param key what the destination finds the record by; cut short if it is very long
 * @param by how far, negative if down or back: of numbers their difference, of times seconds
 * @param part how far as a part of the number before, never negative; null of a time, and of the
 *     number 0, of which every move is an endless part
 */
public record Moved(
    Kind kind, long row, String key, String before, String after, BigDecimal by, BigDecimal part) {
  private static final int LONGEST_KEY = 100;
  private static final int LONGEST_VALUE = 100;

  /** What moves. */
  public enum Kind {
    NUMBER,
    TIME
  }

  static Moved of(Change change, Move move) {
    return new Moved(
        move.kind(),
        change.row(),
        CellText.cut(change.key(), LONGEST_KEY),
        CellText.cut(CellText.of(change.before()), LONGEST_VALUE),
        CellText.cut(CellText.of(change.after()), LONGEST_VALUE),
        move.by(),
        move.part());
  }

  /** Whether it goes further than another, as a part of the number before. */
  static boolean isSteeper(Move move, Moved than) {
    if (move.part() == null || than.part == null) {
      return move.part() == null
          && (than.part != null || move.by().abs().compareTo(than.by.abs()) > 0);
    }
    return move.part().compareTo(than.part) > 0;
  }

  /** How far, for people: {@code +4,000 (+400%)}, {@code -30 d}. */
  public String distance() {
    if (kind == Kind.TIME) {
      return sign() + Lengths.about(Duration.ofSeconds(by.abs().longValue()));
    }
    String number = sign() + CellText.grouped(by.abs());
    return part == null ? number : "%s (%s%s)".formatted(number, sign(), Percentage.about(part));
  }

  private String sign() {
    return by.signum() < 0 ? "-" : "+";
  }
}
