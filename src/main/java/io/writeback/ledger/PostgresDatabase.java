package io.writeback.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.postgresql.PGConnection;

/**
 * A PostgreSQL database: the ledger that several machines share.
 *
 * <p>A pooler in front of it, such as PgBouncer, may give its connections away after each
 * transaction. Then nothing may be left in a session: a statement that the driver prepared under a
 * name, or a setting.
 */
final class PostgresDatabase implements Database {
  /** Long reads of one caller must not keep another from renewing its leases. */
  private static final int CONNECTIONS = 4;

  private static final String NOW = "cast(extract(epoch from clock_timestamp()) * 1000 as bigint)";

  /** A connection is waited for as long as the server is, within these bounds. */
  private static final long LEAST_CONNECTION_MILLIS = 2_500;

  private static final long MOST_CONNECTION_MILLIS = 10_000;

  /**
   * A process that is frozen in the middle of a transaction holds its locks: measured, its
   * successor waits for as long as it is frozen, and so does the renewal of leases. So the server
   * ends such a session, in half of the time that a lease lasts.
   */
  static final String SESSION =
      "set idle_in_transaction_session_timeout = '10s'; set lock_timeout = '20s'";

  /** The same for one transaction. */
  private static final String TRANSACTION = SESSION.replace("set ", "set local ");

  private static final String PREPARED_AFTER = "prepareThreshold";

  /**
   * Time limits of the driver, which would wait for ever for a peer that is gone without closing
   * the connection. The user's JDBC address wins over each. An answer is waited for a little longer
   * than the server waits for a lock.
   */
  private static final Map<String, String> TIMEOUTS =
      Map.of(
          "socketTimeout",
          "30",
          "connectTimeout",
          "5",
          "loginTimeout",
          "10",
          "tcpKeepAlive",
          "true");

  /** How long the row of a writer is kept that writes nothing: far longer than any outage. */
  private static final Duration KEPT = Duration.ofDays(30);

  private static final long VALIDATION_MILLIS = 2_000;

  /** What postgresql.conf may say of a commit that is on this server's disk when it returns. */
  private static final Set<String> ON_DISK = Set.of("on", "local", "remote_write", "remote_apply");

  private final LedgerAddress.Postgres address;
  private boolean behindPooler;

  PostgresDatabase(LedgerAddress.Postgres address) {
    this.address = address;
  }

  @Override
  public String place() {
    return "the ledger " + address;
  }

  @Override
  public HikariDataSource pool() {
    behindPooler = isBehindPooler();
    return new HikariDataSource(named("ledger"));
  }

  private HikariConfig named(String pool) {
    HikariConfig hikari = config();
    hikari.setPoolName(pool);
    return hikari;
  }

  /**
   * A pooler makes up the number of the session that it gives the driver. Asked by a connection
   * that has set nothing yet.
   */
  private boolean isBehindPooler() {
    Properties properties = new Properties();
    properties.putAll(TIMEOUTS);
    if (address.user() != null) {
      properties.setProperty("user", address.user());
    }
    if (address.password() != null) {
      properties.setProperty("password", address.password());
    }
    try (Connection connection = DriverManager.getConnection(address.url(), properties);
        Statement statement = connection.createStatement();
        ResultSet session = statement.executeQuery("select pg_backend_pid()")) {
      session.next();
      return session.getInt(1) != connection.unwrap(PGConnection.class).getBackendPID();
    } catch (SQLException e) {
      throw LedgerFailure.of(place(), e);
    }
  }

  private HikariConfig config() {
    HikariConfig hikari = new HikariConfig();
    hikari.setJdbcUrl(address.url());
    hikari.setUsername(address.user());
    hikari.setPassword(address.password());
    hikari.setMaximumPoolSize(CONNECTIONS);
    hikari.setMinimumIdle(1);
    hikari.setConnectionTimeout(
        Math.max(LEAST_CONNECTION_MILLIS, Math.min(MOST_CONNECTION_MILLIS, patience().toMillis())));
    hikari.setValidationTimeout(VALIDATION_MILLIS);
    TIMEOUTS.forEach(hikari::addDataSourceProperty);
    hikari.addDataSourceProperty("ApplicationName", "camel-writeback");
    if (behindPooler) {
      hikari.addDataSourceProperty(PREPARED_AFTER, "0");
    } else {
      hikari.setConnectionInitSql(SESSION);
    }
    return hikari;
  }

  @Override
  public Duration patience() {
    return address.patience();
  }

  @Override
  public CancelCheck cancelCheck() {
    return null;
  }

  @Override
  public HikariDataSource migrating() {
    HikariConfig hikari = named("ledger-migration");
    hikari.addDataSourceProperty("socketTimeout", "0");
    hikari.setMinimumIdle(0);
    return new HikariDataSource(hikari);
  }

  /**
   * The row of the writer is locked until the transaction ends: so this waits for an earlier try
   * whose connection is gone, but which the server may still commit.
   */
  @Override
  public boolean begins(Handle handle, String writer, long group) {
    if (behindPooler) {
      handle.execute(TRANSACTION);
    }
    if (group == 1) {
      handle.execute("delete from ledger_writer where used_at < " + NOW + " - ?", KEPT.toMillis());
    }
    int inserted =
        handle.execute(
            "insert into ledger_writer (id, last_group, used_at) values (?, ?, "
                + NOW
                + ") on conflict (id) do update"
                + " set last_group = excluded.last_group, used_at = excluded.used_at"
                + " where ledger_writer.last_group < excluded.last_group",
            writer,
            group);
    return inserted == 1;
  }

  @Override
  public String durability(Handle handle) {
    return handle.createQuery("show synchronous_commit").mapTo(String.class).one()
        + " "
        + handle.createQuery("show fsync").mapTo(String.class).one();
  }

  @Override
  public String weakness(String durability) {
    String[] both = durability.split(" ");
    return ON_DISK.contains(both[0]) && both[1].equals("on")
        ? ""
        : "synchronous_commit is " + both[0] + " and fsync is " + both[1] + "; both have to be on";
  }

  /**
   * None: a NOTIFY with each commit would make the commits of all sessions wait for each other, and
   * a query for a number costs as much as a look.
   */
  @Override
  public String othersVersion() {
    return "";
  }

  @Override
  public String inOrderOfKeys() {
    return "";
  }

  @Override
  public String contains(String column, String parameter) {
    return "position(%s in %s) > 0".formatted(parameter, column);
  }

  @Override
  public String shareLock() {
    return " for share";
  }

  /** The server's clock: those of the machines that share it may differ. */
  @Override
  public long now(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet now = statement.executeQuery("select " + NOW)) {
      now.next();
      return now.getLong(1);
    }
  }
}
