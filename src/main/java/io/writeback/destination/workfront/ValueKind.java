package io.writeback.destination.workfront;

import java.util.Map;

/** How the value of a field is written and compared, by the fieldType of the metadata. */
enum ValueKind {
  TEXT("text", ""),
  TEXTS("a list of values with commas between them", "Red, Blue"),
  FLAG("true or false", "true"),
  WHOLE("a whole number", "12"),
  /** A binary fraction: it holds about 16 digits. */
  DOUBLE("a number without thousands separator or currency sign", "1234.5"),
  DECIMAL("a number without thousands separator or currency sign", "1234.50"),
  DAY("a date", "2026-07-01"),
  INSTANT("a date and time", "2026-07-01T08:00:00Z");

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

  static boolean knows(String fieldType) {
    return fieldType.endsWith("[]") || BY_TYPE.containsKey(fieldType);
  }

  /** What a cell has to be, for messages. */
  String expected() {
    return example.isEmpty() ? expected : expected + ", such as " + example;
  }
}
