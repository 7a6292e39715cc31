package io.writeback.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures a piece and prints its table; or measures pieces, keeps their figures and writes
 * docs/performance.md: {@code bench/run PIECE …} and {@code bench/run report ["PIECE …"] …}.
 */
public final class Measure {
  private static final double QUIET = 0.5;
  private static final Map<String, Piece> PIECES =
      Map.of(
          "compare", new Race("compare", 200_000, 0),
          "ceiling", new Race("ceiling", 100_000, 300),
          "memory", new Memory(),
          "changed", new Changed(),
          "start", new Start(),
          "parts", new Parts(),
          "profile", new Profile());

  private Measure() {}

  public static void main(String[] args) throws Exception {
    List<String> line = List.of(args);
    Results results = Results.of(BenchHome.PROJECT);
    if (!line.get(0).equals("report")) {
      System.out.println(new Tables(results).of(measured(line)));
      return;
    }
    String state = System.getProperty("state", Results.NOW);
    for (String piece : line.subList(1, line.size())) {
      for (Figures figures : measured(List.of(piece.strip().split("\\s+")))) {
        figures.write(results.folder().resolve(state));
      }
      writePage();
    }
    writePage();
  }

  private static void writePage() throws IOException {
    Files.writeString(
        BenchHome.PROJECT.resolve("docs/performance.md"), Page.text(BenchHome.PROJECT));
  }

  private static List<Figures> measured(List<String> line) throws Exception {
    Piece piece = PIECES.get(line.get(0));
    if (piece == null) {
      throw new IllegalArgumentException(
          "\"%s\" is no piece; there are %s"
              .formatted(line.get(0), PIECES.keySet().stream().sorted().toList()));
    }
    double load = Machine.here(BenchHome.PRODUCT).load();
    if (load > QUIET) {
      System.err.printf(
          Locale.ROOT, "The machine is not quiet: %.2f processes were running.%n", load);
    }
    long begin = System.nanoTime();
    List<Figures> figures = piece.measure(line.subList(1, line.size()));
    System.err.printf(
        Locale.ROOT, "%s: %.0f s%n", String.join(" ", line), (System.nanoTime() - begin) / 1e9);
    return figures;
  }
}
