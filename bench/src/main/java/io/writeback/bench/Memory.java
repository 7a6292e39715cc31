package io.writeback.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether the memory of a run grows with its rows: the most that is resident, and, of further runs,
 * the live heap at 10, 50 and 90 % of the rows (a full collection before each look, which would
 * make the most that is resident smaller).
 *
 * <p>Arguments: rows (10,000 and 1,000,000 if not given), repetitions, requests at once.
 */
final class Memory implements Piece {
  private static final List<String> USUAL = List.of("10000", "1000000");

  @Override
  public List<Figures> measure(List<String> arguments) throws Exception {
    int repetitions = (int) Piece.number(arguments, 1, 5);
    int atOnce = (int) Piece.number(arguments, 2, 10);
    List<Figures> all = new ArrayList<>();
    for (String rows : arguments.isEmpty() ? USUAL : arguments.subList(0, 1)) {
      all.add(of(Long.parseLong(rows), repetitions, atOnce));
    }
    return all;
  }

  private static Figures of(long rows, int repetitions, int atOnce) throws Exception {
    Machine machine = Machine.here(BenchHome.PRODUCT);
    String product = Contender.PRODUCT.title();
    Values values = new Values();
    for (int round = 1; round <= repetitions; round++) {
      values.add(product, "memory", resident(rows, atOnce));
      Scale scale = new Scale(rows);
      Scale.Measured measured = scale.measure(home -> home.run(Contender.HEAP), atOnce, 0, true);
      if (measured.exit() != 0) {
        throw new IllegalStateException(measured.report());
      }
      scale
          .heap()
          .forEach(
              (percent, bytes) -> values.add(product, "heap at " + percent + " %", bytes / 1e6));
      values.tell(round, product);
    }
    Map<String, String> method =
        Map.of("requests at once", Integer.toString(atOnce), "heap", Contender.HEAP);
    return new Figures("memory", rows, method, machine, values.all(), Map.of());
  }

  private static double resident(long rows, int atOnce) throws Exception {
    try (BenchHome home = new BenchHome();
        EchoWorkfront echo = new EchoWorkfront(0, request -> {})) {
      home.writeRows(rows, row -> row);
      home.configure(echo.port(), atOnce, "full");
      Cost cost = Cost.of(home.run(Contender.HEAP));
      if (cost.exit() != 0 || echo.records() != rows) {
        throw new IllegalStateException("exit " + cost.exit() + "\n" + cost.output());
      }
      return cost.megabytes();
    }
  }
}
