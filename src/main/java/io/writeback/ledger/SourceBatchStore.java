package io.writeback.ledger;

import java.util.Optional;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/**
 * How far each writeback has read a source to which batches are appended: the number counts once
 * the run that has read it is complete, so that one that fails leads to the same rows again.
 */
public interface SourceBatchStore {
  /**
   * The highest batch that a completed run of the writeback of a run has read, for the target that
   * the run holds, and from the source that it reads.
   */
  @SqlQuery(
      """
      select source_batch.batch from source_batch
        join run on run.writeback = source_batch.writeback
        join target_lease on target_lease.target = source_batch.target
          and target_lease.run_id = run.id
      where run.id = :runId and source_batch.source = :source
      """)
  Optional<Long> last(String runId, String source);

  /** A run reads as far as this batch. */
  @SqlUpdate(
      """
      update run set read_batch = :batch
      where id = :runId and epoch = :epoch and finished_at is null
      """)
  void read(@Fenced String runId, long epoch, long batch);
}
