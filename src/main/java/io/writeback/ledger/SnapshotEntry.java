package io.writeback.ledger;

/** What the ledger keeps of a run's snapshot. */
public record SnapshotEntry(
    String source, String version, String file, long rows, long bytes, String sha256) {}
