package io.writeback.destination.workfront.mapping;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.writeback.destination.BlankCell;
import io.writeback.destination.MappedColumn;
import java.util.List;
import java.util.Optional;

/**
 * Which columns of a DataSet go to which fields of an object.
 *
 * @param key the position of the column with the IDs; -1 if rows have none
 * @param keyColumn its name
 * @param written the columns that are written, in their order
 * @param table every column and why it goes where it goes
 * @param unmatched the columns that fit no field
 * @param warnings what a person should know, one sentence each
 * @param recognition how rows without an ID are recognised; null if they are not
 */
public record FieldMapping(
    int key,
    String keyColumn,
    List<Written> written,
    List<MappedColumn> table,
    List<String> unmatched,
    List<String> warnings,
    @JsonSetter(nulls = Nulls.SET) Recognition recognition) {
  /** One whose rows all have IDs. */
  public FieldMapping(
      int key,
      String keyColumn,
      List<Written> written,
      List<MappedColumn> table,
      List<String> unmatched,
      List<String> warnings) {
    this(key, keyColumn, written, table, unmatched, warnings, null);
  }

  /**
   * A column that goes to a field.
   *
   * @param kind how its cells are written and compared
   * @param readBack whether Workfront can be asked for its value
   * @param blanks what a blank cell does; null if the option blankCells says so
   */
  public record Written(
      int index,
      String column,
      MetadataField field,
      ValueKind kind,
      boolean readBack,
      @JsonSetter(nulls = Nulls.SET) BlankCell blanks) {
    /** A column without a rule about its blank cells. */
    public Written(
        int index, String column, MetadataField field, ValueKind kind, boolean readBack) {
      this(index, column, field, kind, readBack, null);
    }
  }

  @JsonCreator
  public FieldMapping {
    written = List.copyOf(written);
    table = List.copyOf(table);
    unmatched = List.copyOf(unmatched);
    warnings = List.copyOf(warnings);
  }

  /** How rows without an ID are recognised, if they are. */
  public Optional<Recognition> recognised() {
    return Optional.ofNullable(recognition);
  }

  /** The same, with another way to recognise rows without an ID. */
  FieldMapping with(Recognition other) {
    return new FieldMapping(key, keyColumn, written, table, unmatched, warnings, other);
  }

  /** The wire names that Workfront can be asked for, in the order of the columns. */
  public List<String> readBack() {
    return written.stream()
        .filter(Written::readBack)
        .map(entry -> entry.field().wireName())
        .toList();
  }
}
