package io.writeback.metrics;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.writeback.http.HostState;
import io.writeback.http.HttpWatch;
import io.writeback.ledger.RunFigures;
import io.writeback.run.ProgressListener;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The figures of this process, and those of its ledger.
 *
 * <p>Counters are of this process and begin at 0 with it. What has to survive a restart comes from
 * the ledger and is the same in all processes that share it. Labels are names of writebacks and of
 * hosts, and a few fixed words: however many runs there are, there are no more series.
 */
public final class Metrics implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final RequestMeters requests = new RequestMeters(registry);
  private final RunMeters runs;
  private final Timer commits;
  private final LedgerGauges ledger;
  private final HostGauges hosts;

  /** What is observed. */
  public interface Observed {
    /** The hosts that have a limit. */
    List<HostState> hosts();

    /** Read on a connection that no run waits for. */
    RunFigures figures();
  }

  /**
   * @param writebacks their names
   * @param nanos the time, as {@link System#nanoTime}
   * @param reader reads the ledger
   */
  public Metrics(
      Set<String> writebacks,
      Observed observed,
      InstantSource clock,
      LongSupplier nanos,
      Executor reader) {
    runs = new RunMeters(registry, writebacks, clock);
    hosts = new HostGauges(registry, observed::hosts);
    Supplier<Figures> read = () -> Figures.read(observed.figures(), writebacks);
    ledger =
        new LedgerGauges(
            registry,
            writebacks,
            new LedgerReading(read, reader, nanos, Duration.ofSeconds(1)),
            clock);
    commits =
        Timer.builder("writeback.ledger.commit")
            .description("How long commits of the ledger take, with their statements")
            .serviceLevelObjectives(Buckets.COMMIT)
            .register(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  /** Observes requests. */
  public HttpWatch requests() {
    return requests;
  }

  /** Observes runs. */
  public ProgressListener runs() {
    return runs;
  }

  /** Gets how many nanoseconds each commit of the ledger took. */
  public LongConsumer commits() {
    return nanos -> commits.record(nanos, TimeUnit.NANOSECONDS);
  }

  /** The figures of the ledger, at most some seconds old. */
  public Optional<Figures> figures() {
    return ledger.figures();
  }

  /** All figures, in the text format of Prometheus. */
  public String scrape() {
    ledger.refresh();
    hosts.refresh();
    return registry.scrape();
  }

  @Override
  public void close() {
    registry.close();
  }
}
