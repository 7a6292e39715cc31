package io.writeback.ledger;

import io.writeback.rows.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.CreateSqlObject;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/**
 * The batches of runs: the intent of each before it is sent, and the account of its rows after it.
 */
public interface BatchStore {
  @CreateSqlObject
  BatchWrites writes();

  @CreateSqlObject
  FingerprintStatements fingerprints();

  @CreateSqlObject
  KnownObjectStatements knownObjects();

  @CreateSqlObject
  GoneObjectWrites goneObjects();

  /**
   * The account of a batch with its rejects and differences, in one transaction.
   *
   * @param fingerprints what is known of its records since
   * @param known which objects the writeback has written since
   * @param written its confirmed and differing rows, if one of them may have been a reject before
   * @param keys of the records that the destination may hold since, see {@link
   *     io.writeback.rows.SentKeys}; empty if there are none
   * @return whether the run was asked to cancel: answered here, as a separate query would wait for
   *     a separate commit
   */
  @Transaction
  default boolean settle(
      BatchAccount account,
      long epoch,
      FingerprintChange fingerprints,
      KnownChange known,
      List<WrittenRow> written,
      byte[] keys) {
    Tally tally = account.tally();
    if (tally.rows() != tally.accounted()) {
      throw new IllegalStateException("the account of a batch does not close: " + account);
    }
    BatchWrites writes = writes();
    String runId = account.intent().runId();
    writes.close(account, epoch);
    writes.statements().keys(account.intent(), keys);
    if (account.unanswered()) {
      writes.unanswered(runId);
    }
    fingerprints().apply(fingerprints);
    knownObjects().apply(known);
    if (!known.outcomes().isEmpty()) {
      goneObjects().insert(runId, known.outcomes());
    }
    writes.rejects().close(runId, written);
    return writes.history().isCancelAsked(runId);
  }

  /**
   * Leaves a batch open for a later process: what is certain of its rows counts in the totals, and
   * all of them are sent again.
   *
   * @param until when it is sent again at the earliest; null for any time
   * @param keys as above
   */
  @Transaction
  default void leaveOpen(BatchAccount account, long epoch, Instant until, byte[] keys) {
    writes().leaveOpen(account, epoch, until);
    writes().statements().keys(account.intent(), keys);
  }

  /** A process takes the open batches of a run over: from now on they may be sent. */
  @SqlUpdate(
      """
      update batch set unsent = 0
      where run_id = :runId and epoch = :epoch and state = 'OPEN' and unsent = 1
      """)
  void takeOver(String runId, long epoch);

  /** Records where the destination reports what became of an open batch, before it is asked. */
  @SqlUpdate(
      """
      update batch set operation = :operation
      where run_id = :runId and number = :number and epoch = :epoch and state = 'OPEN'
      """)
  void recordOperation(@Fenced String runId, int number, long epoch, String operation);

  @SqlQuery(
      """
      select
        coalesce(sum(last_row - first_row + 1), 0) as rows,
        coalesce(max(last_row), 0) as last_row,
        coalesce(sum(confirmed), 0) as confirmed,
        coalesce(sum(differs), 0) as differs,
        coalesce(sum(unchanged), 0) as unchanged,
        coalesce(sum(superseded), 0) as superseded,
        coalesce(sum(rejected), 0) as rejected,
        coalesce(sum(case when state = 'OPEN' and in_doubt + not_sent = 0
          then last_row - first_row + 1 - unchanged - superseded else in_doubt end), 0) as in_doubt,
        coalesce(sum(not_sent), 0) as not_sent,
        count(*) as batches,
        coalesce(sum(case when state = 'OPEN' then 1 else 0 end), 0) as open_batches,
        coalesce(sum(case when first_row <> previous_row + 1 then 1 else 0 end), 0) as broken_ranges,
        (select count(*) from reject where run_id = :runId) as reject_rows,
        coalesce(sum(requests), 0) as requests,
        coalesce(sum(records_sent), 0) as records_sent,
        coalesce(sum(bytes), 0) as bytes
      from (
        select batch.*, coalesce(lag(last_row) over (order by number), 0) as previous_row
        from batch where run_id = :runId
      ) as ranges
      """)
  RunTotals totals(String runId);

  /** How many batches of a run carry no row. */
  @SqlQuery("select count(*) from batch where run_id = :runId and last_row < first_row")
  int countEmpty(String runId);

  /** The batches of a run that have an intent and no account, in the order of their rows. */
  @SqlQuery(
      "select * from batch where run_id = :runId and state = 'OPEN' order by first_row, number")
  List<OpenBatch> open(String runId);

  /** The batches of a run in their order. */
  @SqlQuery(
      """
      select batch.*, last_row - first_row + 1 as rows from batch where run_id = :runId
      order by number
      """)
  List<BatchEntry> list(String runId);

  /** Some batches of a run in their order, those that carry no row left out. */
  @SqlQuery(
      """
      select batch.*, last_row - first_row + 1 as rows from batch
      where run_id = :runId and number > :after and last_row >= first_row
      order by number limit :most
      """)
  List<BatchEntry> page(String runId, int after, int most);

  /** The batch that has a row. */
  @SqlQuery(
      """
      select batch.*, last_row - first_row + 1 as rows from batch
      where run_id = :runId and first_row <= :row and last_row >= :row
      order by number limit 1
      """)
  Optional<BatchEntry> withRow(String runId, long row);

  /** The first batches that are open, or did not succeed at the first try for every record. */
  @SqlQuery(
      """
      select batch.*, last_row - first_row + 1 as rows from batch where run_id = :runId
        and (state = 'OPEN' or requests > 1 or differs + rejected + in_doubt + not_sent > 0)
      order by number limit :most
      """)
  List<BatchEntry> notable(String runId, int most);

  @SqlQuery(
      """
      select min(intent_at) as first_intent, max(settled_at) as last_settled,
        cast(round(avg(settled_at - intent_at)) as bigint) as average,
        max(settled_at - intent_at) as slowest_millis,
        (select number from batch where run_id = :runId and settled_at is not null
         order by settled_at - intent_at desc, number limit 1) as slowest_batch
      from batch where run_id = :runId
      """)
  BatchTimes times(String runId);

  /**
   * What became of the rows of a run in each slice of its time, without slices in which nothing was
   * settled.
   *
   * @param from when the first slice begins
   * @param length of a slice
   */
  @SqlQuery(
      """
      select slice, count(*) as batches,
        sum(confirmed + differs + unchanged + superseded) as done, sum(rejected) as rejected,
        sum(case when requests > 1 then 1 else 0 end) as retried,
        max(settled_at - intent_at) as slowest
      from (
        select (settled_at - :from) / :length as slice, batch.*
        from batch where run_id = :runId and settled_at is not null
      ) as parts
      group by slice order by slice
      """)
  List<BatchSlice> slices(String runId, Instant from, Duration length);
}
