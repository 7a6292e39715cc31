package io.writeback.trigger;

import io.writeback.files.Sha256;
import io.writeback.ledger.ExternalRequest;

/**
 * What a request from outside asks for: one run of a writeback, however often it is asked for.
 *
 * @param requestId what makes it the same as another request
 * @param full every row, although the writeback may send changed ones
 * @param acceptColumns whether columns that the last complete run wrote may be missing
 */
public record RunOrder(String writeback, String requestId, boolean full, boolean acceptColumns) {
  /** For the ledger: the same content has the same digest, however it was written. */
  ExternalRequest asked() {
    return new ExternalRequest(requestId, digest());
  }

  private String digest() {
    // A name has no line break in it, so no two orders have the same text.
    String content = writeback + "\nfull=" + full + (acceptColumns ? "\nacceptColumns=true" : "");
    return Sha256.hex(content);
  }
}
