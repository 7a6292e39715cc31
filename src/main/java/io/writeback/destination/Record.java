package io.writeback.destination;

import io.writeback.rows.Digest;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A mapped row, ready to be sent.
 *
 * @param row the number of the row it came from
 * @param key what the destination finds it by, in the destination's own form
 * @param fields wire name to value: String, Boolean, Long, BigDecimal, a list of String, or null to
 *     clear the field; in the order of the columns. The map is not changed any more
 * @param bytes about how much of a request it takes
 * @param rows how many rows it is made of: 1, unless the DataSet goes out as a whole
 * @param source what {@link RowMapper#source} says of its row
 * @param expected what the destination has to hold in each of the fields for the record to be
 *     written; null if it is written whatever is there
 * @param kept fields that another value was wanted for, and that are left as they are
 * @param onlyIfBlank those of the fields that are written only where the destination has no value
 * @param match the value that its object is recognised by beside the key; null if by the key alone
 * @param creation whether its object is to be created: its key says then what was looked for
 */
public record Record(
    long row,
    String key,
    Map<String, Object> fields,
    int bytes,
    long rows,
    Digest source,
    Map<String, Object> expected,
    List<Difference> kept,
    Set<String> onlyIfBlank,
    String match,
    Creation creation) {
  /** The field by which a record names what is deleted: it holds the key, and then nothing. */
  public static final String DELETED = "(object)";

  public Record {
    Objects.requireNonNull(key);
    Objects.requireNonNull(source);
    Objects.requireNonNull(creation);
    fields = Collections.unmodifiableMap(fields);
    expected = expected == null ? null : Collections.unmodifiableMap(expected);
    kept = List.copyOf(kept);
    onlyIfBlank = Set.copyOf(onlyIfBlank);
  }

  /** Whether an object is created, and what can be done if it is unknown whether it was. */
  public enum Creation {
    /** There is one, which is updated. */
    NONE,
    /** The destination can be asked for it by what it is matched by, before a try and after it. */
    FINDABLE,
    /** It cannot be found again without its key: it is sent once, alone, and never repeated. */
    ONCE
  }

  /** A record that is written whatever is there. */
  public Record(
      long row, String key, Map<String, Object> fields, int bytes, long rows, Digest source) {
    this(row, key, fields, bytes, rows, source, null, List.of(), Set.of(), null, Creation.NONE);
  }

  /** A record of one row. */
  public Record(long row, String key, Map<String, Object> fields, int bytes) {
    this(row, key, fields, bytes, 1);
  }

  /** A record of which it is not known what it is made of. */
  public Record(long row, String key, Map<String, Object> fields, int bytes, long rows) {
    this(row, key, fields, bytes, rows, Digest.NONE);
  }

  /** Some fields of it, written only where the destination holds what is expected. */
  public Record onlyIf(Map<String, Object> some, Map<String, Object> holding) {
    return new Record(
        row, key, some, bytes, rows, Digest.NONE, holding, kept, Set.of(), match, creation);
  }

  /** The same record, of which some fields were not to be written after all. */
  public Record keeping(List<Difference> fieldsKept) {
    return new Record(
        row, key, fields, bytes, rows, source, expected, fieldsKept, onlyIfBlank, match, creation);
  }

  /**
   * The same record of a row that went through rules.
   *
   * @param raw what {@link RowMapper#source} says of the row before them
   * @param blanks {@link #onlyIfBlank}; an object that is created has no value yet
   */
  public Record ofRules(Digest raw, Set<String> blanks) {
    return new Record(
        row,
        key,
        fields,
        bytes,
        rows,
        raw,
        expected,
        kept,
        isCreate() ? Set.of() : blanks,
        match,
        creation);
  }

  /** Some fields of it, without a condition. */
  public Record only(Map<String, Object> some) {
    return new Record(
        row, key, some, bytes, rows, source, expected, kept, Set.of(), match, creation);
  }

  /**
   * The same record, recognised by a value.
   *
   * @param to whether its object is to be created
   */
  public Record matchedBy(String value, Creation to) {
    return as(key, value, to);
  }

  /** The same record, whose object was created with this key. */
  public Record createdAs(String id) {
    return as(id, match, creation);
  }

  /** The same record, whose object was not to be created after all: it is there with this key. */
  public Record foundAs(String id) {
    return as(id, match, Creation.NONE);
  }

  private Record as(String id, String value, Creation to) {
    return new Record(row, id, fields, bytes, rows, source, expected, kept, onlyIfBlank, value, to);
  }

  /** Whether its object is created, or was. */
  public boolean isCreate() {
    return creation != Creation.NONE;
  }

  /** Whether the destination is to be looked at before it is written. */
  public boolean isConditional() {
    return expected != null || creation == Creation.FINDABLE;
  }

  /** How many rows records are made of. */
  public static long rows(Collection<Record> records) {
    return records.stream().mapToLong(Record::rows).sum();
  }
}
