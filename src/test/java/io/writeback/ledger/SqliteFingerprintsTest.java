package io.writeback.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteFingerprintsTest extends FingerprintsContract {
  @TempDir private Path folder;
  private Instant now = Instant.parse("2026-03-01T02:00:00Z");

  @Override
  LedgerAddress address() {
    return new LedgerAddress.InDirectory(folder);
  }

  @Override
  InstantSource clock() {
    return () -> now;
  }

  @Override
  Connection connection() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ledger.db"));
  }

  @Test
  void are_stored_in_the_order_in_which_they_are_read() throws SQLException {
    try (Connection connection = connection();
        ResultSet plan =
            connection
                .createStatement()
                .executeQuery(
                    "explain query plan select record_high from fingerprint where scope = 1"
                        + " and (key_high, key_low) > (2, 3) and generation = 4"
                        + " order by key_high, key_low limit 5")) {
      assertThat(plan.next()).isTrue();
      assertThat(plan.getString("detail"))
          .isEqualTo("SEARCH fingerprint USING PRIMARY KEY (scope=? AND (key_high,key_low)>(?,?))");
      assertThat(plan.next()).as("nothing is sorted").isFalse();
    }
  }

  @Test
  void tell_how_long_ago_the_last_run_that_sent_every_row_was_complete() {
    Instant completed = now;
    fingerprints.complete(fingerprints.beginFull(SCOPE));
    now = now.plus(Duration.ofHours(5));

    assertThat(fingerprints.lastComplete(SCOPE))
        .contains(new FingerprintStore.Completed(completed, Duration.ofHours(5)));
  }
}
