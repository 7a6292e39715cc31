package io.writeback.bench;

import java.util.List;
import java.util.Map;

/**
 * The product beside a hand-written Java client and a Python script, in turn and against the same
 * echoing server: wall and processor time of the whole process, and the most memory that it had.
 *
 * <p>Arguments: rows, repetitions, requests at once, latency in ms.
 *
 * @param name {@code compare}, which has no latency, or {@code ceiling}, where the latency decides
 */
record Race(String name, long rows, long latency) implements Piece {
  @Override
  public List<Figures> measure(List<String> arguments) throws Exception {
    Machine machine = Machine.here(BenchHome.PRODUCT);
    long count = Piece.number(arguments, 0, rows);
    int repetitions = (int) Piece.number(arguments, 1, 5);
    int atOnce = (int) Piece.number(arguments, 2, 10);
    long millis = Piece.number(arguments, 3, latency);
    Values values = new Trial(count, atOnce, millis).run(repetitions);
    Map<String, String> method =
        Map.of(
            "requests at once",
            Integer.toString(atOnce),
            "latency in ms",
            Long.toString(millis),
            "heap",
            Contender.HEAP);
    return List.of(new Figures(name, count, method, machine, values.all(), Map.of()));
  }
}
