package io.writeback.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.writeback.ledger.HeartbeatStore;
import io.writeback.ledger.LeaseTerms;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerAddress;
import io.writeback.problem.WritebackException;
import io.writeback.run.Targets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes of one ledger with leases of 20 s, by a clock of their own. */
final class HeartbeatTest {
  @TempDir private Path folder;
  private final AtomicLong millis = new AtomicLong(1_800_000_000_000L);
  private Ledger ledger;
  private Process one;
  private Process two;

  private final class Process {
    final LeaseTerms terms;
    final Duties duties;
    final Heartbeat heartbeat;

    Process(String name) {
      terms = new LeaseTerms(name, LeaseTerms.STANDARD, Duration.ZERO);
      Targets targets = new Targets(ledger.leases(), terms, HeartbeatTest.this::nanos);
      duties = new Duties(ledger.heartbeats(), terms, HeartbeatTest.this::nanos);
      heartbeat =
          new Heartbeat(ledger, terms, "program 1", targets, duties, HeartbeatTest.this::nanos);
      heartbeat.serves();
      heartbeat.beat();
    }
  }

  @BeforeEach
  void open() {
    ledger =
        Ledger.open(
            new LedgerAddress.InDirectory(folder),
            (InstantSource) () -> Instant.ofEpochMilli(millis.get()));
    one = new Process("one");
    two = new Process("two");
  }

  @Test
  void a_beat_that_is_on_its_way_while_the_process_ends_brings_it_back_for_no_one() {
    one.heartbeat.end();

    one.heartbeat.beat();

    assertThat(ledger.heartbeats().servers())
        .extracting(HeartbeatStore.Living::id)
        .containsExactly("two");
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private long nanos() {
    return Duration.ofMillis(millis.get()).toNanos();
  }

  private void later(double seconds) {
    millis.addAndGet((long) (seconds * 1_000));
  }

  @Test
  void processes_know_of_each_other_until_one_says_nothing_for_a_lease() {
    one.heartbeat.beat();
    assertThat(one.heartbeat.servers()).isEqualTo(2);

    later(20);
    one.heartbeat.beat();

    assertThat(one.heartbeat.servers()).isEqualTo(1);
  }

  @Test
  void a_duty_moves_to_another_process_within_a_lease_and_a_beat_of_a_death() {
    assertThat(one.duties.isMine("watch")).isTrue();
    assertThat(two.duties.isMine("watch")).isFalse();
    long death = millis.get();
    while (!two.duties.isMine("watch")) {
      later(0.1);
      two.heartbeat.beat();
    }

    assertThat(Duration.ofMillis(millis.get() - death))
        .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(25));
    assertThat(one.duties.isMine("watch")).as("it was frozen, and wakes").isFalse();
  }

  @Test
  void a_duty_that_is_renewed_stays_for_ever() {
    assertThat(one.duties.isMine("watch")).isTrue();
    for (int beat = 0; beat < 100; beat++) {
      later(4);
      one.heartbeat.beat();
      assertThat(one.duties.isMine("watch")).isTrue();
      assertThat(two.duties.isMine("watch")).isFalse();
    }
  }

  @Test
  void a_process_that_leaves_a_duty_or_ends_frees_it_at_once() {
    one.duties.isMine("watch");
    one.duties.isMine("rows");
    one.duties.leave("watch");
    assertThat(two.duties.isMine("watch")).isTrue();

    one.heartbeat.end();

    assertThat(two.duties.isMine("rows")).isTrue();
  }

  @Test
  void right_after_an_outage_of_the_ledger_no_process_takes_over_from_others() {
    assertThat(one.heartbeat.isSteady()).isTrue();
    later(21);
    assertThat(one.heartbeat.isSteady()).as("the ledger does not answer").isFalse();
    one.heartbeat.beat();
    assertThat(one.heartbeat.isSteady()).as("others renew their leases first").isFalse();

    later(4);
    one.heartbeat.beat();
    later(4.1);

    assertThat(one.heartbeat.isSteady()).isTrue();
  }

  @Test
  void a_process_notices_that_a_newer_program_has_upgraded_the_ledger() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ledger.db"));
        Statement statement = connection.createStatement()) {
      statement.execute("pragma busy_timeout = 30000");
      statement.execute(
          "insert into flyway_schema_history select 99, '99', description, type, script, checksum,"
              + " 'camel-writeback 99.0', installed_on, 1, 1 from flyway_schema_history");
    }

    assertThatThrownBy(one.heartbeat::beat)
        .isInstanceOf(WritebackException.class)
        .hasMessageContaining("was upgraded (schema 99 by camel-writeback 99.0)")
        .hasMessageContaining("the processes of the new version resume its runs");
  }
}
