package io.writeback.ledger;

import java.time.Instant;

/**
 * What was last seen of a DataSet whose refresh starts runs.
 *
 * @param dataset which one, as the source describes it
 * @param version what tells one state of it from another; null before it was first seen
 * @param code why it could not be looked at the last time, or null
 * @param failingSince since when it could not be looked at, or null
 */
public record WatchedDataset(
    String writeback,
    String dataset,
    String version,
    Instant seenAt,
    String code,
    String reason,
    Instant failingSince) {}
