package io.writeback.destination.workfront.mapping;

import java.util.Collection;
import java.util.Map;

/**
 * How many bytes a record takes at most, on the way there or on the way back.
 *
 * <p>The way back counts: Workfront escapes non-ASCII, slashes and angle brackets in its answers
 * ({@code \u00e9}), which can be six times what was sent, and an answer has a cap.
 */
final class RecordSize {
  private static final int ID = 42;
  private static final int SCALAR = 24;
  private static final int ESCAPED = 6;

  private RecordSize() {}

  static long of(Map<String, Object> fields) {
    long bytes = ID;
    for (Map.Entry<String, Object> field : fields.entrySet()) {
      bytes += text(field.getKey()) + 2 + value(field.getValue());
    }
    return bytes;
  }

  private static long value(Object value) {
    if (value instanceof String text) {
      return text(text);
    }
    if (value instanceof Collection<?> list) {
      long bytes = 2;
      for (Object element : list) {
        bytes += value(element) + 1;
      }
      return bytes;
    }
    return value instanceof java.math.BigDecimal number
        ? SCALAR + number.precision() + Math.abs(number.scale())
        : SCALAR;
  }

  private static long text(String text) {
    long bytes = 2;
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      boolean plain = character >= ' ' && character < 127 && "\"\\/<>&'=".indexOf(character) < 0;
      bytes += plain ? 1 : ESCAPED;
    }
    return bytes;
  }
}
