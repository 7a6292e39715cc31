package io.writeback.ledger;

import org.jdbi.v3.core.mapper.Nested;

/**
 * A reject, and whether its row was written since.
 *
 * @param supersededBy the later run that wrote it, or null while it is open
 */
public record RejectRow(@Nested RejectEntry reject, String supersededBy) {
  /** OPEN, or SUPERSEDED by a later run. */
  public String state() {
    return supersededBy == null ? "OPEN" : "SUPERSEDED";
  }
}
