package io.writeback.ledger;

/**
 * Another process has the run now, or it has ended: this process may not update it any more. It
 * means nothing for the ledger or other runs.
 */
public final class RunLostException extends LedgerException {
  private static final long serialVersionUID = 1L;

  RunLostException(String runId) {
    super("run " + runId + " was taken over by another process, or has ended", null);
  }
}
