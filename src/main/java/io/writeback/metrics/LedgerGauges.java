package io.writeback.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.writeback.ledger.RunFigures.History;
import io.writeback.ledger.RunFigures.Phase;
import io.writeback.ledger.RunFigures.Unfinished;
import io.writeback.ledger.RunState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** Gauges from the ledger: they have sense after a restart too. */
final class LedgerGauges {
  private final MeterRegistry registry;
  private final LedgerReading reading;
  private final InstantSource clock;
  private final Instant started;

  /** Empty as long as the ledger could not be read. */
  private volatile Optional<Figures> figures = Optional.empty();

  LedgerGauges(
      MeterRegistry registry, Set<String> writebacks, LedgerReading reading, InstantSource clock) {
    this.registry = registry;
    this.reading = reading;
    this.clock = clock;
    this.started = clock.instant();
    writebacks.forEach(this::ofWriteback);
    gauge(
            "writeback.snapshot",
            "Bytes of the snapshots that are kept",
            said -> said.snapshotBytes())
        .baseUnit("bytes")
        .register(registry);
    gauge(
            "writeback.events.unsent",
            "Run events that the broker does not have yet",
            said -> said.unsent().events())
        .register(registry);
    gauge(
            "writeback.events.oldest.unsent.age",
            "How long the oldest event has waited; 0 if none waits",
            said -> age(said.unsent().oldest()))
        .baseUnit("seconds")
        .register(registry);
    gauge(
            "writeback.results.undelivered",
            "Results of runs that could not be delivered yet",
            said -> said.undelivered().results())
        .register(registry);
    gauge(
            "writeback.results.oldest.undelivered.age",
            "How long the oldest of them has waited; 0 if none waits",
            said -> age(said.undelivered().oldest()))
        .baseUnit("seconds")
        .register(registry);
    Gauge.builder("writeback.ledger.readable", () -> reading.isReadable() ? 1 : 0)
        .description("Whether the ledger answered when it was last read for these gauges")
        .register(registry);
  }

  private void ofWriteback(String name) {
    for (Phase phase : Phase.values()) {
      gauge(
              "writeback.runs.unfinished",
              "Runs that have not ended, or can be resumed",
              said -> said.unfinished(name, phase).map(Unfinished::runs).orElse(0L))
          .tag("writeback", name)
          .tag("phase", Words.of(phase))
          .register(registry);
    }
    gauge(
            "writeback.run.oldest.waiting.age",
            "How long the oldest run has waited for its turn; 0 if none waits",
            said -> age(said.unfinished(name, Phase.WAITING).map(Unfinished::oldest).orElse(null)))
        .tag("writeback", name)
        .baseUnit("seconds")
        .register(registry);
    gauge(
            "writeback.run.last.success.age",
            "How long ago a run last reached its last row",
            said -> sinceSuccess(said.histories().get(name)))
        .tag("writeback", name)
        .baseUnit("seconds")
        .register(registry);
    for (RunState result : RunMeters.RESULTS) {
      if (result != RunState.CANCELLED) {
        gauge(
                "writeback.run.last.result",
                "1 for how the newest run ended that was not cancelled",
                said -> said.histories().get(name).last() == result ? 1 : 0)
            .tag("writeback", name)
            .tag("result", Words.of(result))
            .register(registry);
      }
    }
  }

  private Gauge.Builder<LedgerGauges> gauge(
      String name, String what, ToDoubleFunction<Figures> value) {
    return Gauge.builder(
            name, this, self -> self.figures.map(value::applyAsDouble).orElse(Double.NaN))
        .description(what);
  }

  /** A writeback that never succeeded is as old as its first run, or as this process. */
  private double sinceSuccess(History history) {
    if (history.succeeded() != null) {
      return age(history.succeeded());
    }
    return age(
        history.first() != null && history.first().isBefore(started) ? history.first() : started);
  }

  /** In seconds; 0 for null. */
  private double age(Instant since) {
    return since == null
        ? 0
        : Math.max(0, Duration.between(since, clock.instant()).toMillis() / 1000.0);
  }

  /** Before the gauges are read. */
  void refresh() {
    figures = reading.latest();
  }

  /** What the ledger said last. */
  Optional<Figures> figures() {
    return reading.latest();
  }
}
