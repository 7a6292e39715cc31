package io.writeback.ledger;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;

/** The tables of a ledger, made or upgraded by Flyway. */
final class LedgerTables {
  /** The versions of the files in {@code db/ledger}. */
  static final List<String> VERSIONS = List.of("1");

  private LedgerTables() {}

  /**
   * Makes or upgrades the tables.
   *
   * @throws LedgerException if they are newer than this program
   */
  static void prepare(DataSource source, Database database) {
    if (!areCurrent(source)) {
      migrate(source, database);
    }
  }

  /**
   * Whether the tables have each of our versions and no other. Flyway would say the same, but takes
   * longer to start than a short command may.
   */
  static boolean areCurrent(DataSource source) {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      String history = history(connection, statement);
      Set<String> versions = new TreeSet<>();
      try (ResultSet rows = statement.executeQuery("select version, success from " + history)) {
        while (rows.next()) {
          if (!rows.getBoolean("success")) {
            return false;
          }
          // A version is missing where Flyway created the schema.
          if (rows.getString("version") != null) {
            versions.add(rows.getString("version"));
          }
        }
      }
      return versions.equals(Set.copyOf(VERSIONS));
    } catch (SQLException e) {
      // There are no tables yet, or Flyway fails too and its failure is reported.
      return false;
    }
  }

  /**
   * Which program has upgraded the tables since this one opened them: {@code schema 2 by
   * camel-writeback 1.5}.
   */
  static Optional<String> upgrade(DataSource source) {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select version, installed_by from "
                    + history(connection, statement)
                    + " where version is not null order by installed_rank desc")) {
      return rows.next() && !VERSIONS.contains(rows.getString("version"))
          ? Optional.of(
              "schema %s by %s"
                  .formatted(rows.getString("version"), rows.getString("installed_by")))
          : Optional.empty();
    } catch (SQLException e) {
      // Whoever needs the ledger waits for it, or reports it.
      return Optional.empty();
    }
  }

  /** As Flyway has it: in the schema of the connection only, not in all that it would search. */
  private static String history(Connection connection, Statement statement) throws SQLException {
    String schema = connection.getSchema();
    return (schema == null ? "" : statement.enquoteIdentifier(schema, true) + ".")
        + "flyway_schema_history";
  }

  /**
   * Each migration is signed with the program that made it, so that an older program can say which
   * one is needed. (Flyway alone would accept tables that are newer than it knows.)
   */
  private static void migrate(DataSource source, Database database) {
    String place = database.place();
    String program = program();
    Flyway flyway = flyway(source, database, program);
    MigrationInfoService known = flyway.info();
    MigrationInfo current = known.current();
    if (current != null && !current.getState().isResolved()) {
      throw new LedgerException(
          "%s was made by a newer program (schema %s by %s), this is %s: use that version or a newer one, or another writeback.data-dir; nothing was changed"
              .formatted(place, current.getVersion(), current.getInstalledBy(), program),
          null);
    }
    if (known.pending().length > 0) {
      try (HikariDataSource patient = database.migrating()) {
        flyway(patient, database, program).migrate();
      }
    }
  }

  private static Flyway flyway(DataSource source, Database database, String program) {
    return Flyway.configure()
        .dataSource(source)
        .locations("classpath:db/ledger")
        .placeholders(placeholders(database))
        .installedBy(program)
        .load();
  }

  /** What the files leave open, as the databases differ in it. */
  static Map<String, String> placeholders(Database database) {
    return Map.of("inOrderOfKeys", database.inOrderOfKeys());
  }

  /** The name and version of this program. */
  static String program() {
    String version = Ledger.class.getPackage().getImplementationVersion();
    return "camel-writeback " + (version == null ? "(not packaged)" : version);
  }
}
