package io.writeback.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The ledger that machines share, in a real PostgreSQL server. */
class PostgresLedgerTest extends LedgerContract {
  private final LedgerAddress.Postgres address = Postgres.database();

  @Override
  LedgerAddress address() {
    return address;
  }

  @Override
  Connection connection() throws SQLException {
    return Postgres.connection(address);
  }

  @Override
  Instant recorded(Instant given, Instant recorded) {
    return recorded;
  }

  @Test
  void a_server_that_does_not_answer_is_named_without_its_secrets() {
    LedgerAddress nowhere =
        new LedgerAddress.Postgres(
            "jdbc:postgresql://127.0.0.1:1/ledger?password=hidden",
            "me",
            "hidden too",
            LedgerAddress.Postgres.PATIENCE);

    assertThatThrownBy(() -> Ledger.open(nowhere, () -> now))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("jdbc:postgresql://127.0.0.1:1/ledger")
        .hasMessageContaining("does not answer")
        .hasMessageNotContaining("hidden");
  }

  @Test
  void a_login_that_is_refused_names_the_keys() {
    LedgerAddress other =
        new LedgerAddress.Postgres(
            address.url(), "nobody", "wrong", LedgerAddress.Postgres.PATIENCE);

    assertThatThrownBy(() -> Ledger.open(other, () -> now))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("writeback.ledger-user");
  }

  @Test
  void a_database_that_does_not_exist_is_named() {
    LedgerAddress other =
        new LedgerAddress.Postgres(
            address.url() + "none",
            address.user(),
            address.password(),
            LedgerAddress.Postgres.PATIENCE);

    assertThatThrownBy(() -> Ledger.open(other, () -> now))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("create the database");
  }

  @Test
  void a_server_that_loses_commits_is_refused() {
    LedgerAddress other =
        new LedgerAddress.Postgres(
            address.url() + "?options=-c%20synchronous_commit=off",
            address.user(),
            address.password(),
            LedgerAddress.Postgres.PATIENCE);

    assertThatThrownBy(() -> Ledger.open(other, () -> now))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("synchronous_commit is off");
  }

  @Test
  void the_time_is_the_servers() {
    assertThat(ledger.requests().accept(RunRequest.of("r", "k", "w")).run().acceptedAt())
        .isAfter(now);
  }
}
