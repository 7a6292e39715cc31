package io.writeback.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;

/**
 * Finds the rows whose key comes again later, on disk: memory does not grow with rows.
 *
 * <p>Keys are appended to a scratch table and sorted by SQLite once all are in. The file can be
 * computed again from the snapshot at any time, so it is neither synced nor kept.
 */
public final class KeyIndex implements Closeable {
  private static final int CHUNK = 5_000;
  private static final long NONE = Long.MAX_VALUE;

  private final Path file;
  private final Connection connection;
  private final PreparedStatement insert;
  private int pending;
  private ResultSet superseded;
  private long next = NONE;
  private long count;

  /** An empty index in a file of its own; a file that is there already is thrown away. */
  public KeyIndex(Path file) {
    this.file = file;
    try {
      Files.deleteIfExists(file);
      SQLiteConfig config = new SQLiteConfig();
      config.setJournalMode(SQLiteConfig.JournalMode.OFF);
      config.setSynchronous(SQLiteConfig.SynchronousMode.OFF);
      config.setTempStoreDirectory(file.getParent().toString());
      config.setCacheSize(-8_000);
      connection = config.createConnection("jdbc:sqlite:" + file);
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "create table key_row (row_key text not null, row_number integer not null)");
      }
      connection.setAutoCommit(false);
      insert = connection.prepareStatement("insert into key_row values (?, ?)");
    } catch (IOException | SQLException e) {
      throw failure(e);
    }
  }

  /** Adds a key; rows come in ascending order. */
  public void add(String key, long row) {
    try {
      insert.setString(1, key);
      insert.setLong(2, row);
      insert.addBatch();
      if (++pending == CHUNK) {
        insert.executeBatch();
        pending = 0;
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Ends adding: from now on rows can be asked for. Returns how many rows are superseded. */
  public long seal() {
    try {
      insert.executeBatch();
      insert.close();
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "create table superseded as select row_number from ("
                + "select row_number, lead(row_number) over"
                + " (partition by row_key order by row_number) as later from key_row)"
                + " where later is not null order by row_number");
        try (ResultSet counted = statement.executeQuery("select count(*) from superseded")) {
          counted.next();
          count = counted.getLong(1);
        }
      }
      connection.commit();
      superseded =
          connection
              .createStatement()
              .executeQuery("select row_number from superseded order by rowid");
      advance();
      return count;
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Whether a later row has the same key; asked in ascending order of rows. */
  public boolean isSuperseded(long row) {
    while (next < row) {
      advance();
    }
    return next == row;
  }

  private void advance() {
    try {
      next = superseded.next() ? superseded.getLong(1) : NONE;
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
      Files.deleteIfExists(file);
    } catch (IOException | SQLException e) {
      throw failure(e);
    }
  }

  private LedgerException failure(Exception e) {
    return LedgerFailure.of("the key index " + file, e);
  }
}
