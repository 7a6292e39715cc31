package io.writeback.ledger;

import java.time.Duration;

/**
 * How a process holds what it claims.
 *
 * @param holder the process, or the data directory that only one process uses
 * @param length until it has to have said again that it is alive
 * @param quarantine how long a request without an answer may still be carried out
 */
public record LeaseTerms(String holder, Duration length, Duration quarantine) {}
