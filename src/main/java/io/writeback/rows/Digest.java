package io.writeback.rows;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Half of a SHA-256: no two contents have ever been found that have the same 128 bits of it, so
 * that equal ones mean equal contents.
 */
public record Digest(long high, long low) {
  /** Of nothing that is known; it is equal to no other. */
  public static final Digest NONE = new Digest(0, 0);

  /** To look an algorithm up takes as long as to digest a key. */
  private static final ThreadLocal<MessageDigest> SHA_256 =
      ThreadLocal.withInitial(DigestUtils::getSha256Digest);

  public static Digest of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The 128 bits of an ID themselves, which no other ID has.
   *
   * @param id 32 hexadecimal digits
   */
  public static Digest ofId(String id) {
    int middle = Long.BYTES * 2;
    return new Digest(
        Long.parseUnsignedLong(id, 0, middle, 16),
        Long.parseUnsignedLong(id, middle, 2 * middle, 16));
  }

  /** The ID that {@link #ofId} was given, in lower case. */
  public String id() {
    return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
  }

  /** Of bytes, one part after the other. */
  public static Digest of(byte[]... parts) {
    MessageDigest digest = SHA_256.get();
    for (byte[] part : parts) {
      digest.update(part);
    }
    ByteBuffer half = ByteBuffer.wrap(digest.digest());
    return new Digest(half.getLong(), half.getLong());
  }

  /** Of texts: a text can hold any character, so each comes after its length. */
  public static Digest of(List<String> texts) {
    return of(
        texts.stream()
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .map(
                text ->
                    ByteBuffer.allocate(Integer.BYTES + text.length)
                        .putInt(text.length)
                        .put(text)
                        .array())
            .toArray(byte[][]::new));
  }

  /** Its bytes, to be a part of another. */
  public byte[] bytes() {
    return ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low).array();
  }

  /** Whether something is known, and it is the same. */
  public boolean proves(Digest other) {
    return !equals(NONE) && equals(other);
  }
}
