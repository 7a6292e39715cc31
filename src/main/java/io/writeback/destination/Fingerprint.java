package io.writeback.destination;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Whether a record would be sent as it was sent before: a digest over the wire names of its fields
 * and their values with their types, whatever the order of the columns.
 *
 * <p>A text can hold any character, so every part comes after its length.
 */
public final class Fingerprint {
  /** 144 of the 256 bits of SHA-256: 24 characters. */
  private static final int BYTES = 18;

  private final MessageDigest digest = DigestUtils.getSha256Digest();

  private Fingerprint() {}

  /** The fingerprint of what a record holds, without its key. */
  public static String of(Record record) {
    Fingerprint fingerprint = new Fingerprint();
    for (Map.Entry<String, Object> field : new TreeMap<>(record.fields()).entrySet()) {
      fingerprint.part('f', field.getKey());
      fingerprint.value(field.getValue());
    }
    byte[] whole = fingerprint.digest.digest();
    return Base64.getUrlEncoder()
        .encodeToString(ByteBuffer.allocate(BYTES).put(whole, 0, BYTES).array());
  }

  private void value(Object value) {
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
      elements.forEach(this::value);
    } else {
      throw new IllegalArgumentException("a record holds no " + value.getClass().getName());
    }
  }

  private void part(char type, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update((byte) type);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
  }
}
