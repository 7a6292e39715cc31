package io.writeback.cli;

import io.writeback.destination.ExpectedRefusal;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;

/** Rows that will probably be refused, as lines of a table for people. */
final class ExpectedRefusalLines {
  private ExpectedRefusalLines() {}

  /**
   * @param line receives the name of a line, "" if it continues the one before, and its text
   */
  static void write(List<ExpectedRefusal> refusals, BiConsumer<String, String> line) {
    for (ExpectedRefusal refusal : refusals) {
      line.accept(
          "expected",
          String.format(
              Locale.ROOT,
              "%,d %s probably be refused: %s  column %s: %s",
              refusal.rows(),
              refusal.rows() == 1 ? "row will" : "rows will",
              refusal.code(),
              refusal.column(),
              refusal.reason()));
      for (ExpectedRefusal.Example example : refusal.examples()) {
        line.accept(
            "", "row %d  %s  %s".formatted(example.row(), example.key(), example.detail()).strip());
      }
      if (refusal.rows() > refusal.examples().size()) {
        line.accept("", "… and %,d more".formatted(refusal.rows() - refusal.examples().size()));
      }
    }
  }
}
