package io.writeback.ledger;

import java.io.Closeable;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteDataSource;

/**
 * Stands before the product's class of the same name on the class path: a ledger that forgets every
 * batch and keeps the rest in memory, so that a run costs what it costs without one.
 *
 * <p>A run over it ends with WB-502, as the ledger has none of its batches; whether all was sent is
 * for the destination to say.
 */
final class LedgerStore implements Closeable {
  private final GroupCommit<Handle> forgotten =
      new GroupCommit<>((group, work) -> {}, failure -> false);
  private final Handle memory;

  private final SqlStores stores;

  private LedgerStore(Jdbi jdbi, Database database) {
    this.memory = jdbi.open();
    this.stores = new SqlStores(jdbi, database, null, this::inMemory, this::inMemory);
  }

  static LedgerStore open(LedgerAddress address, InstantSource clock) {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:file:forgetful?mode=memory&cache=shared");
    SqliteDatabase database =
        new SqliteDatabase(((LedgerAddress.InDirectory) address).file(), clock);
    LedgerStore store =
        new LedgerStore(LedgerRows.configure(Jdbi.create(source), database), database);
    Flyway.configure()
        .dataSource(source)
        .locations("classpath:db/ledger")
        .placeholders(LedgerTables.placeholders(database))
        .load()
        .migrate();
    return store;
  }

  /** No state is like another: whoever waits for a change looks each time. */
  record Version(long own, long others) {}

  Version version() {
    return new Version(System.nanoTime(), 0);
  }

  <T> GroupCommit<Handle>.Pending<T> submit(Function<Handle, T> work) {
    return forgotten.submit(work);
  }

  <T> T await(GroupCommit<Handle>.Pending<T> pending) {
    return pending.await();
  }

  /** A store in memory, which forgets the accounts of batches. */
  <T> T of(Class<T> type) {
    T store = stores.of(type);
    if (type != BatchStore.class) {
      return store;
    }
    Object forgetful =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, values) ->
                // The run was not asked to cancel.
                method.getName().equals("settle") ? false : method.invoke(store, values));
    return type.cast(forgetful);
  }

  private Object inMemory(Function<Handle, Object> work) {
    synchronized (memory) {
      return memory.inTransaction(handle -> stores.within(handle, work));
    }
  }

  LedgerException failure(Throwable failure) {
    return new LedgerException(failure.getMessage(), failure);
  }

  void requireSame() {}

  void requireOurs() {}

  void onCommit(LongConsumer listener) {}

  void hurry() {}

  @Override
  public void close() {
    memory.close();
  }
}
