package io.writeback.ledger;

import java.time.Instant;
import org.jdbi.v3.core.mapper.Nested;

/**
 * A run with its plan and its snapshot, which are null until it has them.
 *
 * @param pauses how often in a row it was paused and nothing was written in between
 * @param deadlineFrom from when its deadline counts
 * @param waited how long it has waited for its rows
 */
public record StoredRun(
    @Nested RunEntry run,
    @Nested SnapshotEntry snapshot,
    String plan,
    int pauses,
    Instant deadlineFrom,
    @Nested SourceWait waited) {}
