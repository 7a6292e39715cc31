package io.writeback.e2e;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
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
 * Ends the process as SIGKILL does, right before or right after the commit of a durable step.
 *
 * <p>Set by the system property {@code failpoint}: {@code SETTLE:before:3} is the third commit with
 * an account of a batch. Installed in a child process by a services file.
 */
public final class FailPoint implements JdbiPlugin {
  /** The durable steps of a run, each identified by a statement of its transaction. */
  public enum Step {
    ACCEPT("insert into run "),
    CLAIM("insert into target_lease"),
    SNAPSHOT("set state = 'SNAPSHOT', source = :source"),
    PLAN("set state = 'RUNNING', plan = :text"),
    INTENT("insert into batch"),
    SETTLE("set state = 'CLOSED'"),
    END("finished_at = :now where id = :runId and epoch = :epoch"),
    RELEASE("set held_until = 0 where run_id"),
    LEAVE("set in_doubt = :doubtful, not_sent = :unsent"),
    PAUSE("pause_kind = :kind"),
    TAKEN("set operation = :operation"),
    KNOWN("set full_at = :now"),
    REPLAY("snapshot_sha256, remarks"),
    ALERT("insert into alert_message");

    private final String words;

    Step(String words) {
      this.words = words;
    }
  }

  private final Step step;
  private final boolean before;
  private final AtomicInteger left;
  private volatile boolean seen;

  public FailPoint() {
    String[] parts = System.getProperty("failpoint").split(":");
    step = Step.valueOf(parts[0]);
    before = parts[1].equals("before");
    left = new AtomicInteger(Integer.parseInt(parts[2]));
  }

  @Override
  public void customizeJdbi(Jdbi jdbi) throws SQLException {
    jdbi.setSqlLogger(
        new SqlLogger() {
          @Override
          public void logAfterExecution(StatementContext context) {
            seen |= context.getRenderedSql().replaceAll("\\s+", " ").contains(step.words);
          }
        });
    jdbi.setTransactionHandler(new Halting(LocalTransactionHandler.binding()));
  }

  /** The statements that JDBI does not see. */
  @Override
  public Connection customizeConnection(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            FailPoint.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, values) -> {
              if (method.getName().equals("prepareStatement")) {
                seen |= ((String) values[0]).replaceAll("\\s+", " ").contains(step.words);
              }
              try {
                return method.invoke(connection, values);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /** One transaction at a time per connection: the statement seen belongs to the next commit. */
  private final class Halting extends DelegatingTransactionHandler {
    Halting(TransactionHandler delegate) {
      super(delegate);
    }

    @Override
    public TransactionHandler specialize(Handle handle) throws SQLException {
      return new Halting(getDelegate().specialize(handle));
    }

    @Override
    public <R, X extends Exception> R inTransaction(Handle handle, HandleCallback<R, X> callback)
        throws X {
      seen = false;
      R done =
          getDelegate()
              .inTransaction(
                  handle,
                  inside -> {
                    R result = callback.withHandle(inside);
                    if (before) {
                      halt();
                    }
                    return result;
                  });
      if (!before) {
        halt();
      }
      return done;
    }
  }

  private void halt() {
    if (seen && left.decrementAndGet() == 0) {
      Runtime.getRuntime().halt(137);
    }
  }
}
