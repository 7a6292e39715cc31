package io.writeback.ledger;

import java.time.Instant;

/**
 * A rule that a writeback breaks.
 *
 * @param since when that was found
 * @param runId the last run that broke it; null if there was none
 * @param runNumber the place of that run in the order of all runs; 0 if there was none
 * @param message one sentence for a person
 */
public record OpenAlert(
    String writeback,
    AlertRule rule,
    Instant since,
    String runId,
    long runNumber,
    String message) {}
