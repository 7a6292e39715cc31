package io.writeback.destination;

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
 */
public record Record(long row, String key, Map<String, Object> fields, int bytes, long rows) {
  public Record {
    Objects.requireNonNull(key);
    fields = Collections.unmodifiableMap(fields);
  }

  /** A record of one row. */
  public Record(long row, String key, Map<String, Object> fields, int bytes) {
    this(row, key, fields, bytes, 1);
  }

  /** How many rows records are made of. */
  public static long rows(Collection<Record> records) {
    return records.stream().mapToLong(Record::rows).sum();
  }
}
