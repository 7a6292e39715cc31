package io.writeback.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.writeback.files.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** A file of SQLite's, with every commit on disk: the ledger of one machine. */
record SqliteDatabase(Path file, InstantSource clock, AtomicReference<Object> identity)
    implements Database {
  SqliteDatabase(Path file, InstantSource clock) {
    this(file, clock, new AtomicReference<>());
  }

  @Override
  public String place() {
    return "the ledger " + file;
  }

  @Override
  public HikariDataSource pool() {
    try {
      Files.createDirectories(file.getParent());
      createForOwnerOnly();
    } catch (IOException e) {
      throw new LedgerException(
          place()
              + " cannot be opened, its folder cannot be created: "
              + e
              + "; set writeback.data-dir",
          e);
    }
    HikariConfig hikari = new HikariConfig();
    hikari.setDataSource(source());
    // SQLite has one writer: a second connection would only wait for the first.
    hikari.setMaximumPoolSize(1);
    hikari.setPoolName("ledger");
    return new HikariDataSource(hikari);
  }

  private SQLiteDataSource source() {
    SQLiteConfig sqlite = new SQLiteConfig();
    sqlite.setJournalMode(SQLiteConfig.JournalMode.WAL);
    sqlite.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    sqlite.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    sqlite.setBusyTimeout(30_000);
    sqlite.enforceForeignKeys(true);
    SQLiteDataSource source = new SQLiteDataSource(sqlite);
    source.setUrl(SqliteUrl.of(file));
    return source;
  }

  /** The one connection of the pool may be in a commit, for which no reader has to wait. */
  @Override
  public CancelCheck cancelCheck() {
    return new CancelCheck(place(), source());
  }

  /**
   * A process keeps a file that was deleted or replaced, and would write where it is lost. Its
   * identity is what the file system gives it, not its name: another file of that name is another.
   */
  @Override
  public void requireSame() {
    Object now = identityNow();
    Object first = identity.compareAndExchange(null, now);
    if (now == null || first != null && !first.equals(now)) {
      throw new LedgerException(
          place()
              + (now == null ? " was deleted or moved" : " was replaced by another file")
              + " while this process had it open: nothing more is sent. If the data directory was"
              + " moved, move it back; then start again, and its runs resume",
          null);
    }
  }

  /** Null if there is no such file. */
  private Object identityNow() {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      // Not every file system has keys.
      return attributes.fileKey() == null ? attributes.creationTime() : attributes.fileKey();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return null;
    } catch (IOException e) {
      throw new LedgerException(place() + " cannot be read: " + e, e);
    }
  }

  /** It holds keys and reasons, so only its owner may read it; SQLite's -wal and -shm follow. */
  private void createForOwnerOnly() throws IOException {
    if (OwnerOnly.isSupported() && Files.isWritable(file.getParent()) && !Files.exists(file)) {
      Files.createFile(file, OwnerOnly.file());
    }
  }

  @Override
  public String durability(Handle handle) {
    return pragma(handle, "journal_mode") + " " + pragma(handle, "synchronous");
  }

  private static String pragma(Handle handle, String name) {
    return handle.createQuery("pragma " + name).mapTo(String.class).one();
  }

  /** Some file systems cannot do WAL, and SQLite then silently does without. */
  @Override
  public String weakness(String durability) {
    return durability.equals("wal 2")
        ? ""
        : "journal_mode and synchronous are "
            + durability
            + ", not wal 2; put writeback.data-dir on a local disk";
  }

  @Override
  public String othersVersion() {
    return "pragma data_version";
  }

  /** What keeps a file from being written does not pass within seconds. */
  @Override
  public Duration patience() {
    return Duration.ZERO;
  }

  @Override
  public HikariDataSource migrating() {
    return pool();
  }

  /** The answer of a commit cannot be lost on the way: it is known what became of each. */
  @Override
  public boolean begins(Handle handle, String writer, long group) {
    return true;
  }

  @Override
  public String inOrderOfKeys() {
    return " without rowid";
  }

  @Override
  public String contains(String column, String parameter) {
    return "instr(%s, %s) > 0".formatted(column, parameter);
  }

  /** There is one writer at a time. */
  @Override
  public String shareLock() {
    return "";
  }

  @Override
  public long now(Connection connection) {
    return clock.millis();
  }
}
