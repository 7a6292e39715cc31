package io.writeback.destination.workfront;

import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Turns the cells of one column into values of its field. */
final class CellConversion {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:\\d++(?:\\.\\d*+)?|\\.\\d++)(?:[eE][+-]?\\d{1,3})?");

  /** A double goes to 1E308; more digits than this are no number that anybody means. */
  private static final int LONGEST_NUMBER = 400;

  private static final int LARGEST_EXPONENT = 308;

  private final MetadataField field;
  private final ValueKind kind;
  private final WorkfrontOptions.BlankCells blanks;
  private final ZoneId zone;
  private final DateTimeForm times;
  private final Set<String> values = new HashSet<>();
  private final Map<String, Optional<String>> byLabel = new HashMap<>();

  CellConversion(
      MetadataField field, ValueKind kind, WorkfrontOptions.BlankCells blanks, ZoneId zone, DateTimeForm times) {
    this.field = field;
    this.kind = kind;
    this.blanks = blanks;
    this.zone = zone;
    this.times = times;
    for (MetadataField.Option option : field.options()) {
      values.add(option.value());
      // A label of two options means neither.
      byLabel.merge(
          option.label(), Optional.of(option.value()), (one, another) -> Optional.empty());
    }
  }

  MetadataField field() {
    return field;
  }

  ValueKind kind() {
    return kind;
  }

  /** Whether a cell says nothing, so that the field is left as it is. */
  boolean leaves(String cell) {
    return switch (blanks) {
      case KEEP -> blank(cell);
      case CLEAR -> false;
      case DISTINGUISH -> cell == null;
    };
  }

  /** Blank is NULL and "", and in a field that is not text also what has only white space. */
  private boolean blank(String cell) {
    if (cell == null || cell.isEmpty()) {
      return true;
    }
    return kind == ValueKind.TEXTS
        ? elements(cell).isEmpty()
        : kind != ValueKind.TEXT && cell.isBlank();
  }

  /**
   * The value to send, or null to clear the field.
   *
   * @throws IllegalArgumentException if the cell is no value of this kind; the message says why, if
   *     there is more to say
   */
  Object value(String cell) {
    if (blank(cell)) {
      return null;
    }
    return switch (kind) {
      case TEXT -> text(option(cell));
      case TEXTS -> elements(cell).stream().map(element -> text(option(element))).toList();
      case FLAG -> flag(option(cell.strip()));
      case WHOLE -> whole(option(cell.strip()));
      case DOUBLE, DECIMAL -> number(option(cell.strip()));
      case DAY -> time(option(cell.strip())).day(zone).toString();
      case INSTANT -> times.text(time(option(cell.strip())).moment(zone));
    };
  }

  /**
   * People see labels, Workfront takes values. A cell that is neither is sent as it is: customers
   * have values that the metadata does not list.
   */
  private String option(String cell) {
    return values.contains(cell) ? cell : byLabel.getOrDefault(cell, Optional.empty()).orElse(cell);
  }

  private static List<String> elements(String cell) {
    List<String> elements = new ArrayList<>();
    for (String element : cell.split(",", -1)) {
      if (!element.isBlank()) {
        elements.add(element.strip());
      }
    }
    return elements;
  }

  /** UTF-8 has no half of a surrogate pair, so such a text could not be sent. */
  private static String text(String text) {
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (Character.isSurrogate(character)) {
        boolean pair =
            Character.isHighSurrogate(character)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          throw new IllegalArgumentException("it has half of a character (a lone surrogate)");
        }
        i++;
      }
    }
    return text;
  }

  private static Boolean flag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> Boolean.TRUE;
      case "false" -> Boolean.FALSE;
      default -> throw new IllegalArgumentException();
    };
  }

  private static Long whole(String text) {
    try {
      return number(text).longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("it has a fraction or too many digits", e);
    }
  }

  private static BigDecimal number(String text) {
    if (text.length() > LONGEST_NUMBER || !NUMBER.matcher(text).matches()) {
      throw new IllegalArgumentException();
    }
    BigDecimal number = new BigDecimal(text);
    if (Math.abs((long) number.precision() - number.scale()) > LARGEST_EXPONENT) {
      throw new IllegalArgumentException("it is too large or too small");
    }
    return number;
  }

  private static WorkfrontTime time(String text) {
    return WorkfrontTime.parse(text).orElseThrow(IllegalArgumentException::new);
  }
}
