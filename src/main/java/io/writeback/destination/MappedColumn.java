package io.writeback.destination;

import java.util.List;

/**
 * Where one column of the DataSet goes, and why.
 *
 * @param column the column
 * @param field the wire name of its field; "" if its cells are not written
 * @param why how they came together, or why they did not: {@code key}, {@code label}, …
 * @param type the destination's type of the field; "" if there is none
 * @param note what a person may want to know besides; may be ""
 * @param source where the type is known from; "" if there is one place only
 * @param forms the forms by which an object has the field; none if it always has it
 */
public record MappedColumn(
    String column,
    String field,
    String why,
    String type,
    String note,
    String source,
    List<String> forms) {
  public MappedColumn {
    forms = List.copyOf(forms);
  }

  /** A column of a destination whose types have one source, and which has no forms. */
  public MappedColumn(String column, String field, String why, String type, String note) {
    this(column, field, why, type, note, "", List.of());
  }
}
