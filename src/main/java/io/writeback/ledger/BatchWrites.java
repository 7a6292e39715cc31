package io.writeback.ledger;

import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** Updates of a batch: its intent, its account with rejects and differences, or neither. */
final class BatchWrites {
  private BatchWrites() {}

  /**
   * Inserts the intent of a batch, unless its run has ended, is another process's, or was
   * cancelled.
   *
   * @param shareLock keeps a run from being taken over or cancelled until the intent is on disk
   */
  static void intend(Handle handle, BatchIntent intent, long epoch, long now, String shareLock) {
    int inserted =
        handle.execute(
            "insert into batch (run_id, number, first_row, last_row, state, epoch, records,"
                + " unchanged, superseded, intent_at, place)"
                + " select id, ?, ?, ?, 'OPEN', epoch, ?, ?, ?, ?, ? from run"
                + " where id = ? and epoch = ? and finished_at is null"
                + " and cancel_asked_at is null"
                + shareLock,
            intent.number(),
            intent.firstRow(),
            intent.lastRow(),
            intent.records(),
            intent.unchanged(),
            intent.superseded(),
            now,
            intent.place().isEmpty() ? null : intent.place(),
            intent.runId(),
            epoch);
    if (inserted == 0 && RunRequests.cancelAsked(handle, intent.runId())) {
      throw new CancelAskedException(intent.runId());
    }
    RunStore.fenced(intent.runId(), inserted);
  }

  /** The account of an open batch. */
  static void close(Handle handle, BatchAccount account, long epoch, long now) {
    BatchIntent intent = account.intent();
    RunStore.fenced(
        intent.runId(),
        handle.execute(
            "update batch set state = 'CLOSED', records = ?, unchanged = ?, superseded = ?,"
                + " confirmed = ?, differs = ?, rejected = ?, in_doubt = ?, not_sent = ?, requests = requests + ?,"
                + " records_sent = records_sent + ?, bytes = bytes + ?,"
                + " settled_at = ?"
                + " where run_id = ? and number = ? and epoch = ? and state = 'OPEN'"
                + " and exists (select 1 from run"
                + " where id = run_id and run.epoch = batch.epoch and finished_at is null)",
            // A resumed replay leaves out what another run has written since its intent.
            intent.records(),
            intent.unchanged(),
            intent.superseded(),
            account.confirmed(),
            account.differs(),
            account.rejects().size(),
            account.inDoubt(),
            account.notSent(),
            account.requests(),
            account.recordsSent(),
            account.bytes(),
            now,
            intent.runId(),
            intent.number(),
            epoch));
    RejectWrites.insert(handle, intent.runId(), account.rejects());
    RejectWrites.insertDifferences(handle, intent.runId(), account.differences());
  }

  /** What is certain of the rows of a batch that stays open. */
  static void leaveOpen(Handle handle, BatchAccount account, long epoch, Instant until, long now) {
    BatchIntent intent = account.intent();
    long inDoubt = account.inDoubt() + account.confirmed() + account.differs();
    RunStore.fenced(
        intent.runId(),
        handle.execute(
            "update batch set in_doubt = ?, not_sent = ?, requests = requests + ?,"
                + " records_sent = records_sent + ?, bytes = bytes + ?, left_at = ?,"
                + " resume_at = ?"
                + " where run_id = ? and number = ? and epoch = ? and state = 'OPEN'",
            inDoubt,
            intent.rows() - intent.unchanged() - intent.superseded() - inDoubt,
            account.requests(),
            account.recordsSent(),
            account.bytes(),
            now,
            until,
            intent.runId(),
            intent.number(),
            epoch));
  }
}
