package io.writeback.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

final class PostgresEndedRunsTest extends EndedRunsContract {
  private final LedgerAddress.Postgres address = Postgres.database();

  @Override
  LedgerAddress address() {
    return address;
  }

  @Override
  long rows(String table) {
    try (Connection connection = Postgres.connection(address);
        Statement statement = connection.createStatement();
        ResultSet counted = statement.executeQuery("select count(*) from " + table)) {
      counted.next();
      return counted.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
