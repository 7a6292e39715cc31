package io.writeback.ledger;

/**
 * A reject, and whether its row was written since.
 *
 * @param supersededBy the later run that wrote it, or null while it is open
 */
public record RejectRow(RejectEntry reject, String supersededBy) {
  public boolean open() {
    return supersededBy == null;
  }
}
