package io.writeback.ledger;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.core.mapper.reflect.ColumnName;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.customizer.BindList.EmptyHandling;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** Finds what runs have sent under a key. */
public interface SentKeyStore {
  /** What runs that are kept have written to, in alphabetical order. */
  @SqlQuery("select distinct target from run where target is not null order by target")
  List<String> targets();

  /** What the runs of a writeback have written to. */
  @SqlQuery(
      """
      select distinct target from run where writeback = :writeback and target is not null
      order by target
      """)
  List<String> targetsOf(String writeback);

  /**
   * Runs that may have sent something, the newest first.
   *
   * @param all to any target
   * @param targets to one of these
   * @param before only runs before this one; null for the newest
   */
  @SqlQuery(
      """
      select * from run
      where (:all = 1 or target in (<targets>))
        and (:before is null
          or accepted_number < (select accepted_number from run where id = :before))
        and exists (select 1 from batch where run_id = run.id)
      order by accepted_number desc limit :most
      """)
  List<RunEntry> runs(
      boolean all,
      @BindList(onEmpty = EmptyHandling.NULL_STRING) List<String> targets,
      String before,
      int most);

  /**
   * The batches of some runs whose keys have the bytes of a hash somewhere: most of these have a
   * record with that key.
   *
   * @param runs at least one
   */
  @SqlQuery(
      """
      select run_id, number, keys from sent_keys
      where run_id in (<runs>) and <keysContainHash> order by run_id, number
      """)
  List<Keys> containing(@BindList List<String> runs, byte[] hash);

  /** The keys of one batch, see {@link io.writeback.rows.SentKeys}; empty if it sent none. */
  @SqlQuery("select keys from sent_keys where run_id = :runId and number = :number")
  Optional<byte[]> ofBatch(String runId, int number);

  /** The keys of a batch, see {@link io.writeback.rows.SentKeys}. */
  record Keys(String runId, int number, byte[] keys) {}

  /**
   * The rejects of some runs with a key.
   *
   * @param runs at least one
   */
  @SqlQuery("select * from reject where run_id in (<runs>) and row_key = :key")
  List<RejectOfRun> rejects(@BindList List<String> runs, String key);

  /** A reject of a run. */
  record RejectOfRun(String runId, @Nested RejectEntry reject) {}

  /**
   * The objects with a key whose rows were gone in some runs.
   *
   * @param runs at least one
   */
  @SqlQuery("select * from gone_object where run_id in (<runs>) and row_key = :key")
  List<GoneOfRun> gone(@BindList List<String> runs, String key);

  /** An object whose row was gone in a run. */
  record GoneOfRun(String runId, @Nested GoneObject object) {}

  /**
   * Those of some runs that have a batch with an intent and without an account.
   *
   * @param runs at least one
   */
  @SqlQuery("select distinct run_id from batch where run_id in (<runs>) and state = 'OPEN'")
  List<String> open(@BindList List<String> runs);

  /** The fields of a row that hold another value than was sent. */
  @SqlQuery("select * from difference where run_id = :runId and row_number = :row order by field")
  List<DifferenceEntry> differences(String runId, long row);

  /** The row of a run that read it from its source, from which a row of a replay comes. */
  @SqlQuery(
      """
      select from_run, from_row from replay_row join run on run.id = from_run
      where replay_row.run_id = :runId and row_number = :row and run.parent is null
      limit 1
      """)
  Optional<Origin> origin(String runId, long row);

  /** A row of a run. */
  record Origin(@ColumnName("from_run") String run, @ColumnName("from_row") long row) {}
}
