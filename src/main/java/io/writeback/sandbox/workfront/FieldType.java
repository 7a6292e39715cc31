package io.writeback.sandbox.workfront;

import java.util.Locale;

/** The types that fields have in the metadata. */
enum FieldType {
  STRING("string"),
  STRING_LIST("string[]"),
  INT("int"),
  DOUBLE("double"),
  /** Money: double, and a BigDecimal since version 20 (API version pages). */
  MONEY("double"),
  BOOLEAN("boolean"),
  DATE("date"),
  DATE_TIME("dateTime"),
  /** A custom field with a Draft.js document. */
  RICH_TEXT("string"),
  /** A custom field that points to an object. */
  REFERENCE("string"),
  /** A custom field that points to several objects. */
  REFERENCE_LIST("string[]");

  private static final int FIRST_WITH_BIG_DECIMAL = 20;

  private final String wire;

  FieldType(String wire) {
    this.wire = wire;
  }

  /** The {@code fieldType} of the metadata of that API version. */
  String wire(int version) {
    return this == MONEY && version >= FIRST_WITH_BIG_DECIMAL ? "class java.math.BigDecimal" : wire;
  }

  /** The {@code type} of a custom field in the captured shape of the metadata. */
  String captured() {
    return switch (this) {
      case INT, DOUBLE, MONEY -> "double";
      case DATE, DATE_TIME -> "date";
      default -> "string";
    };
  }

  static FieldType of(String name) {
    for (FieldType type : values()) {
      if (type.wire.equals(name) && type != MONEY) {
        return type;
      }
    }
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
