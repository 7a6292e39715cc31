package io.writeback.destination;

import io.writeback.rows.Digest;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;

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
 */
public record Record(
    long row, String key, Map<String, Object> fields, int bytes, long rows, Digest source) {
  public Record {
    Objects.requireNonNull(key);
    Objects.requireNonNull(source);
    fields = Collections.unmodifiableMap(fields);
  }

  /** A record of one row. */
  public Record(long row, String key, Map<String, Object> fields, int bytes) {
    this(row, key, fields, bytes, 1);
  }

  /** A record of which it is not known what it is made of. */
  public Record(long row, String key, Map<String, Object> fields, int bytes, long rows) {
    this(row, key, fields, bytes, rows, Digest.NONE);
  }

  /** How many rows records are made of. */
  public static long rows(Collection<Record> records) {
    return records.stream().mapToLong(Record::rows).sum();
  }
}
