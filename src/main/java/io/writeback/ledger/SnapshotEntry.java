package io.writeback.ledger;

import org.jdbi.v3.core.mapper.PropagateNull;
import org.jdbi.v3.core.mapper.reflect.ColumnName;

/**
 * The snapshot of a run.
 *
 * @param file its name in the folder of the run
 */
public record SnapshotEntry(
    String source,
    @ColumnName("dataset_version") String version,
    @PropagateNull @ColumnName("snapshot_file") String file,
    @ColumnName("snapshot_rows") long rows,
    @ColumnName("snapshot_bytes") long bytes,
    @ColumnName("snapshot_sha256") String sha256) {}
