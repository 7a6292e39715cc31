package io.writeback.ledger;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * The statements that every batch executes, by JDBC itself: JDBI copies its configuration and looks
 * for arguments each time, which was a quarter of the Java code that a run executed (measured by
 * samples).
 */
final class BatchStatements {
  private static final String INTEND =
      """
      insert into batch (run_id, number, first_row, last_row, state, epoch, records, unchanged,
        superseded, intent_at, place)
      select id, ?, ?, ?, 'OPEN', epoch, ?, ?, ?, ?, nullif(?, '') from run
      where id = ? and epoch = ? and finished_at is null and cancel_asked_at is null
      """;

  private static final String CLOSE =
      """
      update batch set state = 'CLOSED', records = ?, unchanged = ?, superseded = ?,
        confirmed = ?, differs = ?, rejected = ?, in_doubt = ?, not_sent = ?,
        requests = requests + ?, records_sent = records_sent + ?, bytes = bytes + ?,
        settled_at = ?
      where run_id = ? and number = ? and epoch = ? and state = 'OPEN'
        and exists (select 1 from run
          where id = run_id and run.epoch = batch.epoch and finished_at is null)
      """;

  /** Of a batch that was left open there are some already. */
  private static final String KEYS =
      """
      insert into sent_keys (run_id, number, keys) values (?, ?, ?)
      on conflict (run_id, number) do update set keys = excluded.keys
      """;

  private final Database database;
  private final CancelCheck cancels;
  private final SqlStores stores;

  BatchStatements(Database database, CancelCheck cancels, SqlStores stores) {
    this.database = database;
    this.cancels = cancels;
    this.stores = stores;
  }

  /**
   * Inserts the intent of a batch.
   *
   * @return false if its run has ended, is another process's, or was cancelled
   */
  boolean intend(BatchIntent intent, long epoch) {
    return update(
            INTEND + database.shareLock(),
            intent.number(),
            intent.firstRow(),
            intent.lastRow(),
            intent.records(),
            intent.unchanged(),
            intent.superseded(),
            now(),
            LedgerRows.text(intent.place()),
            intent.runId(),
            epoch)
        == 1;
  }

  /** Closes an open batch. A resumed replay leaves out what another run has written since. */
  void close(BatchAccount account, long epoch) {
    BatchIntent intent = account.intent();
    int closed =
        update(
            CLOSE,
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
            now(),
            intent.runId(),
            intent.number(),
            epoch);
    if (closed == 0) {
      throw new RunLostException(intent.runId());
    }
  }

  /** The keys of a batch that was closed or left open. */
  void keys(BatchIntent intent, byte[] keys) {
    if (keys.length > 0) {
      update(KEYS, intent.runId(), intent.number(), keys);
    }
  }

  boolean isCancelAsked(String runId) {
    if (cancels != null && !stores.isWithin()) {
      return cancels.isAsked(runId);
    }
    return stores.reading(
        handle ->
            execute(
                handle,
                CancelCheck.ASKED,
                statement -> {
                  try (ResultSet found = statement.executeQuery()) {
                    return found.next();
                  }
                },
                runId));
  }

  private long now() {
    try {
      return database.now(stores.getHandle().getConnection());
    } catch (SQLException e) {
      throw new UnableToExecuteStatementException(e, null);
    }
  }

  private int update(String sql, Object... values) {
    return execute(stores.getHandle(), sql, PreparedStatement::executeUpdate, values);
  }

  private static <T> T execute(
      Handle handle, String sql, Execution<T> execution, Object... values) {
    try (PreparedStatement statement = handle.getConnection().prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return execution.of(statement);
    } catch (SQLException e) {
      throw new UnableToExecuteStatementException(e, null);
    }
  }

  /** What is done with a statement whose values are set. */
  private interface Execution<T> {
    T of(PreparedStatement statement) throws SQLException;
  }
}
