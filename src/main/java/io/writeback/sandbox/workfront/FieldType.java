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
  DATE_TIME("dateTime");

  private static final int FIRST_WITH_BIG_DECIMAL = 20;

  private final String wire;

  FieldType(String wire) {
    this.wire = wire;
  }

  /** The {@code fieldType} of the metadata of that API version. */
  String wire(int version) {
    return this == MONEY && version >= FIRST_WITH_BIG_DECIMAL ? "class java.math.BigDecimal" : wire;
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
