package io.writeback.ledger;

import io.writeback.problem.Code;
import java.time.Instant;
import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.core.mapper.PropagateNull;
import org.jdbi.v3.core.mapper.reflect.ColumnName;

/**
 * What was last seen of a DataSet whose refresh starts runs.
 *
 * @param dataset which one, as the source describes it
 * @param version distinguishes two states of it; null before it was first seen
 * @param code why the last poll failed, or null
 * @param failingSince since when polls fail, or null
 * @param moved a state that has not settled yet, or null
 */
public record WatchedDataset(
    String writeback,
    String dataset,
    String version,
    Instant seenAt,
    Code code,
    String reason,
    Instant failingSince,
    @Nested Moved moved) {
  /**
   * A state that no run was started for yet, as it has not settled.
   *
   * @param seenAt when it was first seen
   * @param since since when a run is due: the state before may not have settled either
   */
  public record Moved(
      @PropagateNull @ColumnName("moved_version") String version,
      @ColumnName("moved_at") Instant seenAt,
      @ColumnName("moved_since") Instant since) {}
}
