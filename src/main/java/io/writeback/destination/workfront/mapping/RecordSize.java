package io.writeback.destination.workfront.mapping;

import java.math.BigDecimal;
import java.util.Collection;

/**
 * How many bytes the parts of a record take at most, on the way there or on the way back.
 *
 * <p>The way back counts: Workfront escapes non-ASCII, slashes and angle brackets in its answers
 * ({@code \u00e9}), which can be six times what was sent, and an answer has a cap.
 */
final class RecordSize {
  /** Of a record without fields. */
  static final int ID = 42;

  private static final int SCALAR = 24;
  private static final int ESCAPED = 6;

  /** What each ASCII character takes. */
  private static final byte[] ASCII = new byte[128];

  static {
    for (char character = 0; character < ASCII.length; character++) {
      boolean plain = character >= ' ' && character < 127 && "\"\\/<>&'=".indexOf(character) < 0;
      ASCII[character] = (byte) (plain ? 1 : ESCAPED);
    }
  }

  private RecordSize() {}

  /** Of the name of a field, with what separates it from its value. */
  static long name(String name) {
    return text(name) + 2;
  }

  static long value(Object value) {
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
    return value instanceof BigDecimal number
        ? SCALAR + number.precision() + Math.abs(number.scale())
        : SCALAR;
  }

  private static long text(String text) {
    long bytes = 2;
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      bytes += character < ASCII.length ? ASCII[character] : ESCAPED;
    }
    return bytes;
  }
}
