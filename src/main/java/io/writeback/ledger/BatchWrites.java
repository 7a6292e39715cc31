package io.writeback.ledger;

import java.time.Instant;
import org.jdbi.v3.sqlobject.CreateSqlObject;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Updates of a batch: its intent, its account with rejects and differences, or neither. */
interface BatchWrites {
  @CreateSqlObject
  RejectWrites rejects();

  @CreateSqlObject
  CreatedObjects created();

  @CreateSqlObject
  PreparedObjects prepared();

  @CreateSqlObject
  RunHistory history();

  @CreateSqlObject
  BatchStatements statements();

  /**
   * Inserts the intent of a batch, unless its run has ended, is another process's, or was
   * cancelled; where the database needs it, a lock keeps the run from being taken over or cancelled
   * until the intent is on disk.
   */
  default void intend(BatchIntent intent, long epoch) {
    if (!statements().intend(intent, epoch)) {
      throw history().isCancelAsked(intent.runId())
          ? new CancelAskedException(intent.runId())
          : new RunLostException(intent.runId());
    }
  }

  /** The account of an open batch. */
  default void close(BatchAccount account, long epoch) {
    String runId = account.intent().runId();
    statements().close(account, epoch);
    if (!account.rejects().isEmpty()) {
      rejects().insert(runId, account.rejects());
    }
    if (!account.differences().isEmpty()) {
      rejects().insertDifferences(runId, account.differences());
    }
    if (!account.created().isEmpty()) {
      created().insert(runId, account.created());
    }
    insertPrepared(account);
    created().apply(runId, account.marks());
  }

  private void insertPrepared(BatchAccount account) {
    if (!account.prepared().isEmpty()) {
      prepared().insert(account.intent().runId(), account.prepared());
    }
  }

  /** What is certain of the rows of a batch that stays open. */
  default void leaveOpen(BatchAccount account, long epoch, Instant until) {
    BatchIntent intent = account.intent();
    long inDoubt = account.inDoubt() + account.confirmed() + account.differs();
    long notSent = intent.rows() - intent.unchanged() - intent.superseded() - inDoubt;
    insertPrepared(account);
    leaveOpen(intent.runId(), account, epoch, inDoubt, notSent, until, !account.unanswered());
  }

  @SqlUpdate(
      """
      update batch set in_doubt = :doubtful, not_sent = :unsent, requests = requests + :requests,
        records_sent = records_sent + :recordsSent, bytes = bytes + :bytes, left_at = :now,
        resume_at = :until, unsent = :clean
      where run_id = :runId and number = :intent.number and epoch = :epoch and state = 'OPEN'
      """)
  void leaveOpen(
      @Fenced String runId,
      @BindMethods BatchAccount account,
      long epoch,
      long doubtful,
      long unsent,
      Instant until,
      boolean clean);

  /** A request of a run may still be carried out. */
  @SqlUpdate(
      """
      update target_lease set unanswered_at = :now, unanswered_run = :runId where run_id = :runId
      """)
  void unanswered(String runId);
}
