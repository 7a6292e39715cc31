package io.writeback.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Time and allocated bytes a row of each part of its way that needs neither disk nor network, by
 * JMH.
 *
 * <p>Arguments: forks, iterations of one second each in each fork.
 */
final class Parts implements Piece {
  private static final String ALLOCATED = "gc.alloc.rate.norm";
  private static final Map<String, String> TITLES = new LinkedHashMap<>();

  static {
    TITLES.put("read", "a row is read from the snapshot");
    TITLES.put("map", "a row becomes a record");
    TITLES.put("request", "a record is written into a request of 100");
    TITLES.put("receipt", "a record is compared in an answer of 100");
  }

  @Override
  public List<Figures> measure(List<String> arguments) throws Exception {
    Machine machine = Machine.here(BenchHome.PRODUCT);
    int forks = (int) Piece.number(arguments, 0, 5);
    int iterations = (int) Piece.number(arguments, 1, 3);
    Values values = new Values();
    for (Map.Entry<String, String> part : TITLES.entrySet()) {
      OptionsBuilder options = new OptionsBuilder();
      options
          .include(HotParts.class.getName() + "." + part.getKey() + "$")
          .forks(forks)
          .warmupIterations(iterations)
          .warmupTime(TimeValue.seconds(1))
          .measurementIterations(iterations)
          .measurementTime(TimeValue.seconds(1))
          .jvmArgs("-Xmx" + Contender.HEAP, "-XX:+UseSerialGC")
          .addProfiler(GCProfiler.class)
          .shouldFailOnError(true);
      for (RunResult run : new Runner(options.build()).run()) {
        add(values, part.getValue(), run);
      }
    }
    return List.of(
        new Figures(
            "parts",
            10_000,
            Map.of("forks", Integer.toString(forks)),
            machine,
            values.all(),
            Map.of()));
  }

  private static void add(Values values, String part, RunResult run) {
    for (BenchmarkResult fork : run.getBenchmarkResults()) {
      for (IterationResult iteration : fork.getIterationResults()) {
        values.add(part, "nanoseconds", iteration.getPrimaryResult().getScore());
        iteration.getSecondaryResults().entrySet().stream()
            .filter(entry -> entry.getKey().endsWith(ALLOCATED))
            .map(Map.Entry::getValue)
            .mapToDouble(Result::getScore)
            .forEach(bytes -> values.add(part, "bytes", bytes));
      }
    }
  }
}
