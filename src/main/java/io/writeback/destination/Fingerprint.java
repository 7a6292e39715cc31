package io.writeback.destination;

import io.writeback.rows.Digest;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Whether a record would be sent as it was sent before: a digest over the wire names of its fields
 * and their values with their types, whatever the order of the columns.
 *
 * <p>A text can hold any character, so every part comes after its length.
 */
public final class Fingerprint {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
  private final DataOutputStream parts = new DataOutputStream(bytes);

  private Fingerprint() {}

  /** The fingerprint of what a record holds, without its key. */
  public static Digest of(Record record) {
    String[] names = record.fields().keySet().toArray(new String[0]);
    Arrays.sort(names);
    Fingerprint fingerprint = new Fingerprint();
    try {
      for (String name : names) {
        fingerprint.part('f', name);
        fingerprint.value(record.fields().get(name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Digest.of(fingerprint.bytes.toByteArray());
  }

  private void value(Object value) throws IOException {
    if (value == null) {
      part('n', "");
    } else if (value instanceof String text) {
      part('s', text);
    } else if (value instanceof Boolean flag) {
      part('b', flag.toString());
    } else if (value instanceof Long number) {
      part('l', number.toString());
    } else if (value instanceof BigDecimal number) {
      part('d', number.toString());
    } else if (value instanceof List<?> elements) {
      part('a', Integer.toString(elements.size()));
      for (Object element : elements) {
        value(element);
      }
    } else {
      throw new IllegalArgumentException("a record holds no " + value.getClass().getName());
    }
  }

  private void part(char type, String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    parts.writeByte(type);
    parts.writeInt(utf8.length);
    parts.write(utf8);
  }
}
