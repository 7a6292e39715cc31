package io.writeback.metrics;

import io.writeback.process.FatalErrors;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the ledger at most every few seconds, however often it is asked, and waits only a moment
 * for one that is away: what it said before holds meanwhile.
 */
final class LedgerReading {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerReading.class);

  /** How long what was read is good. */
  static final Duration KEPT = Duration.ofSeconds(5);

  private final Supplier<Figures> read;
  private final Executor reader;
  private final LongSupplier nanos;
  private final Duration patience;
  private CompletableFuture<Figures> reading;
  private Figures figures;
  private boolean readable;
  private boolean asked;
  private long askedAt;

  /**
   * @param reader where it is read
   * @param nanos the time, as {@link System#nanoTime}
   * @param patience how long a caller waits
   */
  LedgerReading(Supplier<Figures> read, Executor reader, LongSupplier nanos, Duration patience) {
    this.read = read;
    this.reader = reader;
    this.nanos = nanos;
    this.patience = patience;
  }

  /** What the ledger said last; empty if it never did. */
  synchronized Optional<Figures> latest() {
    long now = nanos.getAsLong();
    if (reading == null && (!asked || now - askedAt >= KEPT.toNanos())) {
      asked = true;
      askedAt = now;
      reading = CompletableFuture.supplyAsync(read, reader);
    }
    if (reading != null) {
      await();
    }
    return Optional.ofNullable(figures);
  }

  private void await() {
    try {
      figures = reading.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      readable = true;
      reading = null;
    } catch (TimeoutException e) {
      readable = false;
    } catch (ExecutionException e) {
      FatalErrors.caught(e.getCause());
      LOG.debug("figures cannot be read from the ledger: {}", e.getCause().toString());
      readable = false;
      reading = null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the ledger answered when it was last asked. */
  synchronized boolean isReadable() {
    return readable;
  }
}
