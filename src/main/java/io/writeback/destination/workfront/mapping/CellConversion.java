package io.writeback.destination.workfront.mapping;

import io.writeback.destination.BlankCell;
import io.writeback.destination.workfront.account.DateTimeForm;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.lang3.StringUtils;

/** Turns the cells of one column into values of its field. */
final class CellConversion {
  /** A double goes to 1E308; a longer text is a mistake. */
  private static final int LONGEST_NUMBER = 400;

  private static final int LARGEST_EXPONENT = 308;

  /** So many digits fit into a long, whatever they are. */
  private static final int SAFE_DIGITS = 18;

  private final FieldMapping.Written column;
  private final MetadataField field;
  private final ValueKind kind;
  private final WorkfrontOptions.BlankCells blanks;
  private final ZoneId zone;
  private final DateTimeForm times;

  /** Value to itself, and label to the values that have it, unless the label is a value too. */
  private final Map<String, List<String>> options = new HashMap<>();

  /** How many commas a value or label has at most. */
  private final int mostCommas;

  private final long nameBytes;

  CellConversion(
      FieldMapping.Written column,
      WorkfrontOptions.BlankCells blanks,
      ZoneId zone,
      DateTimeForm times) {
    this.column = column;
    this.field = column.field();
    this.kind = column.kind();
    this.blanks = blanks(column.blanks(), blanks);
    this.zone = zone;
    this.times = times;
    for (MetadataField.Option option : field.options()) {
      options.computeIfAbsent(option.label(), label -> new ArrayList<>()).add(option.value());
    }
    for (MetadataField.Option option : field.options()) {
      options.put(option.value(), List.of(option.value()));
    }
    mostCommas =
        options.keySet().stream()
            .mapToInt(name -> StringUtils.countMatches(name, ','))
            .max()
            .orElse(0);
    nameBytes = RecordSize.name(field.wireName());
  }

  private static WorkfrontOptions.BlankCells blanks(
      BlankCell rule, WorkfrontOptions.BlankCells option) {
    return rule == null
        ? option
        : rule == BlankCell.KEEP
            ? WorkfrontOptions.BlankCells.KEEP
            : WorkfrontOptions.BlankCells.CLEAR;
  }

  FieldMapping.Written column() {
    return column;
  }

  /** All that decides what becomes of a cell, beside the program itself. */
  List<String> rules() {
    List<String> rules =
        new ArrayList<>(
            List.of(field.wireName(), kind.name(), blanks.name(), zone.getId(), times.name()));
    field.options().forEach(option -> rules.addAll(List.of(option.value(), option.label())));
    return rules;
  }

  /** What the name of the field takes in a request. */
  long nameBytes() {
    return nameBytes;
  }

  /** Whether a cell says nothing, so that the field is left as it is. */
  boolean leaves(String cell) {
    return switch (blanks) {
      case KEEP -> isBlank(cell);
      case CLEAR -> false;
      case DISTINGUISH -> cell == null;
    };
  }

  /** Blank is NULL and "", and in a field that is not text also what has only white space. */
  boolean isBlank(String cell) {
    if (cell == null || cell.isEmpty()) {
      return true;
    }
    return kind.isList() ? noElement(cell) : !kind.isText() && cell.isBlank();
  }

  /**
   * The value to send, or null to clear the field.
   *
   * @throws IllegalArgumentException if the cell is no value of this kind; the message says why, if
   *     there is more to say
   */
  Object value(String cell) {
    if (isBlank(cell)) {
      return null;
    }
    return switch (kind) {
      case TEXT -> text(option(cell));
      case TEXTS, REFERENCES -> elements(cell);
      case JOINED, JOINED_REFERENCES -> String.join(",", elements(cell));
      case RICH_TEXT -> RichText.of(text(cell));
      case REFERENCE -> Reference.of(cell);
      case FLAG -> flag(option(cell.strip()));
      case WHOLE -> whole(option(cell.strip()));
      case DOUBLE, DECIMAL -> number(option(cell.strip()));
      case DAY -> time(option(cell.strip())).day(zone).toString();
      case INSTANT -> times.text(time(option(cell.strip())).moment(zone));
      case DAY_OR_INSTANT -> dayOrInstant(time(option(cell.strip())));
    };
  }

  private String dayOrInstant(WorkfrontTime time) {
    return time.time() == null ? time.date().toString() : times.text(time.moment(zone));
  }

  /**
   * People see labels, Workfront takes values. A cell that is neither is sent as it is: customers
   * have values that the metadata does not list.
   */
  private String option(String cell) {
    List<String> values = options.get(cell);
    if (values == null) {
      return cell;
    }
    if (values.size() > 1) {
      throw new IllegalArgumentException(
          "\"%s\" is the label of the values %s; write one of those"
              .formatted(cell, String.join(", ", values)));
    }
    return values.get(0);
  }

  private static boolean noElement(String cell) {
    return cell.chars().allMatch(c -> c == ',' || Character.isWhitespace(c));
  }

  /** A value or label with commas in it is one element: the longest that there is. */
  private List<String> elements(String cell) {
    String[] parts = cell.split(",", -1);
    List<String> elements = new ArrayList<>();
    for (int from = 0; from < parts.length; ) {
      int end = mostCommas == 0 ? from + 1 : end(parts, from);
      String element = joined(parts, from, end);
      if (!element.isEmpty()) {
        elements.add(kind.refersToObjects() ? Reference.of(element) : text(option(element)));
      }
      from = end;
    }
    return field.custom() && elements.size() > 1
        ? List.copyOf(new LinkedHashSet<>(elements))
        : elements;
  }

  private int end(String[] parts, int from) {
    for (int end = Math.min(parts.length, from + mostCommas + 1); end > from + 1; end--) {
      if (options.containsKey(joined(parts, from, end))) {
        return end;
      }
    }
    return from + 1;
  }

  private static String joined(String[] parts, int from, int end) {
    return (end == from + 1 ? parts[from] : String.join(",", List.of(parts).subList(from, end)))
        .strip();
  }

  /** UTF-8 has no half of a surrogate pair, so such a text could not be sent. */
  private static String text(String text) {
    for (int at = 0; at < text.length(); at++) {
      if (Character.isSurrogate(text.charAt(at))) {
        if (Character.charCount(text.codePointAt(at)) == 1) {
          throw new IllegalArgumentException("it has half of a character (a lone surrogate)");
        }
        at++;
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
    if (isShortAndWhole(text)) {
      return Long.valueOf(text);
    }
    try {
      return number(text).longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("it has a fraction or too many digits", e);
    }
  }

  private static boolean isShortAndWhole(String text) {
    int digits = text.startsWith("-") ? 1 : 0;
    if (text.length() == digits || text.length() > SAFE_DIGITS) {
      return false;
    }
    for (int at = digits; at < text.length(); at++) {
      if (text.charAt(at) < '0' || text.charAt(at) > '9') {
        return false;
      }
    }
    return true;
  }

  private static BigDecimal number(String text) {
    if (text.length() > LONGEST_NUMBER || !StringUtils.isAsciiPrintable(text)) {
      throw new IllegalArgumentException();
    }
    BigDecimal number;
    try {
      number = new BigDecimal(text);
    } catch (NumberFormatException e) {
      // What it says is no message for people.
      throw new IllegalArgumentException(null, e);
    }
    if (Math.abs((long) number.precision() - number.scale()) > LARGEST_EXPONENT) {
      throw new IllegalArgumentException("it is too large or too small");
    }
    return number;
  }

  private static WorkfrontTime time(String text) {
    return WorkfrontTime.parse(text).orElseThrow(IllegalArgumentException::new);
  }
}
