package io.writeback.bench;

import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;

/**
 * What a run with mode=changed costs when none, few, some and all of the rows have changed, beside
 * one that sends every row and knows of no earlier one.
 *
 * <p>Arguments: rows, repetitions, requests at once, latency in ms.
 */
final class Changed implements Piece {
  /** What stands in the column budget, one run after the other. */
  private static final LongUnaryOperator FIRST = row -> row;

  private static final LongUnaryOperator ONE_PERCENT = row -> row % 100 == 42 ? row + 1 : row;
  private static final LongUnaryOperator TEN_PERCENT =
      row -> ONE_PERCENT.applyAsLong(row) + (row % 10 == 3 ? 1 : 0);
  private static final LongUnaryOperator ALL = row -> TEN_PERCENT.applyAsLong(row) + 1;

  @Override
  public List<Figures> measure(List<String> arguments) throws Exception {
    Machine machine = Machine.here(BenchHome.PRODUCT);
    long rows = Piece.number(arguments, 0, 1_000_000);
    int repetitions = (int) Piece.number(arguments, 1, 5);
    int atOnce = (int) Piece.number(arguments, 2, 10);
    long latency = Piece.number(arguments, 3, 0);
    Values values = new Values();
    for (int round = 1; round <= repetitions; round++) {
      try (BenchHome home = new BenchHome();
          EchoWorkfront echo = new EchoWorkfront(latency, request -> {})) {
        Round once = new Round(round, rows, home, echo, values);
        home.configure(echo.port(), atOnce, "full");
        once.run("mode: full", FIRST, rows);
        home.forget();
        home.configure(echo.port(), atOnce, "changed");
        once.run("mode: changed, all rows new", FIRST, rows);
        once.run("mode: changed, 0 % changed", FIRST, 0);
        once.run("mode: changed, 1 % changed", ONE_PERCENT, rows / 100);
        once.run("mode: changed, 10 % changed", TEN_PERCENT, rows / 10);
        once.run("mode: changed, 100 % changed", ALL, rows);
      }
    }
    Map<String, String> method =
        Map.of(
            "requests at once",
            Integer.toString(atOnce),
            "latency in ms",
            Long.toString(latency),
            "heap",
            Contender.HEAP);
    return List.of(new Figures("changed", rows, method, machine, values.all(), Map.of()));
  }

  private record Round(int number, long rows, BenchHome home, EchoWorkfront echo, Values values) {
    void run(String name, LongUnaryOperator budget, long expected) throws Exception {
      home.writeRows(rows, budget);
      long before = echo.records();
      Cost cost = Cost.of(home.run(Contender.HEAP));
      long received = echo.records() - before;
      if (cost.exit() != 0 || received != expected) {
        throw new IllegalStateException(
            "%s: exit %d, received %d, not %d%n%s"
                .formatted(name, cost.exit(), received, expected, cost.output()));
      }
      values.add(name, "wall", cost.seconds());
      values.add(name, "processor", cost.processor());
      values.add(name, "memory", cost.megabytes());
      values.tell(number, name);
    }
  }
}
