package io.writeback.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.writeback.ledger.Pause;
import io.writeback.ledger.RunState;
import io.writeback.rows.Tally;
import io.writeback.run.ProgressListener;
import io.writeback.run.Report;
import io.writeback.run.Run;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/** Runs that this process executes, and their rows. */
final class RunMeters implements ProgressListener {
  /** How runs end. */
  static final RunState[] RESULTS = {
    RunState.COMPLETE,
    RunState.COMPLETE_WITH_REJECTS,
    RunState.STOPPED,
    RunState.FAILED,
    RunState.CANCELLED
  };

  /** What is certain of a row once its batch is settled. */
  private static final Map<String, ToLongFunction<Tally>> SETTLED = new LinkedHashMap<>();

  static {
    SETTLED.put("confirmed", Tally::confirmed);
    SETTLED.put("differs", Tally::differs);
    SETTLED.put("unchanged", Tally::unchanged);
    SETTLED.put("superseded", Tally::superseded);
    SETTLED.put("rejected", Tally::rejected);
  }

  private final MeterRegistry registry;
  private final InstantSource clock;
  private final Map<String, OfWriteback> writebacks = new ConcurrentHashMap<>();
  private final OfWriteback other;

  /** What was counted of each run in progress. */
  private final Map<String, Counted> inProgress = new ConcurrentHashMap<>();

  RunMeters(MeterRegistry registry, Set<String> writebacks, InstantSource clock) {
    this.registry = registry;
    this.clock = clock;
    // From the start, or the first of each would not be seen as an increase.
    writebacks.forEach(name -> this.writebacks.put(name, new OfWriteback(name)));
    other = new OfWriteback(RequestMeters.OTHER);
  }

  @Override
  public void accepted(Run run) {
    inProgress.put(run.id(), new Counted(of(run), Tally.NOTHING));
    if (run.entry().isFirstTry()) {
      Duration waited = Duration.between(run.entry().acceptedAt(), clock.instant());
      // The clock of a shared ledger may be ahead of ours.
      of(run).waited.record(waited.isNegative() ? Duration.ZERO : waited);
    }
  }

  @Override
  public void resumed(Run run) {
    inProgress.put(run.id(), new Counted(of(run), run.tally()));
  }

  @Override
  public void settled(Run run, Tally tally) {
    Counted counted = inProgress.get(run.id());
    if (counted != null) {
      counted.upTo(tally);
    }
  }

  @Override
  public void ended(Run run, Report report) {
    inProgress.remove(run.id());
    of(run).ended(report);
  }

  private OfWriteback of(Run run) {
    return writebacks.getOrDefault(run.writeback(), other);
  }

  /** The rows of a run that were counted already: batches that settle at once may be overtaken. */
  private static final class Counted {
    private final OfWriteback meters;
    private final long[] counts = new long[SETTLED.size()];

    Counted(OfWriteback meters, Tally before) {
      this.meters = meters;
      int at = 0;
      for (ToLongFunction<Tally> count : SETTLED.values()) {
        counts[at++] = count.applyAsLong(before);
      }
    }

    synchronized void upTo(Tally tally) {
      int at = 0;
      for (ToLongFunction<Tally> count : SETTLED.values()) {
        long now = count.applyAsLong(tally);
        if (now > counts[at]) {
          meters.settled[at].increment(now - counts[at]);
          counts[at] = now;
        }
        at++;
      }
    }
  }

  /** What is counted of a writeback. */
  private final class OfWriteback {
    private final String name;
    private final Map<RunState, Counter> results = new EnumMap<>(RunState.class);
    private final Map<String, Counter> pauses = new LinkedHashMap<>();
    private final Counter[] settled;
    private final Counter inDoubt;
    private final Counter notSent;
    private final Timer waited;
    private final Timer took;

    OfWriteback(String name) {
      this.name = name;
      for (RunState result : RESULTS) {
        results.put(
            result, counter("writeback.runs", "Runs that ended", "result", Words.of(result)));
      }
      for (Pause.Kind kind : Pause.Kind.values()) {
        pauses.put(
            kind.word(), counter("writeback.run.pauses", "Pauses of runs", "kind", kind.word()));
      }
      settled = SETTLED.keySet().stream().map(this::rows).toArray(Counter[]::new);
      inDoubt = rows("in_doubt");
      notSent = rows("not_sent");
      waited =
          Timer.builder("writeback.run.wait")
              .description("How long runs wait from acceptance until they begin")
              .tag("writeback", name)
              .serviceLevelObjectives(Buckets.WAIT)
              .register(registry);
      took =
          Timer.builder("writeback.run.duration")
              .description("How long runs take from acceptance to their end")
              .tag("writeback", name)
              .register(registry);
    }

    private Counter rows(String outcome) {
      return counter("writeback.rows", "Rows by what became of them", "outcome", outcome);
    }

    private Counter counter(String meter, String what, String label, String value) {
      return Counter.builder(meter)
          .description(what)
          .tag("writeback", name)
          .tag(label, value)
          .register(registry);
    }

    void ended(Report report) {
      Counter result = results.get(report.state());
      if (result != null) {
        result.increment();
        inDoubt.increment(report.tally().inDoubt());
        notSent.increment(report.tally().notSent());
        took.record(Math.round(report.seconds() * 1000), TimeUnit.MILLISECONDS);
      } else if (report.pause() != null && pauses.containsKey(report.pause())) {
        pauses.get(report.pause()).increment();
      }
    }
  }
}
