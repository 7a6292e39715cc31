package io.writeback.ledger;

import io.writeback.problem.Code;
import java.time.Instant;
import org.jdbi.v3.core.mapper.reflect.ColumnName;

/**
 * The snapshot of a run that is over, as far as the ledger knows still on disk.
 *
 * @param file its name in the folder of the run
 * @param code why the run ended early, or null
 * @param openRejects whether a reject of the run is open
 */
public record KeptSnapshot(
    @ColumnName("id") String runId,
    @ColumnName("snapshot_file") String file,
    Code code,
    Instant finishedAt,
    boolean openRejects) {}
