package io.writeback.cli;

import io.writeback.problem.Count;
import io.writeback.problem.Visible;
import io.writeback.view.StateText;
import io.writeback.view.WhyAnswer;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Which runs have written a record, for people. */
final class WhyText {
  private static final List<String> COLUMNS =
      List.of("field", "column", "in the source", "before", "after", "found then");

  private WhyText() {}

  /**
   * @param object how the person called what holds the record; null if that was not said
   */
  static String of(WhyAnswer answer, String object, int limit) {
    String what =
        (object == null ? "" : object + " ")
            + answer.key()
            + (answer.field() == null ? "" : " " + answer.field());
    LabelledLines text = new LabelledLines();
    if (answer.found().isEmpty()) {
      text.text("No run that is kept has sent " + visible(what) + ".\n");
    } else {
      text.text(
          "%s: in %s, the latest first%n"
              .formatted(visible(what), Count.of(answer.found().size(), "run")));
    }
    if (answer.laterRuns() > 0) {
      text.text(
          "%s since then and did not send it; the last is %s.%n"
              .formatted(
                  Count.of(answer.laterRuns(), "run wrote there", "runs wrote there"),
                  answer.latestRun()));
    }
    answer.found().forEach(one -> finding(text, one, answer.targets().size() != 1));
    text.text("\n" + searched(answer, limit) + "\n");
    answer.notes().forEach(note -> text.text(visible(note) + "\n"));
    return text.toString().stripTrailing();
  }

  private static void finding(LabelledLines text, WhyAnswer.Finding one, boolean withTarget) {
    text.emptyLine();
    text.line("run", one.run() + " of " + one.writeback());
    text.line(
        "", one.outcome().words() + (one.at() == null ? "" : ", " + StateText.time(one.at())));
    if (one.code() != null) {
      text.line("", one.code() + " " + one.reason());
    }
    if (withTarget) {
      text.line("target", one.target());
    }
    text.line("place", one.place());
    text.line("from", from(one));
    text.line("started by", one.startedBy());
    text.line("approved by", one.approvedBy());
    if (!one.values().isEmpty()) {
      text.text(table(one.values()));
    }
    if (!one.rowKept() && one.values().isEmpty()) {
      text.line("values", "not kept any more");
    }
  }

  private static String from(WhyAnswer.Finding one) {
    String version =
        one.version() == null || one.version().isEmpty() ? "" : ", version " + one.version();
    String source = one.source() == null ? "" : " of " + one.source() + version;
    if (one.row() == 0) {
      return "no row" + source;
    }
    return one.from() == null
        ? "row %,d%s".formatted(one.row(), source)
        : "row %,d of a replay: row %,d of run %s%s"
            .formatted(one.row(), one.fromRow(), one.from(), source);
  }

  private static TextTable table(List<WhyAnswer.Value> values) {
    TextTable table =
        new TextTable(COLUMNS, COLUMNS.subList(1, COLUMNS.size()).toArray(String[]::new));
    for (WhyAnswer.Value value : values) {
      table.row(
          Arrays.asList(
              value.field(),
              value.column(),
              shown(value.cell()),
              shown(value.before()),
              shown(value.after()),
              shown(value.found())));
    }
    return table;
  }

  /** What is not known is left out; a blank value is something that is known. */
  private static String shown(Object value) {
    if (value == null) {
      return "";
    }
    String text =
        value instanceof Collection<?> all
            ? String.join(", ", all.stream().map(String::valueOf).toList())
            : value.toString();
    return text.isEmpty() ? "(empty)" : text;
  }

  private static String searched(WhyAnswer answer, int limit) {
    if (answer.runs() == 0) {
      return "No run that is kept has sent anything there; runs are removed after"
          + " writeback.run-retention.";
    }
    String searched =
        "Searched %s, the oldest accepted at %s"
            .formatted(Count.of(answer.runs(), "run"), StateText.time(answer.since()));
    return answer.more()
        ? searched + "; older ones may have sent it too: --limit " + 10L * limit
        : searched + ". What was removed since then (writeback.run-retention) is not known.";
  }

  private static String visible(String text) {
    return Visible.line(text);
  }
}
