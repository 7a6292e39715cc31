package io.writeback.ledger;

/**
 * A request from another system.
 *
 * @param requestId under which it may be repeated
 * @param digest of the content: the same id with another digest is an error
 */
public record ExternalRequest(String requestId, String digest) {
  /** The key of the run that answers it. */
  public String runKey() {
    return "request:" + requestId;
  }
}
