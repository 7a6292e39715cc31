package io.writeback.ledger;

/** The run was asked to cancel: nothing more of it may be sent. */
public final class CancelAskedException extends LedgerException {
  private static final long serialVersionUID = 1L;

  CancelAskedException(String runId) {
    super("run " + runId + " was cancelled", null);
  }
}
