package io.writeback.destination.workfront.mapping;

import io.writeback.dataset.Row;
import io.writeback.destination.Fields;
import io.writeback.destination.Mapped;
import io.writeback.destination.Record;
import io.writeback.destination.RowMapper;
import io.writeback.destination.RowReject;
import io.writeback.destination.workfront.account.DateTimeForm;
import io.writeback.problem.Code;
import io.writeback.rows.Digest;
import java.time.ZoneId;
import java.time.zone.ZoneRulesProvider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Makes records of rows, as the mapping and the options say. */
public final class RecordMapper implements RowMapper {
  /**
   * Raised when the same cell becomes another value, by whatever change of this program: what was
   * confirmed for a row is then compared as a record, and not taken for the same because the row
   * is.
   */
  static final int VERSION = 1;

  private static final int ID_LENGTH = 32;
  private static final int SHOWN = 80;
  private static final long MOST_BYTES = 32L << 20;

  private final int key;
  private final String keyColumn;
  private final List<CellConversion> cells;
  private final Fields.Names names;

  /** The columns that are written, in the order of their fields. */
  private final int[] columns;

  /** Of how cells are converted; null if nobody asks for sources. */
  private final byte[] conversion;

  /**
   * @param comparing whether records have their {@link #source}
   */
  public RecordMapper(
      FieldMapping mapping,
      WorkfrontOptions.BlankCells blanks,
      ZoneId zone,
      DateTimeForm times,
      boolean comparing) {
    this.key = mapping.key();
    this.keyColumn = mapping.keyColumn();
    this.cells =
        mapping.written().stream()
            .map(column -> new CellConversion(column, blanks, zone, times))
            .toList();
    this.names =
        new Fields.Names(cells.stream().map(cell -> cell.column().field().wireName()).toList());
    List<CellConversion> sorted =
        cells.stream()
            .sorted(Comparator.comparing(cell -> cell.column().field().wireName()))
            .toList();
    this.columns = sorted.stream().mapToInt(cell -> cell.column().index()).toArray();
    this.conversion = comparing ? Digest.of(rules(sorted)).bytes() : null;
  }

  /** The Java runtime has a part in it: it knows what zones are, and what white space is. */
  private static List<String> rules(List<CellConversion> cells) {
    List<String> rules = new ArrayList<>();
    rules.add(Integer.toString(VERSION));
    rules.add(String.valueOf(RecordMapper.class.getPackage().getImplementationVersion()));
    rules.add(Runtime.version().toString());
    rules.add(ZoneRulesProvider.getVersions("UTC").lastKey());
    for (CellConversion cell : cells) {
      List<String> own = cell.rules();
      rules.add(Integer.toString(own.size()));
      rules.addAll(own);
    }
    return rules;
  }

  @Override
  public Digest source(Row row) {
    return conversion == null ? Digest.NONE : Digest.of(conversion, row.bytes(columns));
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
  public Digest digest(String key) {
    return Digest.ofId(key);
  }

  @Override
  public Mapped map(Row row) {
    Optional<String> id = key(row);
    if (id.isEmpty()) {
      return rejected(row, "", Code.KEY_INVALID, keyColumn, keyReason(row.cell(key)));
    }
    Object[] values = new Object[cells.size()];
    boolean writes = false;
    long bytes = RecordSize.ID;
    for (int number = 0; number < values.length; number++) {
      CellConversion cell = cells.get(number);
      FieldMapping.Written column = cell.column();
      String text = row.cell(column.index());
      if (cell.leaves(text)) {
        values[number] = Fields.LEFT_OUT;
        continue;
      }
      try {
        values[number] = cell.value(text);
        writes = true;
        bytes += cell.nameBytes() + RecordSize.value(values[number]);
      } catch (IllegalArgumentException e) {
        return rejected(
            row, id.get(), Code.VALUE_INVALID, column.column(), valueReason(column, text, e));
      }
    }
    if (!writes) {
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
    return new Mapped.Sendable(
        new Record(row.number(), id.get(), new Fields(names, values), (int) bytes, 1, source(row)));
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
