package io.writeback.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The SQLite file of a ledger: opened durably, its tables made or upgraded, its failures told with
 * the file and what to do.
 */
final class LedgerFile implements Closeable {
  private final HikariDataSource pool;
  private final Jdbi jdbi;
  private final GroupCommit<Handle> commits;
  private final String place;

  private LedgerFile(HikariDataSource pool, String place) {
    this.pool = pool;
    this.jdbi = Jdbi.create(pool);
    this.commits = new GroupCommit<>(work -> jdbi.useTransaction(work::accept));
    this.place = place;
  }

  static Path in(Path dataDirectory) {
    return dataDirectory.resolve("ledger.db");
  }

  static LedgerFile open(Path dataDirectory) {
    Path path = in(dataDirectory);
    String place = "the ledger " + path;
    try {
      Files.createDirectories(dataDirectory);
    } catch (IOException e) {
      throw new LedgerException(
          place + " cannot be opened, its folder cannot be made: " + e + "; set writeback.data-dir",
          e);
    }
    HikariDataSource pool = null;
    try {
      pool = pool(path);
      migrate(pool, place);
      LedgerFile file = new LedgerFile(pool, place);
      file.requireDurable();
      return file;
    } catch (RuntimeException e) {
      if (pool != null) {
        pool.close();
      }
      throw e instanceof LedgerException known ? known : LedgerFailure.of(place, e);
    }
  }

  private static HikariDataSource pool(Path path) {
    SQLiteConfig sqlite = new SQLiteConfig();
    sqlite.setJournalMode(SQLiteConfig.JournalMode.WAL);
    sqlite.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    sqlite.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    sqlite.setBusyTimeout(30_000);
    sqlite.enforceForeignKeys(true);
    SQLiteDataSource source = new SQLiteDataSource(sqlite);
    source.setUrl("jdbc:sqlite:" + path);
    HikariConfig hikari = new HikariConfig();
    hikari.setDataSource(source);
    // SQLite has one writer: a second connection would only wait for the first.
    hikari.setMaximumPoolSize(1);
    hikari.setPoolName("ledger");
    return new HikariDataSource(hikari);
  }

  /**
   * Each migration is signed with the program that made it, so that an older program can say which
   * one is needed. (Flyway alone would go on with tables that are newer than it knows.)
   */
  private static void migrate(DataSource source, String place) {
    String program = program();
    Flyway flyway =
        Flyway.configure()
            .dataSource(source)
            .locations("classpath:db/ledger")
            .installedBy(program)
            .load();
    MigrationInfoService known = flyway.info();
    MigrationInfo current = known.current();
    if (current != null && !current.getState().isResolved()) {
      throw new LedgerException(
          "%s was made by a newer program (schema %s by %s), this is %s: use that version or a newer one, or another writeback.data-dir; nothing was changed"
              .formatted(place, current.getVersion(), current.getInstalledBy(), program),
          null);
    }
    flyway.migrate();
  }

  private static String program() {
    String version = Ledger.class.getPackage().getImplementationVersion();
    return "camel-writeback " + (version == null ? "(not packaged)" : version);
  }

  /** Some file systems cannot do WAL, and SQLite then goes on without a word. */
  private void requireDurable() {
    String durability = pragma("journal_mode") + " " + pragma("synchronous");
    if (!durability.equals("wal 2")) {
      throw new LedgerException(
          place
              + " would not survive a crash: journal_mode and synchronous are "
              + durability
              + ", not wal 2; put writeback.data-dir on a local disk",
          null);
    }
  }

  /** How SQLite's connection is set. */
  String pragma(String name) {
    return read(handle -> handle.createQuery("pragma " + name).mapTo(String.class).one());
  }

  /** Does some work and returns once it is on disk. */
  <T> T write(Function<Handle, T> work) {
    return await(submit(work));
  }

  /** Puts some work behind what was submitted before. */
  <T> GroupCommit<Handle>.Pending<T> submit(Function<Handle, T> work) {
    return commits.submit(work);
  }

  /** Returns once a work is on disk. */
  <T> T await(GroupCommit<Handle>.Pending<T> pending) {
    return guarded(pending::await);
  }

  <T> T read(Function<Handle, T> work) {
    return guarded(() -> jdbi.withHandle(work::apply));
  }

  private <T> T guarded(Supplier<T> work) {
    try {
      return work.get();
    } catch (JdbiException | IllegalArgumentException e) {
      // What a consumer of rows throws is not the ledger's fault, and goes through.
      throw LedgerFailure.of(place, e);
    }
  }

  @Override
  public void close() {
    commits.close();
    pool.close();
  }
}
