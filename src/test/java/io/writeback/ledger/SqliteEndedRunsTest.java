package io.writeback.ledger;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.io.TempDir;

final class SqliteEndedRunsTest extends EndedRunsContract {
  @TempDir Path folder;

  @Override
  LedgerAddress address() {
    return new LedgerAddress.InDirectory(folder);
  }

  @Override
  long rows(String table) {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ledger.db"));
        Statement statement = connection.createStatement();
        ResultSet counted = statement.executeQuery("select count(*) from " + table)) {
      counted.next();
      return counted.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
