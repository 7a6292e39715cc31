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
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes records of rows, as the mapping and the options say. */
public final class RecordMapper implements RowMapper {
  /**
   * Raised when the same cell becomes another value, by whatever change of this program: what was
   * confirmed for a row is then compared as a record, and not taken for the same because the row
   * is.
   */
  static final int VERSION = 1;

  /** What a value in a search means that begins so is a variable (Workfront API basics). */
  private static final String WILDCARD = "$$";

  /** A longer value might be cut by Workfront, and its object would not be found again. */
  private static final int LONGEST_VALUE = 255;

  private static final int ID_LENGTH = 32;
  private static final int SHOWN = 80;
  private static final long MOST_BYTES = 32L << 20;

  private final int key;
  private final String keyColumn;
  private final List<CellConversion> cells;
  private final Fields.Names names;

  /** The columns that are written, in the order of their fields. */
  private final int[] columns;

  /** How rows without an ID are recognised; null if they are not. */
  private final Recognition recognition;

  private final Matches matches;

  /**
   * The number of the cell that has the value which recognises the object; -1 if none is written.
   */
  private final int matchCell;

  /** The numbers of cells that an update of an object does not write. */
  private final BitSet createOnly = new BitSet();

  /** Of how cells are converted; null if nobody asks for sources. */
  private final byte[] conversion;

  /** One whose rows all have IDs. */
  public RecordMapper(
      FieldMapping mapping,
      WorkfrontOptions.BlankCells blanks,
      ZoneId zone,
      DateTimeForm times,
      boolean comparing) {
    this(mapping, blanks, zone, times, comparing, Matches.NONE);
  }

  /**
   * @param comparing whether records have their {@link #source}
   * @param matches which objects the rows mean that have no ID
   */
  public RecordMapper(
      FieldMapping mapping,
      WorkfrontOptions.BlankCells blanks,
      ZoneId zone,
      DateTimeForm times,
      boolean comparing,
      Matches matches) {
    this.recognition = mapping.recognition();
    this.matches = matches;
    this.key = mapping.key();
    this.keyColumn = mapping.keyColumn();
    this.cells =
        mapping.written().stream()
            .map(column -> new CellConversion(column, blanks, zone, times))
            .toList();
    this.matchCell = recognition == null ? -1 : cell(recognition.field());
    if (recognition != null) {
      recognition.createOnly().forEach(name -> createOnly.set(cell(name)));
    }
    this.names =
        new Fields.Names(cells.stream().map(cell -> cell.column().field().wireName()).toList());
    List<CellConversion> sorted =
        cells.stream()
            .sorted(Comparator.comparing(cell -> cell.column().field().wireName()))
            .toList();
    this.columns = sorted.stream().mapToInt(cell -> cell.column().index()).toArray();
    this.conversion = comparing ? Digest.of(rules(sorted)).bytes() : null;
  }

  private int cell(String field) {
    for (int number = 0; number < cells.size(); number++) {
      if (cells.get(number).column().field().wireName().equals(field)) {
        return number;
      }
    }
    return -1;
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
    boolean lacksId = idCell(row) == null;
    if (lacksId
        && recognition != null
        && match(row).filter(Match.Missing.class::isInstance).isPresent()) {
      return false;
    }
    for (int number = 0; number < cells.size(); number++) {
      CellConversion cell = cells.get(number);
      boolean written = !lacksId || number != matchCell;
      if (written && !createOnly.get(number) && !cell.leaves(row.cell(cell.column().index()))) {
        return false;
      }
    }
    return true;
  }

  /** The cell with the ID; null if it is blank, or there is none. */
  private String idCell(Row row) {
    String cell = key < 0 ? null : row.cell(key);
    return cell == null || cell.isBlank() ? null : cell;
  }

  @Override
  public Optional<String> key(Row row) {
    String cell = idCell(row);
    if (cell != null || recognition == null) {
      return Optional.ofNullable(cell).flatMap(Reference::id);
    }
    Match match = match(row).orElse(null);
    if (match instanceof Match.Found found) {
      return Optional.of(found.id());
    }
    return match instanceof Match.Missing && recognition.creates()
        ? value(row).map(recognition::named)
        : Optional.empty();
  }

  @Override
  public Optional<Set<String>> means(Row row) {
    return isMatched(row) ? match(row).flatMap(Match::objects) : key(row).map(Set::of);
  }

  @Override
  public boolean isMatched(Row row) {
    return recognition != null && idCell(row) == null;
  }

  /** What is known of the object of a row without an ID; empty if it has no usable value. */
  private Optional<Match> match(Row row) {
    return value(row).map(value -> matches.of(row.number()));
  }

