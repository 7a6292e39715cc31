package io.writeback.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A ledger in a real PostgreSQL server that is temporarily unavailable, or whose connections are
 * cut.
 */
@Timeout(60)
final class LedgerAwayTest {
  private static final String RUN = "20260301-020000-000001";

  private final LedgerAddress.Postgres database = Postgres.database();
  private TcpProxy proxy;
  private Ledger ledger;

  @BeforeEach
  void open() throws Exception {
    proxy = new TcpProxy(TcpProxy.portOf(database));
    ledger = open("?socketTimeout=2", Duration.ofSeconds(30));
    ledger.requests().accept(RunRequest.of(RUN, "the key", "project-status"));
  }

  @AfterEach
  void close() throws Exception {
    ledger.close();
    proxy.close();
  }

  private Ledger open(String parameters, Duration patience) {
    return Ledger.open(
        proxy.through(
            new LedgerAddress.Postgres(
                database.url() + parameters, database.user(), database.password(), patience)),
        InstantSource.system());
  }

  private void remark(String sentence) {
    ledger.runs().addRemark(RUN, 1, sentence);
  }

  private void sql(String text) throws SQLException {
    try (Connection connection = Postgres.connection(database);
        Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  @Test
  void a_write_whose_session_the_server_ended_is_repeated() throws Exception {
    sql(
        "select pg_terminate_backend(pid) from pg_stat_activity"
            + " where usename = current_user and pid <> pg_backend_pid()");

    remark("written");

    assertThat(ledger.history().remarks(RUN)).containsExactly("written");
  }

  @Test
  void a_write_whose_commit_was_carried_out_and_not_answered_is_not_written_twice() {
    proxy.loseNextCommitAnswer();

    remark("written");

    assertThat(proxy.lostAnswer()).isTrue();
    assertThat(ledger.history().remarks(RUN)).containsExactly("written");
  }

  @Test
  void what_an_accepted_request_was_answered_is_the_same_although_its_commit_was_not() {
    proxy.loseNextCommitAnswer();

    AcceptedRun accepted = ledger.requests().accept(RunRequest.of("b", "another key", "budgets"));

    assertThat(proxy.lostAnswer()).isTrue();
    assertThat(accepted.isNew()).isTrue();
    assertThat(accepted.run().id()).isEqualTo("b");
  }

  @Test
  void a_connection_that_swallows_what_is_sent_keeps_writes_only_for_the_time_of_the_driver() {
    proxy.swallow();

    long began = System.nanoTime();
    remark("written");

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
    assertThat(ledger.history().remarks(RUN)).containsExactly("written");
  }

  @Test
  void a_server_that_is_away_for_a_moment_is_waited_for_by_writes_and_reads() {
    proxy.refuse(true);
    CompletableFuture<Void> write = CompletableFuture.runAsync(() -> remark("written"));
    CompletableFuture<Boolean> read =
        CompletableFuture.supplyAsync(() -> ledger.requests().isAnswered("the key"));
    assertThat(write)
        .failsWithin(Duration.ofSeconds(1))
        .withThrowableOfType(java.util.concurrent.TimeoutException.class);

    proxy.refuse(false);

    assertThat(write).succeedsWithin(Duration.ofSeconds(20));
    assertThat(read).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(true);
    assertThat(ledger.history().remarks(RUN)).containsExactly("written");
  }

  @Test
  void a_server_that_is_away_for_longer_than_it_is_waited_for_is_reported_and_found_again() {
    ledger.close();
    ledger = open("?connectTimeout=1", Duration.ofMillis(200));
    proxy.refuse(true);
    assertThatThrownBy(() -> remark("lost"))
        .isInstanceOf(LedgerAwayException.class)
        .hasMessageContaining("does not answer")
        .hasMessageContaining("./writeback resume");

    proxy.refuse(false);

    await()
        .ignoreException(LedgerAwayException.class)
        .until(() -> ledger.requests().isAnswered("the key"));
    remark("written");
    assertThat(ledger.history().remarks(RUN)).containsExactly("written");
  }

  @ParameterizedTest
  @CsvSource({"PT0.2S, 2500", "PT7S, 7000", "PT5M, 10000"})
  void a_connection_is_waited_for_as_long_as_the_server_is_within_bounds(
      Duration patience, long millis) {
    PostgresDatabase opened =
        new PostgresDatabase(
            new LedgerAddress.Postgres(
                database.url(), database.user(), database.password(), patience));

    try (var pool = opened.pool()) {
      assertThat(pool.getConnectionTimeout()).isEqualTo(millis);
    }
  }

  @Test
  void a_process_that_ends_does_not_wait_for_as_long() {
    ledger.close();
    ledger = open("?connectTimeout=1", Duration.ofMinutes(5));
    proxy.refuse(true);
    CompletableFuture<Void> write = CompletableFuture.runAsync(() -> remark("lost"));

    ledger.hurry();

    assertThat(write)
        .failsWithin(Duration.ofSeconds(40))
        .withThrowableThat()
        .withCauseInstanceOf(LedgerAwayException.class);
  }

  @Test
  void a_run_whose_intent_failed_while_the_server_was_away_fails_no_write_of_others_later() {
    ledger.close();
    ledger = open("?connectTimeout=1", Duration.ofMillis(200));
    Intents intents = ledger.intents(1);
    proxy.refuse(true);
    Runnable first =
        intents.add(new BatchIntent(RUN, 0, 1, 1, 1, 0, 0, ""), FingerprintChange.NONE);
    assertThatThrownBy(first::run).isInstanceOf(LedgerAwayException.class);
    proxy.refuse(false);
    await()
        .ignoreException(LedgerAwayException.class)
        .until(() -> ledger.requests().isAnswered("the key"));

    Runnable second =
        intents.add(new BatchIntent(RUN, 1, 2, 2, 1, 0, 0, ""), FingerprintChange.NONE);
    remark("written by another in the same commit");

    assertThatThrownBy(second::run).isInstanceOf(LedgerAwayException.class);
    assertThat(ledger.batches().totals(RUN).batches()).isZero();
    assertThat(ledger.history().remarks(RUN)).hasSize(1);
  }

  @Test
  void the_address_wins_over_the_time_outs_that_are_set() {
    try (Ledger own = open("?socketTimeout=7&tcpKeepAlive=false", Duration.ofSeconds(1))) {
      assertThat(own.requests().isAnswered("the key")).isTrue();
    }
    PostgresDatabase opened =
        new PostgresDatabase(
            new LedgerAddress.Postgres(
                database.url() + "?socketTimeout=7",
                database.user(),
                database.password(),
                LedgerAddress.Postgres.PATIENCE));
    try (var pool = opened.pool();
        Connection connection = pool.getConnection()) {
      assertThat(connection.getNetworkTimeout()).isEqualTo(7_000);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void without_a_word_in_the_address_an_answer_is_not_waited_for_without_end() throws Exception {
    try (var pool = new PostgresDatabase(database).pool();
        Connection connection = pool.getConnection()) {
      assertThat(connection.getNetworkTimeout()).isEqualTo(30_000);
    }
  }
}
