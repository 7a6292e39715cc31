package io.writeback.destination.workfront.mapping;

import io.writeback.dataset.Row;
import io.writeback.destination.Mapped;
import io.writeback.destination.Record;
import io.writeback.destination.RowMapper;
import io.writeback.destination.RowReject;
import io.writeback.destination.workfront.account.DateTimeForm;
import io.writeback.problem.Code;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes records of rows, as the mapping and the options say. */
public final class RecordMapper implements RowMapper {
  private static final int ID_LENGTH = 32;
  private static final int SHOWN = 80;
  private static final long MOST_BYTES = 32L << 20;

  private final int key;
  private final String keyColumn;
  private final List<CellConversion> cells;

  /** Of the table of a record's fields, so that it never grows. */
  private final int capacity;

  public RecordMapper(
      FieldMapping mapping, WorkfrontOptions.BlankCells blanks, ZoneId zone, DateTimeForm times) {
    this.key = mapping.key();
    this.keyColumn = mapping.keyColumn();
    this.cells =
        mapping.written().stream()
            .map(column -> new CellConversion(column, blanks, zone, times))
            .toList();
    this.capacity = 2 * cells.size();
  }

  @Override
  public boolean isOnlyKey(Row row) {
    for (CellConversion cell : cells) {
      if (!cell.leaves(row.cell(cell.column().index()))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Optional<String> key(Row row) {
    return Optional.ofNullable(row.cell(key)).flatMap(Reference::id);
  }

  @Override
  public Mapped map(Row row) {
    Optional<String> id = key(row);
    if (id.isEmpty()) {
      return rejected(row, "", Code.KEY_INVALID, keyColumn, keyReason(row.cell(key)));
    }
    Map<String, Object> fields = new LinkedHashMap<>(capacity);
    long bytes = RecordSize.ID;
    for (CellConversion cell : cells) {
      FieldMapping.Written column = cell.column();
      String text = row.cell(column.index());
      if (cell.leaves(text)) {
        continue;
      }
      try {
        Object value = cell.value(text);
        fields.put(column.field().wireName(), value);
        bytes += cell.nameBytes() + RecordSize.value(value);
      } catch (IllegalArgumentException e) {
        return rejected(
            row, id.get(), Code.VALUE_INVALID, column.column(), valueReason(column, text, e));
      }
    }
    if (fields.isEmpty()) {
      return new Mapped.Unchanged(row.number());
    }
    if (bytes > MOST_BYTES) {
      return rejected(
          row,
          id.get(),
          Code.ROW_TOO_LARGE,
          "",
          "the record takes about %d MB, at most %d MB are sent"
              .formatted(bytes >> 20, MOST_BYTES >> 20));
    }
    return new Mapped.Sendable(new Record(row.number(), id.get(), fields, (int) bytes));
  }

  private static Mapped rejected(Row row, String id, Code code, String column, String reason) {
    return new Mapped.Rejected(new RowReject(row.number(), id, code, column, reason));
  }

  private static String keyReason(String cell) {
    if (cell == null || cell.isBlank()) {
      return "it is blank; it has to be the ID of the object, 32 hexadecimal digits";
    }
    String id = cell.strip();
    String wrong =
        id.length() == ID_LENGTH
            ? "has a character other than 0-9 and a-f"
            : "has " + id.length() + " characters";
    return "\"%s\" %s; it has to be the ID of the object, 32 hexadecimal digits"
        .formatted(shown(id), wrong);
  }

  private static String valueReason(
      FieldMapping.Written column, String text, IllegalArgumentException e) {
    return "\"%s\" does not fit the field %s, which takes %s%s"
        .formatted(
            shown(text),
            column.field().wireName(),
            column.kind().expected(),
            e.getMessage() == null ? "" : ": " + e.getMessage());
  }

  private static String shown(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}
