package io.writeback.ledger;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** Statements whose parameters are all numbers, by JDBC itself; see {@link BatchStatements}. */
final class LongStatements {
  private LongStatements() {}

  /** Executes a statement once for each set of values. */
  static void batch(Handle handle, String sql, List<long[]> all) {
    if (all.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = handle.getConnection().prepareStatement(sql)) {
      for (long[] values : all) {
        set(statement, values);
        statement.addBatch();
      }
      statement.executeBatch();
    } catch (SQLException e) {
      throw new UnableToExecuteStatementException(e, null);
    }
  }

  static void set(PreparedStatement statement, long... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setLong(i + 1, values[i]);
    }
  }
}
