package io.writeback.changes;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How far a value goes when it changes: a number by a number, a date or a time by a length of time.
 * A text that is a number or a date moves like one; any other value, and a blank one, does not
 * move.
 *
 * @param by how far, negative if down or back: of numbers their difference, to 34 digits; of times
 *     seconds
 * @param part how far as a part of the number before, never negative; null of a time, and of the
 *     number 0, of which every move is an endless part
 */
record Move(Moved.Kind kind, BigDecimal by, BigDecimal part) {

  /** A number as a machine writes it: one that begins with 0 is a number of another kind. */
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d{1,9})?");

  private static final int LONGEST_NUMBER = 500;

  /** Far beyond what any field holds, and near enough to compute with. */
  private static final int GREATEST_EXPONENT = 1_000_000;

  static Optional<Move> of(Object before, Object after) {
    if (before == null || after == null) {
      return Optional.empty();
    }
    BigDecimal from = number(before);
    BigDecimal to = from == null ? null : number(after);
    return from != null && to != null ? of(from, to) : ofTimes(before, after);
  }

  private static Optional<Move> of(BigDecimal from, BigDecimal to) {
    BigDecimal by = to.subtract(from, MathContext.DECIMAL128);
    if (by.signum() == 0) {
      return Optional.empty();
    }
    BigDecimal part = from.signum() == 0 ? null : by.divide(from, MathContext.DECIMAL64).abs();
    return Optional.of(new Move(Moved.Kind.NUMBER, by, part));
  }

  private static Optional<Move> ofTimes(Object before, Object after) {
    if (!(before instanceof String from) || !(after instanceof String to)) {
      return Optional.empty();
    }
    return Moment.of(from)
        .flatMap(moment -> Moment.of(to).map(moment::until))
        .filter(seconds -> seconds.signum() != 0)
        .map(seconds -> new Move(Moved.Kind.TIME, seconds, null));
  }

  /** Null if it is none. */
  private static BigDecimal number(Object value) {
    if (value instanceof Long number) {
      return BigDecimal.valueOf(number);
    }
    if (value instanceof BigDecimal number) {
      return near(number);
    }
    if (value instanceof String text
        && text.length() <= LONGEST_NUMBER
        && NUMBER.matcher(text).matches()) {
      return near(new BigDecimal(text));
    }
    return null;
  }

  private static BigDecimal near(BigDecimal number) {
    long exponent = (long) number.precision() - number.scale();
    if (number.signum() == 0 || exponent < -GREATEST_EXPONENT) {
      return BigDecimal.ZERO;
    }
    return exponent > GREATEST_EXPONENT
        ? BigDecimal.valueOf(number.signum(), -GREATEST_EXPONENT)
        : number;
  }
}
