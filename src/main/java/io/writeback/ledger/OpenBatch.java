package io.writeback.ledger;

import java.time.Instant;
import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.core.mapper.reflect.ColumnName;

/**
 * A batch that has an intent and no account.
 *
 * @param since when it was intended
 * @param unsent whether nothing of it was sent, by the word of the process that left it
 * @param operation where the destination reports what became of it; null if it has not said where
 */
public record OpenBatch(
    @Nested BatchIntent intent,
    @ColumnName("intent_at") Instant since,
    boolean unsent,
    String operation) {}
