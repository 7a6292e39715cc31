package io.writeback.destination;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A mapped row, ready to be sent.
 *
 * @param row the number of the row it came from
 * @param key what the destination finds it by, in the destination's own form
 * @param fields wire name to value: String, Boolean, Long, BigDecimal, a list of String, or null to
 *     clear the field; in the order of the columns
 * @param bytes about how much of a request it takes
 */
public record Record(long row, String key, Map<String, Object> fields, int bytes) {
  public Record {
    Objects.requireNonNull(key);
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }
}
