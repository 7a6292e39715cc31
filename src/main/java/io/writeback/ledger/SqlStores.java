package io.writeback.ledger;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.extension.ExtensionContext;
import org.jdbi.v3.core.extension.Extensions;
import org.jdbi.v3.core.extension.HandleSupplier;
import org.jdbi.v3.sqlobject.CreateSqlObject;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/**
 * Makes stores out of interfaces of statements.
 *
 * <p>JDBI would make an object for each call, which takes longer than most statements (measured:
 * three times the processor time of an account). So each is made once, and takes the handle of the
 * transaction or the read that the thread is in.
 */
final class SqlStores implements HandleSupplier {
  private final Jdbi jdbi;
  private final Access read;
  private final Access write;
  private final Map<Class<?>, Object> stores = new ConcurrentHashMap<>();
  private final ThreadLocal<Handle> current = new ThreadLocal<>();

  /** Does some work with a handle; in the end by {@link #within}. */
  @FunctionalInterface
  interface Access {
    Object with(Function<Handle, Object> work);
  }

  SqlStores(Jdbi jdbi, Access read, Access write) {
    this.jdbi = jdbi;
    this.read = read;
    this.write = write;
  }

  /**
   * A store. A query is read; an update, or a method that is a {@code @Transaction} of several
   * statements, returns once it is on disk. Within such a method each is a part of it.
   */
  <T> T of(Class<T> type) {
    return type.cast(stores.computeIfAbsent(type, this::make));
  }

  private Object make(Class<?> type) {
    Object statements = jdbi.getConfig(Extensions.class).findFor(type, this).orElseThrow();
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type, OfLedger.class},
        (store, method, values) -> {
          if (method.isAnnotationPresent(CreateSqlObject.class)) {
            return of(method.getReturnType());
          }
          Call call =
              method.isDefault()
                  ? () -> InvocationHandler.invokeDefault(store, method, values)
                  : () -> method.invoke(statements, values);
          boolean isWrite =
              method.isDefault()
                  ? method.isAnnotationPresent(Transaction.class)
                  : !method.isAnnotationPresent(SqlQuery.class);
          Handle inside = current.get();
          if (inside != null && isWrite && !inside.isInTransaction()) {
            throw new IllegalStateException(method.getName() + " is a write within a read");
          }
          if (inside != null || method.isDefault() && !isWrite) {
            return call.result();
          }
          return (isWrite ? write : read).with(handle -> call.result());
        });
  }

  /** Makes a store a class of this package, so that it may have stores that only this one sees. */
  private interface OfLedger {}

  /** A call of a method of a store; what it throws is unchecked. */
  @FunctionalInterface
  private interface Call {
    Object make() throws Throwable;

    default Object result() {
      try {
        return make();
      } catch (Throwable e) {
        Throwable failure = e instanceof InvocationTargetException ? e.getCause() : e;
        if (failure instanceof Error error) {
          throw error;
        }
        throw failure instanceof RuntimeException known
            ? known
            : new IllegalStateException(failure);
      }
    }
  }

  /** Does some work, with the stores of this thread in its transaction or read. */
  <T> T within(Handle handle, Function<Handle, T> work) {
    current.set(handle);
    try {
      return work.apply(handle);
    } finally {
      current.remove();
    }
  }

  @Override
  public Handle getHandle() {
    return current.get();
  }

  @Override
  public Jdbi getJdbi() {
    return jdbi;
  }

  @Override
  public ConfigRegistry getConfig() {
    return jdbi.getConfig();
  }

  @Override
  public <V> V invokeInContext(ExtensionContext context, Callable<V> task) throws Exception {
    return task.call();
  }
}
