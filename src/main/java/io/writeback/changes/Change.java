package io.writeback.changes;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

/**
 * A field of a record that holds another value than the record would write.
 *
 * <p>Values are what fields of records have: String, Boolean, Long, BigDecimal, a list of String,
 * or null for a blank field.
 *
 * @param row the number of the row
 * @param key what the destination finds the record by
 * @param field its wire name
 * @param before what the destination holds
 * @param after what would be written
 * @param created whether there is no record yet
 */
public record Change(
    long row, String key, String field, Object before, Object after, boolean created) {
  /** A field of a record that is there. */
  public Change(long row, String key, String field, Object before, Object after) {
    this(row, key, field, before, after, false);
  }

  /** A field of a record that would be created. */
  public static Change created(long row, String key, String field, Object value) {
    return new Change(row, key, field, null, value, true);
  }

  public Change {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(field, "field");
    before = checked(before);
    after = checked(after);
  }

  private static Object checked(Object value) {
    if (value instanceof List<?> list) {
      return List.copyOf(list.stream().map(String.class::cast).toList());
    }
    if (value == null
        || value instanceof String
        || value instanceof Boolean
        || value instanceof Long
        || value instanceof BigDecimal) {
      return value;
    }
    throw new IllegalArgumentException("a " + value.getClass().getName() + " is no value");
  }

  /** Whether the field has a value, and would be empty. */
  public boolean empties() {
    return !isBlank(before) && isBlank(after);
  }

  /** Whether the field is empty, and would get a value. */
  public boolean fills() {
    return isBlank(before) && !isBlank(after);
  }

  /** What the destination holds, as people read it. */
  public String shownBefore() {
    return created ? "(new)" : CellText.shown(before);
  }

  /** What would be written, as people read it. */
  public String shownAfter() {
    return CellText.shown(after);
  }

  private static boolean isBlank(Object value) {
    return value == null || value.equals("") || value.equals(List.of());
  }
}
