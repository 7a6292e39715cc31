package io.writeback.cli;

import io.writeback.destination.ExpectedRefusal;
import java.util.List;

/** Rows that will probably be refused, as lines of a table for people. */
final class ExpectedRefusalLines {
  private ExpectedRefusalLines() {}

  static void write(List<ExpectedRefusal> refusals, LabelledLines text) {
    for (ExpectedRefusal refusal : refusals) {
      text.format(
          "expected",
          "%,d %s probably be refused: %s  column %s: %s",
          refusal.rows(),
          refusal.rows() == 1 ? "row will" : "rows will",
          refusal.code(),
          refusal.column(),
          refusal.reason());
      for (ExpectedRefusal.Example example : refusal.examples()) {
        text.line(
            "", "row %d  %s  %s".formatted(example.row(), example.key(), example.detail()).strip());
      }
      if (refusal.rows() > refusal.examples().size()) {
        text.format("", "… and %,d more", refusal.rows() - refusal.examples().size());
      }
    }
  }
}
