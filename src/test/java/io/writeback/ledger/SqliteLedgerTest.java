package io.writeback.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger of one machine. */
class SqliteLedgerTest extends LedgerContract {
  @TempDir Path folder;

  @Override
  LedgerAddress address() {
    return new LedgerAddress.InDirectory(folder);
  }

  @Override
  Connection connection() throws SQLException {
    return connection(folder.resolve("ledger.db"));
  }

  @Override
  Instant recorded(Instant given, Instant recorded) {
    return given;
  }

  private static Connection connection(Path file) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file);
  }

  @Test
  void commits_are_on_the_disk_before_a_method_returns() throws Exception {
    try (LedgerStore store = LedgerStore.open(address(), () -> now)) {
      assertThat(pragma(store, "journal_mode")).isEqualTo("wal");
      assertThat(pragma(store, "synchronous")).as("2 is FULL").isEqualTo("2");
      assertThat(pragma(store, "foreign_keys")).isEqualTo("1");
    }
    assertThat(sql(connection(), "pragma journal_mode")).isEqualTo("wal");
  }

  @Test
  void a_file_that_is_no_ledger_is_named(@TempDir Path other) throws Exception {
    Files.write(
        other.resolve("ledger.db"),
        "this is a text, and a long one ".repeat(100).getBytes(StandardCharsets.US_ASCII));

    assertThatThrownBy(() -> Ledger.open(new LedgerAddress.InDirectory(other), () -> now))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining(other.resolve("ledger.db").toString())
        .hasMessageContaining("not a database");
  }

  @Test
  void a_database_of_another_program_is_named_and_left_unchanged(@TempDir Path other)
      throws Exception {
    Path file = other.resolve("ledger.db");
    sql(connection(file), "create table invoices (id integer)");

    assertThatThrownBy(() -> Ledger.open(new LedgerAddress.InDirectory(other), () -> now))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining(file.toString());
    assertThat(sql(connection(file), "select group_concat(name) from sqlite_master"))
        .isEqualTo("invoices");
  }

  @Test
  void a_data_directory_that_is_a_file_is_named() throws Exception {
    Path file = Files.createFile(folder.resolve("data"));

    assertThatThrownBy(() -> Ledger.open(new LedgerAddress.InDirectory(file), () -> now))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void a_closed_ledger_says_which_it_is() {
    ledger.close();

    assertThatThrownBy(() -> ledger.batches().totals(RUN))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining(folder.resolve("ledger.db").toString());
  }

  private void assertNothingIsWritten(String why) {
    assertThatThrownBy(
            () -> ledger.requests().accept(RunRequest.of("a-run-" + why, "key-" + why, "projects")))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining(why)
        .hasMessageContaining(folder.resolve("ledger.db").toString());
    assertThatThrownBy(() -> ledger.requireSame()).hasMessageContaining(why);
  }

  @Test
  void nothing_is_written_into_a_file_that_was_deleted() throws Exception {
    Files.delete(folder.resolve("ledger.db"));

    assertNothingIsWritten("deleted or moved");
  }

  @Test
  void nothing_is_written_into_a_file_that_another_has_replaced() throws Exception {
    Path file = folder.resolve("ledger.db");
    Files.move(file, folder.resolve("moved.db"));
    Files.copy(folder.resolve("moved.db"), file);

    assertNothingIsWritten("replaced by another file");
  }

  private static String pragma(LedgerStore store, String name) {
    return store.read(handle -> handle.createQuery("pragma " + name).mapTo(String.class).one());
  }
}
