package io.writeback.ledger;

import java.time.Instant;

/**
 * A batch that has an intent and no account.
 *
 * @param since when it was intended
 */
public record OpenBatch(BatchIntent intent, Instant since) {}
