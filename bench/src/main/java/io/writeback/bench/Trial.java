package io.writeback.bench;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One contender after the other writes the same rows to an echoing server.
 *
 * @param concurrency requests at once; the server refuses one more with a 429
 * @param latency of each answer, in milliseconds
 */
record Trial(long rows, int concurrency, long latency) {
  private static final Pattern RUN_SECONDS = Pattern.compile("\"seconds\":([0-9.]+)");

  /** Every contender once per round, so that whatever changes on the machine meets all of them. */
  Values run(int repetitions) throws Exception {
    Values values = new Values();
    try (BenchHome home = new BenchHome()) {
      home.writeRows(rows, row -> row);
      for (int round = 1; round <= repetitions; round++) {
        for (Contender who : Contender.values()) {
          once(home, who, values);
          values.tell(round, who.title());
        }
      }
    }
    return values;
  }

  private void once(BenchHome home, Contender who, Values values) throws Exception {
    try (EchoWorkfront echo = new EchoWorkfront(latency, concurrency, request -> {})) {
      home.configure(echo.port(), concurrency, "full");
      home.forget();
      Cost cost = Cost.of(who.command(home, echo.port(), concurrency));
      requireAll(who, cost, echo);
      values.add(who.title(), "wall", cost.seconds());
      values.add(who.title(), "processor", cost.processor());
      values.add(who.title(), "memory", cost.megabytes());
      values.add(who.title(), "requests", echo.requests());
      values.add(who.title(), "refused", echo.refused());
      Matcher run = RUN_SECONDS.matcher(cost.output());
      if (run.find()) {
        values.add(who.title(), "run", Double.parseDouble(run.group(1)));
      }
    }
  }

  private void requireAll(Contender who, Cost cost, EchoWorkfront echo) {
    String output = cost.output();
    boolean confirmed =
        output.strip().equals(Long.toString(rows))
            || Pattern.compile("\"confirmed\" ?: ?" + rows + "\\b").matcher(output).find();
    if (cost.exit() != 0 || echo.records() != rows || !confirmed) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "%s did not confirm all rows: exit %d, %,d records received%n%s",
              who.title(),
              cost.exit(),
              echo.records(),
              output));
    }
  }
}
