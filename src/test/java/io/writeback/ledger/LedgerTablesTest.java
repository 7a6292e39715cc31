package io.writeback.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When Flyway is needed to open a ledger. */
final class LedgerTablesTest {
  @TempDir private Path folder;
  private SqliteDatabase database;

  @BeforeEach
  void aNewFile() {
    database = new SqliteDatabase(folder.resolve("ledger.db"), InstantSource.system());
  }

  private boolean areCurrent() {
    try (HikariDataSource source = database.pool()) {
      return LedgerTables.areCurrent(source);
    }
  }

  private void prepared() {
    try (HikariDataSource source = database.pool()) {
      LedgerTables.prepare(source, database);
    }
  }

  private void change(String sql) throws SQLException {
    try (HikariDataSource source = database.pool();
        Connection connection = source.getConnection()) {
      connection.createStatement().execute(sql);
    }
  }

  @Test
  void a_new_ledger_is_not_current() {
    assertThat(areCurrent()).isFalse();
  }

  @Test
  void a_ledger_that_was_prepared_has_all_versions_that_the_program_knows() {
    prepared();

    assertThat(areCurrent()).isTrue();
  }

  @Test
  void a_ledger_with_a_version_that_the_program_does_not_know_is_not_current() throws Exception {
    prepared();
    change(
        "insert into flyway_schema_history select 99, '99', description, type, script, checksum,"
            + " installed_by, installed_on, 1, 1 from flyway_schema_history");

    assertThat(areCurrent()).isFalse();
  }

  @Test
  void a_ledger_whose_migration_failed_is_not_current() throws Exception {
    prepared();
    change("update flyway_schema_history set success = 0");

    assertThat(areCurrent()).isFalse();
  }

  @Test
  void a_ledger_of_postgresql_is_current_in_its_own_schema_only() throws Exception {
    LedgerAddress.Postgres address = Postgres.database();
    PostgresDatabase prepared = new PostgresDatabase(address);
    PostgresDatabase behind =
        new PostgresDatabase(
            new LedgerAddress.Postgres(
                address.url() + "?currentSchema=before_it," + address.user(),
                address.user(),
                address.password(),
                address.patience()));
    try (HikariDataSource source = prepared.pool();
        Connection connection = source.getConnection()) {
      LedgerTables.prepare(source, prepared);
      connection.createStatement().execute("create schema before_it");

      assertThat(LedgerTables.areCurrent(source)).isTrue();
      try (HikariDataSource other = behind.pool()) {
        assertThat(LedgerTables.areCurrent(other)).isFalse();
      }
    }
  }
}
