package io.writeback.ledger;

/**
 * What somebody outside asked for.
 *
 * @param requestId under which the same may be asked again
 * @param digest of the content: the same id with another digest is a mistake of theirs
 */
public record ExternalRequest(String requestId, String digest) {
  /** The key of the run that answers it. */
  public String runKey() {
    return "request:" + requestId;
  }
}
