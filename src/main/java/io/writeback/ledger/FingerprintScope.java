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

  /** A number of its own: 63 bits of SHA-256. */
  public long id() {
    String parts = String.join("\0", writeback, account, target, keyColumn);
    byte[] digest = DigestUtils.sha256(parts);
    return ByteBuffer.wrap(digest).getLong() & Long.MAX_VALUE;
  }
}
