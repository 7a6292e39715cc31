package io.writeback.ledger;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * What fingerprints belong to: under another one, the same key may be another object, or hold other
 * values.
 *
 * @param account the address of the account
 * @param keyColumn the column with the keys
 */
public record FingerprintScope(String writeback, String account, String target, String keyColumn) {
  public FingerprintScope {
    Objects.requireNonNull(writeback);
    Objects.requireNonNull(account);
    Objects.requireNonNull(target);
    Objects.requireNonNull(keyColumn);
  }

  /** A number of its own. */
  public long id() {
    return number(writeback, account, target, keyColumn);
  }

  /** 63 bits of SHA-256. */
  static long number(String... parts) {
    byte[] digest = DigestUtils.sha256(String.join("\0", parts));
    return ByteBuffer.wrap(digest).getLong() & Long.MAX_VALUE;
  }
}
