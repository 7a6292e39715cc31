package io.writeback.ledger;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
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
  private final Database database;
  private final CancelCheck cancels;
  private final Access read;
  private final Access write;
  private final Map<Class<?>, Object> stores = new ConcurrentHashMap<>();
  private final ThreadLocal<Handle> current = new ThreadLocal<>();

  /** Does some work with a handle; in the end by {@link #within}. */
  @FunctionalInterface
  interface Access {
    Object with(Function<Handle, Object> work);
  }

  /**
   * @param cancels see {@link Database#cancelCheck}
   */
  SqlStores(Jdbi jdbi, Database database, CancelCheck cancels, Access read, Access write) {
    this.jdbi = jdbi;
    this.database = database;
    this.cancels = cancels;
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
    if (type == BatchStatements.class) {
      return new BatchStatements(database, cancels, this);
    }
    if (type == FingerprintStatements.class) {
      return new FingerprintStatements(this);
    }
    if (type == KnownObjectStatements.class) {
      return new KnownObjectStatements(this);
    }
    Map<Method, Kind> kinds = new HashMap<>();
    for (Method method : type.getMethods()) {
      kinds.put(method, Kind.of(method));
    }
    Object statements = jdbi.getConfig(Extensions.class).findFor(type, this).orElseThrow();
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type, OfLedger.class},
        (store, method, values) -> {
          Kind kind = kinds.getOrDefault(method, Kind.READ);
          if (kind == Kind.STORE) {
            return of(method.getReturnType());
          }
          Call call =
              method.isDefault()
                  ? () -> InvocationHandler.invokeDefault(store, method, values)
                  : () -> method.invoke(statements, values);
          Handle inside = current.get();
          if (inside != null && kind == Kind.WRITE && !inside.isInTransaction()) {
            throw new IllegalStateException(method.getName() + " is a write within a read");
          }
          if (inside != null || kind == Kind.PLAIN) {
            return call.result();
          }
          return (kind == Kind.WRITE ? write : read).with(handle -> call.result());
        });
  }

  /** What a method of a store does; found once, as annotations are looked up slowly. */
  private enum Kind {
    /** It gives another store. */
    STORE,
    READ,
    WRITE,
    /** It does by itself neither of both. */
    PLAIN;

    static Kind of(Method method) {
      if (method.isAnnotationPresent(CreateSqlObject.class)) {
        return STORE;
      }
      if (method.isDefault()) {
        return method.isAnnotationPresent(Transaction.class) ? WRITE : PLAIN;
      }
      return method.isAnnotationPresent(SqlQuery.class) ? READ : WRITE;
    }
  }

  /** Whether the thread is in a transaction or a read. */
  boolean isWithin() {
    return current.get() != null;
  }

  /** Reads something in what the thread is in, or else in a read of its own. */
  <T> T reading(Function<Handle, T> work) {
    Handle inside = current.get();
    if (inside != null) {
      return work.apply(inside);
    }
    @SuppressWarnings("unchecked")
    T result = (T) read.with(work::apply);
    return result;
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
