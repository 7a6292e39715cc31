package io.writeback.ledger;

/**
 * A run belongs to another process now, or has ended: whoever worked on it may not write to it any
 * more. It says nothing of the ledger nor of other runs.
 */
public final class RunLostException extends LedgerException {
  private static final long serialVersionUID = 1L;

  RunLostException(String runId) {
    super("run " + runId + " was taken over by another process, or has ended", null);
  }
}
