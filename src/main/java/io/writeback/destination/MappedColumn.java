package io.writeback.destination;

import java.util.Objects;

/**
 * Where one column of the DataSet goes, and why.
 *
 * @param column the column
 * @param field the wire name of its field; "" if its cells are not written
 * @param why how they came together, or why they did not: {@code key}, {@code label}, …
 * @param type the destination's type of the field; "" if there is none
 * @param note what a person may want to know besides; may be ""
 */
public record MappedColumn(String column, String field, String why, String type, String note) {
  public MappedColumn {
    Objects.requireNonNull(column);
    Objects.requireNonNull(field);
    Objects.requireNonNull(why);
    Objects.requireNonNull(type);
    Objects.requireNonNull(note);
  }
}
