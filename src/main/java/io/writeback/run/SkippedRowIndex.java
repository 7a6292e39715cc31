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
 * Finds the rows that are not sent: those whose key comes again later, and those whose values were
 * confirmed before. On disk: memory does not grow with rows.
 *
 * <p>Keys are appended to a scratch table and sorted by SQLite once all are in. The file can be
 * computed again from the snapshot at any time, so it is neither synced nor kept.
 */
public final class SkippedRowIndex implements Closeable {
  private static final int CHUNK = 5_000;
  private static final long NONE = Long.MAX_VALUE;

  private final Path file;
  private final Connection connection;
  private final PreparedStatement insert;
  private int pending;
  private ResultSet skipped;
  private long next = NONE;
  private boolean nextSuperseded;

  /** Empty, in a file of its own; a file that is there already is thrown away. */
  public SkippedRowIndex(Path file) {
    this.file = file;
    try {
      Files.deleteIfExists(file);
      SQLiteConfig config = new SQLiteConfig();
      config.setJournalMode(SQLiteConfig.JournalMode.OFF);
      config.setSynchronous(SQLiteConfig.SynchronousMode.OFF);
      // The driver puts it between quotes as it is.
      config.setTempStoreDirectory(file.getParent().toString().replace("'", "''"));
      config.setCacheSize(-8_000);
      connection = config.createConnection(SqliteUrl.of(file));
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "create table key_row (row_key text not null, row_number integer not null,"
                + " unchanged integer not null)");
      }
      connection.setAutoCommit(false);
      insert = connection.prepareStatement("insert into key_row values (?, ?, ?)");
    } catch (IOException | SQLException e) {
      throw failure(e);
    }
  }

  /** Adds a row that is sent, unless a later one has its key. */
  public void add(String key, long row) {
    add(key, row, false);
  }

  /**
   * Adds a row.
   *
   * @param unchanged whether its values were confirmed before
   */
  public void add(String key, long row, boolean unchanged) {
    try {
      insert.setString(1, key);
      insert.setLong(2, row);
      insert.setInt(3, unchanged ? 1 : 0);
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
      long superseded;
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "create table skipped as select row_number, later is not null as superseded from ("
                + "select row_number, unchanged, lead(row_number) over"
                + " (partition by row_key order by row_number) as later from key_row)"
                + " where later is not null or unchanged = 1 order by row_number");
        try (ResultSet counted =
            statement.executeQuery("select coalesce(sum(superseded), 0) from skipped")) {
          counted.next();
          superseded = counted.getLong(1);
        }
      }
      connection.commit();
      rewind();
      return superseded;
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Lets the rows be asked for from the first one again. */
  public void rewind() {
    try {
      if (skipped != null) {
        skipped.getStatement().close();
      }
      skipped =
          connection
              .createStatement()
              .executeQuery("select row_number, superseded from skipped order by rowid");
      advance();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Whether a later row has the same key; asked in ascending order of rows. */
  public boolean isSuperseded(long row) {
    return reached(row) && nextSuperseded;
  }

  /** Whether the row, the last of its key, was added as unchanged; asked in ascending order. */
  public boolean isUnchanged(long row) {
    return reached(row) && !nextSuperseded;
  }

  private boolean reached(long row) {
    while (next < row) {
      advance();
    }
    return next == row;
  }

  private void advance() {
    try {
      next = skipped.next() ? skipped.getLong(1) : NONE;
      nextSuperseded = next != NONE && skipped.getBoolean(2);
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

  private ScratchFileException failure(Exception e) {
    return LedgerFailure.ofScratch("the key index " + file, e);
  }
}
