package io.writeback.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.writeback.http.HttpWatch;
import io.writeback.http.Outcome;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Requests by host. */
final class RequestMeters implements HttpWatch {
  /** A destination may name hosts to send files to; those beyond this many share one name. */
  static final int MOST_HOSTS = 50;

  static final String OTHER = "other";

  /** Found once: to look into the table takes a little garbage. */
  private static final BitSet THROTTLED = new BitSet();

  static {
    IntStream.range(100, 600)
        .filter(status -> Outcome.of(status) == Outcome.THROTTLED)
        .forEach(THROTTLED::set);
  }

  private final MeterRegistry registry;
  private final Map<String, OfHost> hosts = new ConcurrentHashMap<>();

  RequestMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void answered(String server, int status, long nanos) {
    OfHost host = host(server);
    host.answers(status).record(nanos, TimeUnit.NANOSECONDS);
    if (THROTTLED.get(status)) {
      host.throttled.increment();
    }
  }

  @Override
  public void failed(String server, Outcome outcome) {
    Counter counter = host(server).failures.get(outcome);
    if (counter != null) {
      counter.increment();
    }
  }

  @Override
  public void retried(String server) {
    host(server).retries.increment();
  }

  private OfHost host(String server) {
    OfHost known = hosts.get(server);
    if (known != null) {
      return known;
    }
    String name = hosts.size() < MOST_HOSTS ? server : OTHER;
    return hosts.computeIfAbsent(name, OfHost::new);
  }

  /** What is counted of a host. Found without an allocation, as each request looks for it. */
  private final class OfHost {
    private final String name;
    private final Timer[] answers = new Timer[6];
    private final Counter throttled;
    private final Counter retries;
    private final Map<Outcome, Counter> failures = new EnumMap<>(Outcome.class);

    OfHost(String name) {
      this.name = name;
      throttled =
          counter(
              "writeback.throttled.responses", "Responses 429: the host asked for fewer requests");
      retries = counter("writeback.request.retries", "Requests that were sent again");
      for (Outcome outcome :
          new Outcome[] {
            Outcome.UNREACHED, Outcome.UNKNOWN, Outcome.THROTTLED, Outcome.MISDIRECTED
          }) {
        failures.put(
            outcome,
            Counter.builder("writeback.request.failures")
                .description("Requests without a response, by what that means")
                .tag("host", name)
                .tag("outcome", Words.of(outcome))
                .register(registry));
      }
    }

    private Counter counter(String meter, String what) {
      return Counter.builder(meter).description(what).tag("host", name).register(registry);
    }

    /** Two threads that come first get the same one. */
    Timer answers(int status) {
      int hundreds = status / 100 < answers.length ? status / 100 : 0;
      Timer timer = answers[hundreds];
      if (timer == null) {
        timer =
            Timer.builder("writeback.request.duration")
                .description("How long requests take until their response is complete")
                .tag("host", name)
                .tag("status", hundreds == 0 ? OTHER : hundreds + "xx")
                .serviceLevelObjectives(Buckets.REQUEST)
                .register(registry);
        answers[hundreds] = timer;
      }
      return timer;
    }
  }
}
