package io.writeback.queue;

import io.writeback.problem.Code;
import io.writeback.process.FatalErrors;
import io.writeback.process.Periodic;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the broker begins and ends transactions, which the consumers of requests wait for: some
 * (RabbitMQ over AMQP 1.0) never do, and never say so.
 *
 * <p>Asked until it has worked once. An attempt that hangs is left hanging, as the client may wait
 * for ever; none is made beside it.
 */
public final class TransactionProbe implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TransactionProbe.class);
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

  private final ConnectionFactory connections;
  private final String url;
  private final long patienceNanos;
  private final Periodic rounds;
  private Thread attempt;
  private long since;
  private boolean logged;
  private volatile boolean worked;

  /**
   * Begins to ask.
   *
   * @param connections not those of the consumers, which it would keep waiting
   * @param url for the log; holds no credentials
   * @param patience how long a broker may take before the log says that it does not answer
   */
  public TransactionProbe(ConnectionFactory connections, String url, Duration patience) {
    this.connections = connections;
    this.url = url;
    this.patienceNanos = patience.toNanos();
    this.rounds =
        new Periodic(
            "writeback-transactions",
            "the test transaction of the broker",
            Duration.ZERO,
            BETWEEN_TRIES.compareTo(patience) < 0 ? BETWEEN_TRIES : patience,
            this::round,
            failure -> false);
  }

  /** Whether a transaction has begun and ended. */
  public boolean hasWorked() {
    return worked;
  }

  private void round() {
    if (worked) {
      return;
    }
    if (attempt == null) {
      begin();
    } else if (!attempt.isAlive()) {
      // One that was refused is tried again; why, the consumers say.
      attempt = null;
    } else if (!logged && System.nanoTime() - since > patienceNanos) {
      logged = true;
      LOG.warn(
          "{} the broker at {} is connected and has begun no transaction for {} s: no request is read from its queue. A broker has to support transactions; docs/queue.md says which do",
          Code.QUEUE_NO_TRANSACTION,
          url,
          Duration.ofNanos(patienceNanos).toSeconds());
    }
  }

  private void begin() {
    since = System.nanoTime();
    attempt = new Thread(this::attempt, "writeback-transaction");
    attempt.setDaemon(true);
    attempt.start();
  }

  private void attempt() {
    try (Connection connection = connections.createConnection();
        Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
      session.rollback();
      worked = true;
    } catch (JMSException | RuntimeException e) {
      LOG.debug("no transaction at {}: {}", url, e.toString());
    } catch (Error e) {
      FatalErrors.caught(e);
      throw e;
    }
  }

  @Override
  public void close() {
    rounds.close();
  }
}
