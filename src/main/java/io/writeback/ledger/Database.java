package io.writeback.ledger;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jdbi.v3.core.Handle;

/** What differs between the databases that can hold a ledger. */
interface Database {
  /** In a sentence: {@code the ledger /data/ledger.db}. */
  String place();

  HikariDataSource pool();

  /**
   * Whether the database is still the one that was opened; asked before every write.
   *
   * @throws LedgerException if it was deleted or replaced: what is written to it now is lost
   */
  default void requireSame() {}

  /** How durable a commit is, as this database says it. */
  String durability(Handle handle);

  /** Why a commit would not survive a crash; "" if it would. */
  String weakness(String durability);

  /** Milliseconds since 1970, by one clock for all who share the database. */
  long now(Connection connection) throws SQLException;

  /** Asks for a number that changes when another process commits; "" if there is none. */
  String othersVersion();

  /** How long it is waited for when it does not answer. */
  Duration patience();

  /** For migrations, which may take longer than any other statement. */
  HikariDataSource migrating();

  /**
   * Begins a group of writes.
   *
   * @param writer who writes
   * @param group from 1, greater than all before of this writer; the same if a group is repeated
   * @return false if the group is on disk already, although the answer to its commit was lost
   */
  boolean begins(Handle handle, String writer, long group);

  /**
   * What asks whether a run was cancelled; null if the pool is asked, which has connections enough.
   */
  CancelCheck cancelCheck();

  /** Behind a table: its rows are stored in the order of its primary key; "" if they cannot be. */
  String inOrderOfKeys();

  /** A condition: bytes in a column contain those of a parameter. */
  String contains(String column, String parameter);

  /** Behind a select: what it read stays so until the transaction ends; begins with a blank. */
  String shareLock();
}
