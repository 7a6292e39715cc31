package io.writeback.destination.workfront.mapping;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * How a row without an ID is recognised.
 *
 * @param column the position of the column with the value that recognises it
 * @param columnName its name
 * @param field the wire name of the field that has the value in the object; null if no field has it
 *     and only the ledger knows which object it is
 * @param kind of that field
 * @param creates whether an object is created for a row that has none
 * @param createsVanished whether one is also created where the one that was known is not found
 * @param required wire names that a new object has to have
 * @param createOnly wire names that are written when an object is created, and not by an update
 * @param form the ID of the custom form that a new object gets; "" for none
 */
public record Recognition(
    int column,
    String columnName,
    @JsonSetter(nulls = Nulls.SET) String field,
    ValueKind kind,
    boolean creates,
    boolean createsVanished,
    List<String> required,
    List<String> createOnly,
    String form) {
  public Recognition {
    required = List.copyOf(required);
    createOnly = List.copyOf(createOnly);
  }

  /** Whether the objects can be searched by the value. */
  public boolean isSearched() {
    return field != null;
  }

  /** How a value is named where there is no ID: {@code DE:Order Number=4711}. */
  public String named(String value) {
    return (isSearched() ? field : columnName) + "=" + value;
  }

  /** A value as it is compared: numbers by what they are, texts exactly. */
  public String comparable(String value) {
    return isNumber() ? number(value).orElse(value) : value;
  }

  private boolean isNumber() {
    return kind == ValueKind.WHOLE || kind == ValueKind.DOUBLE || kind == ValueKind.DECIMAL;
  }

  private static Optional<String> number(String text) {
    try {
      return Optional.of(new BigDecimal(text.strip()).stripTrailingZeros().toPlainString());
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The same, with the form that new objects get. */
  public Recognition withForm(String id) {
    return new Recognition(
        column, columnName, field, kind, creates, createsVanished, required, createOnly, id);
  }

  /** Whether objects can be recognised by fields of a kind. */
  static boolean fits(ValueKind kind) {
    return kind == ValueKind.TEXT
        || kind == ValueKind.WHOLE
        || kind == ValueKind.DOUBLE
        || kind == ValueKind.DECIMAL;
  }
}
