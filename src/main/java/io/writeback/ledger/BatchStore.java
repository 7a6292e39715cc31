package io.writeback.ledger;

import io.writeback.rows.Tally;
import java.time.Instant;
import java.util.List;

/**
 * The batches of runs: the intent of each before it is sent, and the account of its rows after it.
 */
public final class BatchStore {
  private static final String TIMES =
      """
      select min(intent_at) as first_intent, max(settled_at) as last_settled,
        cast(round(avg(settled_at - intent_at)) as bigint) as average,
        max(settled_at - intent_at) as slowest_millis,
        (select number from batch where run_id = :run and settled_at is not null
         order by settled_at - intent_at desc, number limit 1) as slowest_batch
      from batch where run_id = :run
      """;

  private final LedgerStore store;

  BatchStore(LedgerStore store) {
    this.store = store;
  }

  /** The intents of a run that are written one after the other, while others wait for theirs. */
  public Intents intents(long epoch) {
    return new Intents(store, epoch);
  }

  /**
   * The account of a batch with its rejects and differences, in one transaction.
   *
   * @param fingerprints what is known of its records since
   * @param written its confirmed and differing rows, if one of them may have been a reject before
   * @return whether the run was asked to cancel: answered here, as a separate query would wait for
   *     a separate commit
   */
  public boolean settle(
      BatchAccount account, long epoch, FingerprintChange fingerprints, List<WrittenRow> written) {
    Tally tally = account.tally();
    if (tally.rows() != tally.accounted()) {
      throw new IllegalStateException("the account of a batch does not close: " + account);
    }
    BatchIntent intent = account.intent();
    return store.write(
        handle -> {
          BatchWrites.close(handle, account, epoch, store.now(handle));
          if (account.unanswered()) {
            LeaseStore.unanswered(handle, intent.runId(), store.now(handle));
          }
          fingerprints.apply(handle);
          RejectWrites.close(handle, intent.runId(), written);
          return RunRequests.cancelAsked(handle, intent.runId());
        });
  }

  /**
   * Leaves a batch open for a later process: what is certain of its rows counts in the totals, and
   * all of them are sent again.
   *
   * @param until when it is sent again at the earliest; null for any time
   */
  public void leaveOpen(BatchAccount account, long epoch, Instant until) {
    store.write(
        handle -> {
          BatchWrites.leaveOpen(handle, account, epoch, until, store.now(handle));
          return null;
        });
  }

  /** Records where the destination reports what became of an open batch, before it is asked. */
  public void recordOperation(String runId, int number, long epoch, String operation) {
    store.write(
        handle ->
            RunStore.fenced(
                runId,
                handle.execute(
                    "update batch set operation = ?"
                        + " where run_id = ? and number = ? and epoch = ? and state = 'OPEN'",
                    operation,
                    runId,
                    number,
                    epoch)));
  }

  public RunTotals totals(String runId) {
    return store.read(
        handle ->
            handle.createQuery(LedgerRows.TOTALS).bind("run", runId).mapTo(RunTotals.class).one());
  }

  /** How many batches of a run carry no row. */
  public int countEmpty(String runId) {
    return store
        .find(
            Integer.class,
            "select count(*) from batch where run_id = ? and last_row < first_row",
            runId)
        .orElseThrow();
  }

  /** The batches of a run that have an intent and no account, in the order of their rows. */
  public List<OpenBatch> open(String runId) {
    return store.list(
        OpenBatch.class,
        "select * from batch where run_id = ? and state = 'OPEN' order by first_row, number",
        runId);
  }

  /** The batches of a run in their order. */
  public List<BatchEntry> list(String runId) {
    return list(runId, "", Integer.MAX_VALUE);
  }

  /** The first batches that are open, or did not succeed at the first try for every record. */
  public List<BatchEntry> notable(String runId, int most) {
    return list(
        runId,
        " and (state = 'OPEN' or requests > 1"
            + " or differs + rejected + in_doubt + not_sent > 0)",
        most);
  }

  private List<BatchEntry> list(String runId, String condition, int most) {
    return store.list(
        BatchEntry.class,
        "select batch.*, last_row - first_row + 1 as rows from batch where run_id = ?"
            + condition
            + " order by number limit ?",
        runId,
        most);
  }

  public BatchTimes times(String runId) {
    return store.read(
        handle -> handle.createQuery(TIMES).bind("run", runId).mapTo(BatchTimes.class).one());
  }
}
