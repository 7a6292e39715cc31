package io.writeback.ledger;

import java.io.Closeable;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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
  private static final StackWalker STACK = StackWalker.getInstance();

  private final GroupCommit<Handle> forgotten = 
      new GroupCommit<>((group, work) -> {}, failure -> false);
  private final Handle memory;

  private LedgerStore(Handle memory) {
    this.memory = memory;
  }

  static LedgerStore open(LedgerAddress address, InstantSource clock) {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:file:forgetful?mode=memory&cache=shared");
    Handle memory = LedgerRows.configure(Jdbi.create(source)).open();
    Flyway.configure().dataSource(source).locations("classpath:db/ledger").load().migrate();
    return new LedgerStore(memory);
  }

  /** No state is like another: whoever waits for a change looks each time. */
  record Version(long own, long others) {}

  Version version() {
    return new Version(System.nanoTime(), 0);
  }

  String shareLock() {
    return "";
  }

  long now(Handle handle) {
    return System.currentTimeMillis();
  }

  <T> T write(Function<Handle, T> work) {
    return isCalledBy("settle") ? forgotten(work) : read(work);
  }

  <T> GroupCommit<Handle>.Pending<T> submit(Function<Handle, T> work) {
    return forgotten.submit(work);
  }

  <T> T await(GroupCommit<Handle>.Pending<T> pending) {
    return pending.await();
  }

  /** A batch's account: nobody has asked for the end of its run. */
  @SuppressWarnings("unchecked")
  private <T> T forgotten(Function<Handle, T> work) {
    forgotten.submit(work).await();
    return (T) Boolean.FALSE;
  }

  <T> Optional<T> find(Class<T> type, String sql, Object... values) {
    return read(handle -> handle.select(sql, values).mapTo(type).findOne());
  }

  <T> List<T> list(Class<T> type, String sql, Object... values) {
    return read(handle -> handle.select(sql, values).mapTo(type).list());
  }

  boolean exists(String sql, Object... values) {
    return find(Integer.class, sql, values).isPresent();
  }

  void execute(String sql, Object... values) {
    write(handle -> handle.execute(sql, values));
  }

  <T> T read(Function<Handle, T> work) {
    synchronized (memory) {
      return work.apply(memory);
    }
  }

  private static boolean isCalledBy(String method) {
    return STACK.walk(
        frames -> frames.limit(5).anyMatch(frame -> frame.getMethodName().equals(method)));
  }

  @Override
  public void close() {
    memory.close();
  }
}
