package io.writeback.ledger;

/**
 * The ledger's server did not answer for longer than it is waited for. Whether the last write is on
 * its disk is unknown; runs are as a crash would leave them, and resume when it is there again.
 */
public final class LedgerAwayException extends LedgerException {
  private static final long serialVersionUID = 1L;

  public LedgerAwayException(String message, Throwable cause) {
    super(message, cause);
  }
}
