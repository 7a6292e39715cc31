package io.writeback.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger behind a PgBouncer that gives a connection away after each transaction. */
final class PooledLedgerTest extends LedgerContract {
  private final LedgerAddress.Postgres database = Postgres.database();
  @TempDir private Path folder;
  private PgBouncer pooler;

  @BeforeAll
  static void assumePooler() {
    PgBouncer.assumeInstalled();
  }

  @Override
  LedgerAddress.Postgres address() throws IOException {
    if (pooler == null) {
      pooler = new PgBouncer(database, folder, 3);
    }
    return pooler.through(database);
  }

  @AfterEach
  void endPooler() {
    pooler.close();
  }

  @Override
  Connection connection() throws SQLException {
    return Postgres.connection(database);
  }

  @Override
  Instant recorded(Instant given, Instant recorded) {
    return recorded;
  }

  @Test
  void two_processes_that_begin_with_an_empty_database_at_once_both_have_a_ledger()
      throws Exception {
    LedgerAddress.Postgres other = Postgres.database();
    try (PgBouncer shared = new PgBouncer(other, Files.createDirectory(folder.resolve("b")), 3)) {
      List<CompletableFuture<Ledger>> opening =
          Stream.generate(() -> CompletableFuture.supplyAsync(() -> open(shared, other)))
              .limit(2)
              .toList();

      for (CompletableFuture<Ledger> opened : opening) {
        try (Ledger one = opened.get()) {
          assertThat(one.history().unfinished()).isEmpty();
        }
      }
    }
  }

  private Ledger open(PgBouncer pooler, LedgerAddress.Postgres database) {
    return Ledger.open(pooler.through(database), () -> now);
  }

  @Test
  void what_a_transaction_may_wait_for_is_set_for_the_transaction_and_left_in_no_session()
      throws Exception {
    AtomicReference<String> within = new AtomicReference<>();
    try (Connection other =
        DriverManager.getConnection(address().url(), database.user(), database.password())) {
      ledger.requests().accept(RunRequest.of("a", "a key", "one"));
      try (LedgerStore store = LedgerStore.open(address(), () -> now)) {
        store.write(
            handle -> {
              within.set(handle.createQuery("show lock_timeout").mapTo(String.class).one());
              return null;
            });
      }

      assertThat(within.get()).isEqualTo("20s");
      try (ResultSet after = other.createStatement().executeQuery("show lock_timeout")) {
        after.next();
        assertThat(after.getString(1)).isEqualTo("0");
      }
    }
  }
}
