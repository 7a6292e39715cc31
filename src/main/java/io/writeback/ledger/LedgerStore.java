package io.writeback.ledger;

import com.zaxxer.hikari.HikariDataSource;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.io.Closeable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * The database of a ledger: opened durably, its tables created or upgraded. A failure names the
 * place and what to do.
 */
final class LedgerStore implements Closeable {
  private final Database database;
  private final HikariDataSource pool;
  private final Jdbi jdbi;
  private final Outages outages;
  private final String writer = UUID.randomUUID().toString();
  private final GroupCommit<Handle> commits;
  private final AtomicLong committed = new AtomicLong();
  private final CancelCheck cancels;
  private final SqlStores stores;
  private volatile LongConsumer onCommit = nanos -> {};

  private LedgerStore(Database database, HikariDataSource pool) {
    this.database = database;
    this.pool = pool;
    // Plugins that a site puts on the class path: metrics, slow statements; ours has none.
    this.jdbi = LedgerRows.configure(Jdbi.create(pool).installPlugins(), database);
    this.outages = new Outages(database.place(), database.patience(), System::nanoTime);
    this.commits = new GroupCommit<>(this::commit, outages::again);
    this.cancels = database.cancelCheck();
    this.stores = new SqlStores(jdbi, database, cancels, this::read, this::write);
  }

  static LedgerStore open(LedgerAddress address, InstantSource clock) {
    Database database =
        address instanceof LedgerAddress.Postgres postgres
            ? new PostgresDatabase(postgres)
            : new SqliteDatabase(((LedgerAddress.InDirectory) address).file(), clock);
    HikariDataSource pool = null;
    try {
      pool = database.pool();
      LedgerTables.prepare(pool, database);
      LedgerStore store = new LedgerStore(database, pool);
      store.requireDurable();
      store.requireSame();
      return store;
    } catch (RuntimeException e) {
      if (pool != null) {
        pool.close();
      }
      throw e instanceof LedgerException known ? known : LedgerFailure.of(database.place(), e);
    }
  }

  private void requireDurable() {
    String weakness = database.weakness(read(database::durability));
    if (!weakness.isEmpty()) {
      throw new LedgerException(database.place() + " would not survive a crash: " + weakness, null);
    }
  }

  /** See {@link Database#requireSame}. */
  void requireSame() {
    database.requireSame();
  }

  /**
   * What distinguishes two states of the ledger, as far as that costs next to nothing.
   *
   * @param own the commits of this process
   * @param others what {@link Database#othersVersion} has
   */
  record Version(long own, long others) {}

  /**
   * The state of the ledger before whatever is read next; where it cannot be asked, one that was
   * never before.
   *
   * <p>By JDBC itself, as an idle server asks five times a second.
   */
  Version version() {
    long own = committed.get();
    String query = database.othersVersion();
    if (query.isEmpty()) {
      return new Version(own, 0);
    }
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet others = statement.executeQuery(query)) {
      others.next();
      return new Version(own, others.getLong(1));
    } catch (SQLException e) {
      // Whoever reads then waits for the database, or reports it.
      return new Version(own, System.nanoTime());
    }
  }

  /** See {@link SqlStores#of}. */
  <T> T of(Class<T> type) {
    return stores.of(type);
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

  /** Reads something; from the beginning, if the connection is lost on the way. */
  <T> T read(Function<Handle, T> work) {
    return guarded(() -> readPatiently(work));
  }

  private <T> T readPatiently(Function<Handle, T> work) {
    while (true) {
      try {
        T result = jdbi.withHandle(handle -> stores.within(handle, work));
        outages.over();
        return result;
      } catch (JdbiException e) {
        if (!outages.again(e)) {
          throw e;
        }
      }
    }
  }

  /** The answer to a commit can be lost, so a group that is repeated is looked for first. */
  private void commit(long group, Consumer<Handle> work) {
    long begun = System.nanoTime();
    database.requireSame();
    jdbi.useTransaction(
        handle -> {
          if (database.begins(handle, writer, group)) {
            stores.within(
                handle,
                inside -> {
                  work.accept(inside);
                  return null;
                });
          }
        });
    committed.incrementAndGet();
    outages.over();
    onCommit.accept(System.nanoTime() - begun);
  }

  private <T> T guarded(Supplier<T> work) {
    try {
      return work.get();
    } catch (JdbiException | IllegalArgumentException e) {
      // What a consumer of rows throws is not the ledger's fault, and goes through.
      throw failure(e);
    }
  }

  /** The failure with the ledger's place and what to do. */
  LedgerException failure(Throwable failure) {
    return LedgerFailure.of(database.place(), failure);
  }

  /** See {@link Ledger#requireOurs}. */
  void requireOurs() {
    LedgerTables.upgrade(pool)
        .ifPresent(
            upgrade -> {
              throw new WritebackException(
                  Code.LEDGER_UPGRADED,
                  "%s was upgraded (%s), and this is %s: it ends, and the processes of the new version resume its runs. Start this one with the new version too"
                      .formatted(database.place(), upgrade, LedgerTables.program()));
            });
  }

  /** See {@link Ledger#onCommit}. */
  void onCommit(LongConsumer listener) {
    onCommit = listener;
  }

  /** See {@link Ledger#hurry}. */
  void hurry() {
    outages.hurry();
  }

  @Override
  public void close() {
    outages.close();
    commits.close();
    if (cancels != null) {
      cancels.close();
    }
    pool.close();
  }
}
