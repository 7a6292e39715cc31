package io.writeback.ledger;

import java.time.Instant;

/**
 * The snapshot of a run that is over, as far as the ledger knows still on disk.
 *
 * @param file its name in the folder of the run
 * @param code why the run ended early, or null
 * @param openRejects whether a reject of the run is open
 */
public record KeptSnapshot(
    String runId, String file, String code, Instant finishedAt, boolean openRejects) {}
