package io.writeback.changes;

import io.writeback.config.Settings;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How far the value of a field may move.
 *
 * @param most a part of the number before, a difference of numbers, or seconds
 * @param written as a person wrote it
 */
public record MoveLimit(Unit unit, BigDecimal most, String written) {
  static final String ALLOWED = "a part such as 20%, a number such as 1, or a time such as 30d";
  private static final Pattern NUMBER = Pattern.compile("\\d{1,30}(?:\\.\\d{1,30})?");

  /** What is compared. */
  public enum Unit {
    PART(Moved.Kind.NUMBER, "numbers, and its limit has to be one such as 20% or 1"),
    NUMBER(Moved.Kind.NUMBER, "numbers, and its limit has to be one such as 20% or 1"),
    TIME(Moved.Kind.TIME, "dates, and its limit has to be a time such as 30d");

    private final Moved.Kind kind;
    private final String fitting;

    Unit(Moved.Kind kind, String fitting) {
      this.kind = kind;
      this.fitting = fitting;
    }
  }

  /**
   * Reads {@code 20%}, {@code 1} or {@code 30d}.
   *
   * @throws IllegalArgumentException if it is none of them
   */
  static MoveLimit parse(String text) {
    BigDecimal part = Percentage.parse(text);
    if (part != null) {
      return new MoveLimit(Unit.PART, part, text);
    }
    if (NUMBER.matcher(text).matches()) {
      return new MoveLimit(Unit.NUMBER, new BigDecimal(text), text);
    }
    Duration length = Settings.length(text, Duration.ZERO);
    return new MoveLimit(Unit.TIME, BigDecimal.valueOf(length.toMillis(), 3), text);
  }

  /** What is over it, as a sentence. */
  Optional<String> over(FieldChanges field) {
    List<Moved> moves = field.moves(unit.kind);
    if (moves.isEmpty()) {
      return field.moves().stream().findFirst().map(other -> doesNotFit(field.field(), other));
    }
    Moved furthest = unit == Unit.PART ? field.steepest() : moves.get(0);
    return isOver(furthest) ? Optional.of(sentence(field.field(), furthest)) : Optional.empty();
  }

  /** Whether a move goes this far at least. */
  boolean isReachedBy(Move move) {
    if (move.kind() != unit.kind) {
      return false;
    }
    return unit == Unit.PART
        ? move.part() == null || move.part().compareTo(most) >= 0
        : move.by().abs().compareTo(most) >= 0;
  }

  private boolean isOver(Moved moved) {
    if (unit == Unit.PART) {
      return moved.part() == null || moved.part().compareTo(most) > 0;
    }
    return moved.by().abs().compareTo(most) > 0;
  }

  private String sentence(String field, Moved moved) {
    return String.format(
        Locale.ROOT,
        "%s would move by %s in row %,d (key %s), from %s to %s; the budget allows %s",
        field,
        moved.distance(),
        moved.row(),
        moved.key(),
        moved.before(),
        moved.after(),
        written);
  }

  /** A limit that judges nothing must not pass for one that is kept. */
  private String doesNotFit(String field, Moved other) {
    Unit fitting = other.kind() == Moved.Kind.TIME ? Unit.TIME : Unit.NUMBER;
    return "the budget allows %s to move by %s, but it has %s"
        .formatted(field, written, fitting.fitting);
  }
}
