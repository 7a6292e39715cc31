package io.writeback.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteKnownObjectsTest extends KnownObjectsContract {
  @TempDir private Path folder;

  @Override
  LedgerAddress address() {
    return new LedgerAddress.InDirectory(folder);
  }

  private String howIsRead(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ledger.db"));
        ResultSet plan = connection.createStatement().executeQuery("explain query plan " + sql)) {
      assertThat(plan.next()).isTrue();
      String how = plan.getString("detail");
      assertThat(plan.next()).as("nothing is sorted").isFalse();
      return how;
    }
  }

  @Test
  void are_stored_in_the_order_in_which_they_are_read() throws SQLException {
    assertThat(
            howIsRead(
                "select run from known_object where scope = 1 and (key_high, key_low) > (2, 3)"
                    + " and run is not null order by key_high, key_low limit 5"))
        .isEqualTo("SEARCH known_object USING PRIMARY KEY (scope=? AND (key_high,key_low)>(?,?))");
  }

  @Test
  void are_found_by_match_values_without_reading_all() throws SQLException {
    assertThat(howIsRead("select run from known_object where scope = 1 and match_high in (2, 3)"))
        .isEqualTo(
            "SEARCH known_object USING INDEX known_object_by_match (match_high=? AND scope=?)");
  }
}
