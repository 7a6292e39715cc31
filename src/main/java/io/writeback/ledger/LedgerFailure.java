package io.writeback.ledger;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What a failure of the database means to the person who has to fix it. */
final class LedgerFailure {
  /** The classes of SQLSTATE for values that do not fit and for violated constraints. */
  private static final Set<String> STATES_OF_THE_WORK = Set.of("22", "23");

  /** That of transactions that came into each other's way: deadlocks. */
  private static final String ROLLED_BACK = "40";

  /**
   * Those that a server gives when it ends a session, is ending or starting, or has no place; and
   * those of a lock that another session held for too long.
   */
  private static final Set<String> PASSING =
      Set.of("57P01", "57P02", "57P03", "57P05", "25P03", "53300", "55P03");

  private static final String CONNECTION = "08";

  private LedgerFailure() {}

  /** Whether the server is away for a while: a restart, a failover, a cut connection. */
  static boolean isAway(Throwable failure) {
    if (!(failure instanceof JdbiException)
        || !(sqlCause(failure) instanceof SQLException sql)
        || sql instanceof SQLiteException) {
      return false;
    }
    String state = sql.getSQLState();
    return state == null
        ? sql instanceof SQLTransientException
        : stateClass(sql).equals(CONNECTION) || PASSING.contains(state);
  }

  /**
   * The failure with the file and what to do.
   *
   * @param place the file, and what it is: {@code the ledger /data/ledger.db}
   */
  static LedgerException of(String place, Throwable failure) {
    Throwable cause = sqlCause(failure);
    if (cause instanceof SQLiteException sqlite) {
      return new LedgerException(
          place + " " + describe(sqlite.getResultCode()) + " (" + sqlite.getMessage() + ")",
          failure);
    }
    if (failure instanceof FlywayException && has(failure, "non-empty schema")) {
      return new LedgerException(
          place
              + " holds the tables of another program: give camel-writeback a folder of its own by"
              + " writeback.data-dir",
          failure);
    }
    if (cause instanceof SQLException sql && sql.getSQLState() != null) {
      String message = place + " " + describe(sql.getSQLState()) + " (" + sql.getMessage() + ")";
      return isAway(failure)
          ? new LedgerAwayException(message, failure)
          : new LedgerException(message, failure);
    }
    String message = place + ": " + cause.getMessage();
    return isAway(failure)
        ? new LedgerAwayException(message, failure)
        : new LedgerException(message, failure);
  }

  /** The classes of SQLSTATE, as PostgreSQL's manual lists them in appendix A. */
  private static String describe(String state) {
    if (state.startsWith("08") || state.startsWith("57P")) {
      return "does not answer: is the database server up, and does writeback.ledger name it?"
          + " then ./writeback resume";
    }
    if (state.startsWith("28")) {
      return "refused the login: see writeback.ledger-user and writeback.ledger-password";
    }
    return switch (state) {
      case "3D000" -> "does not exist: create the database that writeback.ledger names";
      case "42501" -> "may not be written by this user: grant it the right to its schema";
      case "25006" -> "is read-only: writeback.ledger has to name the primary server";
      case "53100" ->
          "cannot be written, the server's disk is full: free space there, then"
              + " ./writeback resume; nothing is sent without its intent on disk";
      case "25P03" -> "ended the session, as this process paused for too long";
      case "55P03" -> "was locked by another session for too long";
      case "53300" -> "has no connection left: raise the server's max_connections";
      default -> "failed";
    };
  }

  /**
   * Whether a failure is that of the disk or the connection, and not of what was asked of it: a
   * violated constraint, or an exception of our own.
   */
  static boolean isOfTheStore(Throwable failure) {
    return failure instanceof JdbiException && !isViolation(sqlCause(failure));
  }

  private static boolean isViolation(Throwable cause) {
    return cause instanceof SQLiteException sqlite
        ? primary(sqlite.getResultCode()) == SQLiteErrorCode.SQLITE_CONSTRAINT
        : cause instanceof SQLException sql && STATES_OF_THE_WORK.contains(stateClass(sql));
  }

  /** Whether the same may work at another try: two transactions waited for each other. */
  static boolean isCollision(Throwable failure) {
    return sqlCause(failure) instanceof SQLException sql && stateClass(sql).equals(ROLLED_BACK);
  }

  private static String stateClass(SQLException failure) {
    String state = failure.getSQLState();
    return state == null || state.length() < 2 ? "" : state.substring(0, 2);
  }

  private static Throwable sqlCause(Throwable failure) {
    Throwable cause = failure;
    while (!(cause instanceof SQLException) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** The low byte of a result code is what SQLite calls the primary one. */
  private static SQLiteErrorCode primary(SQLiteErrorCode code) {
    return SQLiteErrorCode.getErrorCode(code.code & 0xff);
  }

  private static boolean has(Throwable failure, String words) {
    return String.valueOf(failure.getMessage()).contains(words);
  }

  private static String describe(SQLiteErrorCode code) {
    if (code == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE) {
      // What a full disk looks like when the ledger is opened.
      return describe(SQLiteErrorCode.SQLITE_FULL);
    }
    return switch (primary(code)) {
      case SQLITE_FULL ->
          "cannot be written, the disk is full: free space there, then ./writeback"
              + " resume; nothing is sent without its intent on disk";
      case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH ->
          "may not be written: the file, its folder or the whole disk is read-only for this user;"
              + " give write access to the folder and all files in it";
      case SQLITE_CANTOPEN ->
          "cannot be opened: give this user read and write access to the folder and all files in"
              + " it; is the disk full, or is the name that of a folder?";
      case SQLITE_CORRUPT, SQLITE_NOTADB ->
          "is damaged, or is not a database: keep a copy of it, then restore a backup, or save"
              + " what can be read with sqlite3's .recover; if it is moved away together with its"
              + " -wal and -shm, a new one is created, without any earlier run";
      case SQLITE_BUSY, SQLITE_LOCKED ->
          "was held by another process for too long: is a backup or another program reading it?"
              + " End that, then try again";
      case SQLITE_IOERR ->
          "cannot be read or written: the disk is full, a quota is used up, the disk fails, or the"
              + " file system is not a local one; see the system's log";
      default -> "failed";
    };
  }
}
