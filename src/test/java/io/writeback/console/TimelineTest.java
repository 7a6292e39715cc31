package io.writeback.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerAddress;
import io.writeback.ledger.RunRequest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The batches of a run over its time. */
final class TimelineTest {
  @TempDir private Path folder;
  private Ledger ledger;

  @BeforeEach
  void open() {
    ledger = Ledger.open(new LedgerAddress.InDirectory(folder), InstantSource.system());
    ledger.requests().accept(RunRequest.of("a", "a", "w"));
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private void settled(int number, long atMillis, int requests) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ledger.db"));
        PreparedStatement batch =
            connection.prepareStatement(
                "insert into batch (run_id, number, first_row, last_row, state, epoch, records,"
                    + " unchanged, superseded, confirmed, rejected, requests, intent_at, settled_at)"
                    + " values ('a', ?, ?, ?, 'CLOSED', 1, 100, 0, 0, 90, 10, ?, ?, ?)")) {
      Object[] values = {
        number,
        number * 100 + 1,
        number * 100 + 100,
        requests,
        1_000_000 + atMillis - 500,
        1_000_000 + atMillis
      };
      for (int i = 0; i < values.length; i++) {
        batch.setObject(i + 1, values[i]);
      }
      batch.executeUpdate();
    }
  }

  @Test
  void all_rows_are_in_it_and_batches_that_were_sent_again_are_marked() throws SQLException {
    for (int number = 0; number < 300; number++) {
      settled(number, number * 100L, number == 200 ? 2 : 1);
    }

    Timeline timeline = Timeline.of("a", ledger.batches());

    assertThat(timeline.columns()).hasSizeBetween(100, Timeline.SLICES);
    assertThat(timeline.columns()).filteredOn(Timeline.Column::retried).hasSize(1);
    assertThat(timeline.columns())
        .allSatisfy(
            column -> {
              assertThat(column.x() + column.width()).isLessThanOrEqualTo(Timeline.WIDTH);
              assertThat(column.done() + column.rejected()).isLessThanOrEqualTo(Timeline.HEIGHT);
              assertThat(column.done()).isGreaterThan(column.rejected());
            });
    assertThat(timeline.waits()).isEmpty();
  }

  @Test
  void a_pause_is_a_wait_that_says_how_long_it_was() throws SQLException {
    settled(0, 0, 1);
    settled(1, 1_000, 1);
    settled(2, 301_000, 1);
    settled(3, 302_000, 1);

    Timeline timeline = Timeline.of("a", ledger.batches());

    assertThat(timeline.waits()).hasSize(1);
    assertThat(timeline.waits().get(0).says()).startsWith("nothing was settled for 4 min 5");
    assertThat(timeline.waits().get(0).width()).isGreaterThan(Timeline.WIDTH * 0.95);
  }

  @Test
  void a_run_without_a_batch_has_none() {
    assertThat(Timeline.of("a", ledger.batches())).isEqualTo(Timeline.NONE);
  }
}
