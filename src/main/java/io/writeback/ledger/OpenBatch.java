package io.writeback.ledger;

import java.time.Instant;

/**
 * A batch that has an intent and no account.
 *
 * @param since when it was intended
 * @param operation where the destination tells what became of it; null if it has not said
 */
public record OpenBatch(BatchIntent intent, Instant since, String operation) {}
