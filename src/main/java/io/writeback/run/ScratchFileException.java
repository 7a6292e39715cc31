package io.writeback.ledger;

/**
 * A scratch file of a run cannot be written or read: the ledger and other runs are not affected.
 */
public final class ScratchFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ScratchFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