  /**
   * The value that recognises the object of a row, whether it has an ID or not.
   *
   * @return empty if it is blank, or cannot be searched
   */
  public Optional<String> value(Row row) {
    String cell = recognition == null ? null : row.cell(recognition.column());
    if (cell == null || cell.isBlank()) {
      return Optional.empty();
    }
    if (matchCell < 0) {
      return Optional.of(recognition.comparable(cell.strip()));
    }
    try {
      return Optional.of(recognition.comparable(cells.get(matchCell).value(cell).toString()))
          .filter(value -> !value.contains(WILDCARD) && value.length() <= LONGEST_VALUE);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A row whose object has to be looked up, by its value. */
  public Optional<String> toLookUp(Row row) {
    return idCell(row) == null ? value(row) : Optional.empty();
  }

  @Override
  public Digest digest(String key) {
    return Reference.id(key).map(Digest::ofId).orElseGet(() -> Digest.of(key));
  }

  @Override
  public String key(Digest digest) {
    return digest.id();
  }

  @Override
  public Mapped map(Row row) {
    String idCell = idCell(row);
    if (idCell == null && recognition != null) {
      return recognised(row);
    }
    Optional<String> id = Optional.ofNullable(idCell).flatMap(Reference::id);
    if (id.isEmpty()) {
      return rejected(
          row, "", Code.KEY_INVALID, keyColumn, keyReason(key < 0 ? null : row.cell(key)));
    }
    return mapped(row, id.get(), value(row).map(this::named).orElse(null), false, false);
  }

  private String named(String value) {
    return recognition.named(value);
  }

  private Mapped recognised(Row row) {
    Optional<String> value = value(row);
    if (value.isEmpty()) {
      return rejected(
          row,
          "",
          Code.KEY_INVALID,
          recognition.columnName(),
          "the row has no ID, and its value here is blank or cannot be searched for (at most %d characters, without %s)"
              .formatted(LONGEST_VALUE, WILDCARD));
    }
    String named = recognition.named(value.get());
    Match match = matches.of(row.number());
    if (match instanceof Match.Refused refused) {
      return rejected(row, named, refused.code(), recognition.columnName(), refused.reason());
    }
    if (match instanceof Match.Found found) {
      return mapped(row, found.id(), named, true, false);
    }
    return recognition.creates()
        ? mapped(row, named, named, true, true)
        : rejected(
            row,
            named,
            Code.MATCH_MISSING,
            recognition.columnName(),
            "no object has the value %s; onMissing=create creates one".formatted(named));
  }

  /**
   * @param match the value by which the object is recognised; null if there is none
   * @param matched whether the object was looked up by it
   */
  private Mapped mapped(Row row, String id, String match, boolean matched, boolean create) {
    Object[] values = new Object[cells.size()];
    boolean writes = create;
    long bytes = RecordSize.ID;
    for (int number = 0; number < values.length; number++) {
      CellConversion cell = cells.get(number);
      FieldMapping.Written column = cell.column();
      String text = row.cell(column.index());
      boolean left = create ? cell.isBlank(text) : isLeft(cell, text, number, matched);
      if (left) {
        values[number] = Fields.LEFT_OUT;
        continue;
      }
      try {
        values[number] = cell.value(text);
        writes = true;
        bytes += cell.nameBytes() + RecordSize.value(values[number]);
      } catch (IllegalArgumentException e) {
        return rejected(row, id, Code.VALUE_INVALID, column.column(), valueReason(column, text, e));
      }
    }
    if (!writes) {
      return new Mapped.Unchanged(row.number());
    }
    if (bytes > MOST_BYTES) {
      return rejected(
          row,
          id,
          Code.ROW_TOO_LARGE,
          "",
          "the record takes about %d MB, at most %d MB are sent"
              .formatted(bytes >> 20, MOST_BYTES >> 20));
    }
    Fields fields = new Fields(names, values);
    Record record = new Record(row.number(), id, fields, (int) bytes, 1, source(row));
    if (create) {
      return required(row, id, fields)
          .orElseGet(
              () ->
                  new Mapped.Sendable(
                      record.matchedBy(
                          match,
                          recognition.isSearched()
                              ? Record.Creation.FINDABLE
                              : Record.Creation.ONCE)));
    }
    return new Mapped.Sendable(
        match == null ? record : record.matchedBy(match, Record.Creation.NONE));
  }

  /** What found the object is what it has already. */
  private boolean isLeft(CellConversion cell, String text, int number, boolean matched) {
    return matched && number == matchCell || createOnly.get(number) || cell.leaves(text);
  }

  private Optional<Mapped> required(Row row, String id, Fields fields) {
    return recognition.required().stream()
        .filter(name -> fields.get(name) == null)
        .findFirst()
        .map(
            name ->
                rejected(
                    row,
                    id,
                    Code.REQUIRED_MISSING,
                    cells.get(cell(name)).column().column(),
                    "it is blank, and a new object has to have the field %s".formatted(name)));
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
