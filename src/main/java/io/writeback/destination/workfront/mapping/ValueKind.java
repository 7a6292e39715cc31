package io.writeback.destination.workfront.mapping;

import java.util.Map;
import java.util.Set;

/** How the value of a field is written and compared, by the fieldType of the metadata. */
public enum ValueKind {
  TEXT("text", ""),
  TEXTS("a list of values with commas between them", "Red, Blue"),
  /** The same sent as one text with commas. */
  JOINED("a list of values with commas between them", "Red, Blue"),
  /** Draft.js JSON; see {@link RichText}. */
  RICH_TEXT("text, or the JSON of rich text with blocks and entityMap", ""),
  /** See {@link Reference}. */
  REFERENCE("the ID of an object, 32 hexadecimal digits", ""),
  /** See {@link Reference}. */
  REFERENCES("a list of IDs of objects with commas between them, 32 hexadecimal digits each", ""),
  /** The same sent as one text with commas. */
  JOINED_REFERENCES(
      "a list of IDs of objects with commas between them, 32 hexadecimal digits each", ""),
  FLAG("true or false", "true"),
  WHOLE("a whole number", "12"),
  /** A binary fraction: it holds about 16 digits. */
  DOUBLE("a number without thousands separator or currency sign", "1234.5"),
  DECIMAL("a number without thousands separator or currency sign", "1234.50"),
  DAY("a date", "2026-07-01"),
  INSTANT("a date and time", "2026-07-01T08:00:00Z"),
  /**
   * A custom field of which only {@code date} is known: some hold a time, others do not. A cell
   * goes as what it is, so that no time is lost.
   */
  DAY_OR_INSTANT("a date, perhaps with a time", "2026-07-01");

  /** Workfront's metadata (its client's fixtures); BigDecimal since v20. */
  private static final Map<String, ValueKind> BY_TYPE =
      Map.ofEntries(
          Map.entry("string", TEXT),
          Map.entry("boolean", FLAG),
          Map.entry("int", WHOLE),
          Map.entry("long", WHOLE),
          Map.entry("double", DOUBLE),
          Map.entry("float", DOUBLE),
          Map.entry("class java.math.BigDecimal", DECIMAL),
          Map.entry("java.math.BigDecimal", DECIMAL),
          Map.entry("BigDecimal", DECIMAL),
          Map.entry("date", DAY),
          Map.entry("dateTime", INSTANT));

  private final String expected;
  private final String example;

  ValueKind(String expected, String example) {
    this.expected = expected;
    this.example = example;
  }

  /** The kind of a fieldType; one that is not known is text. */
  static ValueKind of(String fieldType) {
    return fieldType.endsWith("[]") ? TEXTS : BY_TYPE.getOrDefault(fieldType, TEXT);
  }

  /** Whether the other kind says more, and nothing else, of a field with this one. */
  boolean mayBe(ValueKind other) {
    return this == other
        || switch (this) {
          case TEXT -> Set.of(TEXTS, RICH_TEXT, REFERENCE, REFERENCES).contains(other);
          case WHOLE, DOUBLE, DECIMAL -> Set.of(WHOLE, DOUBLE, DECIMAL).contains(other);
          case DAY_OR_INSTANT -> Set.of(DAY, INSTANT).contains(other);
          default -> false;
        };
  }

  /** Whether white space is a value of its own. */
  boolean isText() {
    return this == TEXT || this == RICH_TEXT;
  }

  boolean isList() {
    return this == TEXTS || this == REFERENCES || isJoined();
  }

  /** Whether it is a list that goes out as one text. */
  boolean isJoined() {
    return this == JOINED || this == JOINED_REFERENCES;
  }

  /** The kind of a list that goes out as one text; others stay what they are. */
  ValueKind joined() {
    return switch (this) {
      case TEXTS -> JOINED;
      case REFERENCES -> JOINED_REFERENCES;
      default -> this;
    };
  }

  /** Whether a value, or each element of it, is the ID of an object. */
  boolean refersToObjects() {
    return this == REFERENCE || this == REFERENCES || this == JOINED_REFERENCES;
  }

  public static boolean knows(String fieldType) {
    return fieldType.endsWith("[]") || BY_TYPE.containsKey(fieldType);
  }

  /** What a cell has to be, for messages. */
  String expected() {
    return example.isEmpty() ? expected : expected + ", such as " + example;
  }
}
