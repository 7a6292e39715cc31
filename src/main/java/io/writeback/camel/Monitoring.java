package io.writeback.camel;

import io.writeback.api.Health.Finding;
import io.writeback.engine.Engine;
import io.writeback.http.HostState;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.RunFigures;
import io.writeback.metrics.Figures;
import io.writeback.metrics.Metrics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.commons.lang3.concurrent.BasicThreadFactory;

/** The metrics of a server, attached to what they observe. */
final class Monitoring implements AutoCloseable {
  /** Events are sent within a second, unless the broker does not accept them. */
  private static final Duration LATE = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final Metrics metrics;
  private final ExecutorService reader =
      Executors.newSingleThreadExecutor(
          BasicThreadFactory.builder().namingPattern("writeback-metrics").daemon().build());

  /**
   * @param runtime whose engine is open
   * @param ledger the same as the engine's, by a connection of its own: no run waits for a scrape
   * @param writebacks the names of those that there are
   */
  Monitoring(WritebackRuntime runtime, Ledger ledger, Set<String> writebacks) {
    Engine engine = runtime.engine();
    clock = runtime.clock();
    metrics =
        new Metrics(
            writebacks,
            new Metrics.Observed() {
              @Override
              public List<HostState> hosts() {
                return runtime.http().hosts();
              }

              @Override
              public RunFigures figures() {
                return ledger.figures();
              }
            },
            clock,
            WritebackRuntime.nanos(clock),
            reader);
    runtime.http().watch(metrics.requests());
    engine.ledger().onCommit(metrics.commits());
    runtime.listen(metrics.runs());
  }

  /** All figures, in the text format of Prometheus. */
  String scrape() {
    return metrics.scrape();
  }

  /** Whether events wait for the broker. */
  Finding events() {
    Optional<RunFigures.Unsent> unsent = metrics.figures().map(Figures::unsent);
    if (unsent.isEmpty()) {
      return Finding.warn("the ledger could not be read yet");
    }
    if (unsent.get().events() == 0) {
      return Finding.up("no event waits for the broker");
    }
    Duration waited = Duration.between(unsent.get().oldest(), clock.instant());
    String text =
        "%d events wait for the broker, the oldest for %d s"
            .formatted(unsent.get().events(), Math.max(0, waited.toSeconds()));
    return waited.compareTo(LATE) < 0
        ? Finding.up(text)
        : Finding.warn(text + "; they are sent once it accepts them, see the log for what it says");
  }

  @Override
  public void close() {
    reader.shutdownNow();
    metrics.close();
  }
}
