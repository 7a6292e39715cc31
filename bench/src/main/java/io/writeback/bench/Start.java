package io.writeback.bench;

import java.util.List;
import java.util.Map;

/**
 * How long a person waits for short commands, as they are typed: by the launcher, in a folder where
 * a run was before. In turn, after one of each that does not count.
 *
 * <p>Arguments: repetitions.
 */
final class Start implements Piece {
  @Override
  public List<Figures> measure(List<String> arguments) throws Exception {
    Machine machine = Machine.here(BenchHome.PRODUCT);
    int repetitions = (int) Piece.number(arguments, 0, 7);
    Values values = new Values();
    try (BenchHome home = new BenchHome()) {
      home.writeRows(1, row -> row);
      round(0, home, new Values());
      for (int round = 1; round <= repetitions; round++) {
        round(round, home, values);
      }
      home.forget();
      for (int round = 1; round <= repetitions; round++) {
        home.forget();
        measure(round, home, Contender.PRODUCT, "one row, first run in a folder", values);
      }
    }
    return List.of(new Figures("start", 1, Map.of(), machine, values.all(), Map.of()));
  }

  private static void round(int round, BenchHome home, Values values) throws Exception {
    for (Contender who : Contender.values()) {
      String subject = "one row, " + who.title();
      measure(round, home, who, subject, values);
    }
    command(round, home, values, "list");
    command(round, home, values, "check", "bench");
  }

  private static void measure(
      int round, BenchHome home, Contender who, String subject, Values values) throws Exception {
    try (EchoWorkfront echo = new EchoWorkfront(0, request -> {})) {
      home.configure(echo.port(), 1, "full");
      Cost cost = Cost.of(who.command(home, echo.port(), 1));
      if (cost.exit() != 0 || echo.records() != 1) {
        throw new IllegalStateException(who.title() + ": " + cost.output());
      }
      add(values, subject, cost);
      values.add(subject, "first request", (echo.firstRequest() - cost.begin()) / 1e9);
      values.add(subject, "first write", (echo.firstUpdate() - cost.begin()) / 1e9);
      values.tell(round, subject);
    }
  }

  private static void command(int round, BenchHome home, Values values, String... command)
      throws Exception {
    try (EchoWorkfront echo = new EchoWorkfront(0, request -> {})) {
      home.configure(echo.port(), 1, "full");
      Cost cost = Cost.of(home.command(List.of(), command));
      if (cost.exit() != 0) {
        throw new IllegalStateException(command[0] + ": " + cost.output());
      }
      add(values, command[0], cost);
      values.tell(round, command[0]);
    }
  }

  private static void add(Values values, String subject, Cost cost) {
    values.add(subject, "wall", cost.seconds());
    values.add(subject, "processor", cost.processor());
    values.add(subject, "memory", cost.megabytes());
  }
}
