package io.writeback.ledger;

/** The ledger cannot be read or written: nothing more may be sent. */
public class LedgerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LedgerException(String message, Throwable cause) {
    super(message, cause);
  }
}
