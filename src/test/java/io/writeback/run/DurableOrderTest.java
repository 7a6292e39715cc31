package io.writeback.run;

import static io.writeback.run.FakeDestination.answering;
import static io.writeback.run.FakeSource.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.writeback.ledger.RunState;
import io.writeback.problem.Code;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The intent of a batch is on disk before its request leaves. */
final class DurableOrderTest extends RunFixture {
  @Test
  void every_request_finds_its_intent_on_disk() {
    Report report =
        execute(
            rows(1_000, row -> "value"),
            answering(
                records -> {
                  assertThat(intentsOnDisk(records.get(0).row())).isEqualTo(1);
                  return FakeDestination.byValue(records);
                }));

    assertThat(report.state()).isEqualTo(RunState.COMPLETE);
  }

  @Test
  void nothing_is_sent_while_the_commit_of_its_intent_is_held_up() throws Exception {
    AtomicInteger sent = new AtomicInteger();
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Report report =
          execute(
              run -> {
                run.stageOnce(rows(250, row -> "value"));
                run.planOnce(
                    answering(
                        records -> {
                          sent.incrementAndGet();
                          return FakeDestination.byValue(records);
                        }));
                Future<?> sending;
                try (Connection other = otherConnection();
                    Statement statement = other.createStatement()) {
                  statement.execute("begin immediate");
                  sending = threads.submit(() -> send(run));
                  await()
                      .during(Duration.ofMillis(300))
                      .until(() -> sent.get() == 0 && !sending.isDone());
                  statement.execute("rollback");
                }
                sending.get();
                runs.close(run);
              });

      assertThat(report.state()).isEqualTo(RunState.COMPLETE);
      assertThat(sent).hasValue(3);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void a_batch_whose_intent_failed_is_not_sent_and_stops_the_run() {
    AtomicInteger sent = new AtomicInteger();
    Report report =
        execute(
            rows(250, row -> "value"),
            answering(
                records -> {
                  sent.incrementAndGet();
                  // The next intent is in its way.
                  sql(
                      "insert into batch (run_id, number, first_row, last_row, state, epoch, records,"
                          + " unchanged, superseded, intent_at)"
                          + " select id, 1, 101, 200, 'OPEN', 1, 100, 0, 0, 1 from run");
                  return FakeDestination.byValue(records);
                }));

    assertThat(sent).hasValue(1);
    assertThat(report.code()).isEqualTo(Code.LEDGER_FAILED);
    assertThat(report.tally().confirmed()).isEqualTo(100);
  }

  private Connection otherConnection() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ledger.db"));
  }

  private int intentsOnDisk(long row) {
    try (Connection other = otherConnection();
        ResultSet found =
            other
                .createStatement()
                .executeQuery("select count(*) from batch where first_row = " + row)) {
      return found.getInt(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private void sql(String text) {
    try (Connection other = otherConnection();
        Statement statement = other.createStatement()) {
      statement.execute(text);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
