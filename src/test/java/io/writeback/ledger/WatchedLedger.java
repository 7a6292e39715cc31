package io.writeback.ledger;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.spi.JdbiPlugin;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.transaction.DelegatingTransactionHandler;
import org.jdbi.v3.core.transaction.LocalTransactionHandler;
import org.jdbi.v3.core.transaction.TransactionHandler;

/**
 * What this thread has the databases of those ledgers do that are opened while this plugin is
 * installed.
 */
public final class WatchedLedger implements JdbiPlugin {
  private static final ThreadLocal<List<String>> HEARD = new ThreadLocal<>();

  /** A part of a statement whose transaction is committed and then answered by nothing. */
  private static final ThreadLocal<String> LOST = new ThreadLocal<>();

  /** Lets JDBI find this plugin on the class path of this thread. */
  public interface Installed extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * @param folder for a file that names the plugin
   */
  public static Installed in(Path folder) throws IOException {
    Path file = folder.resolve("plugins/META-INF/services/" + JdbiPlugin.class.getName());
    Files.createDirectories(file.getParent());
    Files.writeString(file, WatchedLedger.class.getName());
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(
        new URLClassLoader(new URL[] {folder.resolve("plugins").toUri().toURL()}, before));
    return () -> thread.setContextClassLoader(before);
  }

  /** The statements of a piece of work. */
  static List<String> statements(Runnable work) {
    List<String> heard = new ArrayList<>();
    HEARD.set(heard);
    try {
      work.run();
    } finally {
      HEARD.remove();
    }
    return heard;
  }

  /**
   * Loses the answer to a commit, once.
   *
   * @param part of a statement of the transaction
   */
  public static void losesAnswer(String part) {
    LOST.set(part);
    HEARD.set(new ArrayList<>());
  }

  /** Whether the answer was lost meanwhile. */
  public static boolean hasLostAnswer() {
    return LOST.get() == null;
  }

  @Override
  public void customizeJdbi(Jdbi jdbi) {
    jdbi.setSqlLogger(
        new SqlLogger() {
          @Override
          public void logBeforeExecution(StatementContext context) {
            List<String> heard = HEARD.get();
            if (heard != null) {
              heard.add(context.getParsedSql().getSql());
            }
          }
        });
    jdbi.setTransactionHandler(new Forgetful(LocalTransactionHandler.binding()));
  }

  private static final class Forgetful extends DelegatingTransactionHandler {
    Forgetful(TransactionHandler handler) {
      super(handler);
    }

    @Override
    public TransactionHandler specialize(Handle handle) throws SQLException {
      return new Forgetful(getDelegate().specialize(handle));
    }

    @Override
    public <R, X extends Exception> R inTransaction(Handle handle, HandleCallback<R, X> callback)
        throws X {
      R result = super.inTransaction(handle, callback);
      String lost = LOST.get();
      if (lost != null && HEARD.get().stream().anyMatch(sql -> sql.contains(lost))) {
        LOST.remove();
        HEARD.remove();
        throw new ConnectionException(new SQLException("the connection was cut", "08006"));
      }
      return result;
    }
  }
}
