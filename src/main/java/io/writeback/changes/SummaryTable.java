package io.writeback.changes;

import io.writeback.problem.Count;
import java.util.Iterator;

/** A summary as lines for a terminal, and the first of its changes. */
public final class SummaryTable {
  private static final String TO = "→";

  private final StringBuilder text = new StringBuilder();

  private SummaryTable() {}

  /**
   * The lines, each with its end.
   *
   * @param changes those of the summary, from the first one
   * @param most how many of them are shown
   */
  public static String of(ChangeSummary summary, Iterator<Change> changes, int most) {
    SummaryTable table = new SummaryTable();
    table.rows(summary);
    table.fields(summary);
    table.moves(summary);
    table.replaced(summary);
    table.changes(summary, changes, most);
    return table.text.toString();
  }

  private void rows(ChangeSummary summary) {
    PlannedRows rows = summary.rows();
    AlignedLines lines = new AlignedLines();
    lines.row("would change", rows.changed(), Count.of(summary.cells(), "value"));
    row(lines, "would be created", rows.created(), "no record has their value yet");
    row(lines, "cannot tell", rows.unknown(), "a field of theirs cannot be read");
    row(lines, "equal", rows.equal(), "hold already what would be written");
    row(lines, "rejected", rows.rejected(), "would not be sent");
    row(lines, "not found", rows.notFound(), "have no record in the destination");
    block(Count.of(rows.total(), "row"), lines);
    if (summary.gone() != null) {
      text.append('\n').append(summary.gone().sentence()).append('\n');
    }
  }

  private static void row(AlignedLines lines, String name, long rows, String meaning) {
    if (rows > 0) {
      lines.row(name, rows, meaning);
    }
  }

  private void fields(ChangeSummary summary) {
    AlignedLines lines = new AlignedLines();
    boolean unreadable = summary.fields().stream().anyMatch(field -> field.unreadable() > 0);
    for (FieldChanges field : summary.fields()) {
      if (lines.isEmpty()) {
        header(lines, unreadable);
      }
      if (unreadable) {
        lines.row(
            field.field(), field.changes(), field.fromBlank(), field.toBlank(), field.unreadable());
      } else {
        lines.row(field.field(), field.changes(), field.fromBlank(), field.toBlank());
      }
    }
    block("fields", lines);
  }

  private static void header(AlignedLines lines, boolean unreadable) {
    if (unreadable) {
      lines.row("", "changes", "from empty", "to empty", "cannot be read");
    } else {
      lines.row("", "changes", "from empty", "to empty");
    }
  }

  private void moves(ChangeSummary summary) {
    AlignedLines lines = new AlignedLines();
    for (FieldChanges field : summary.fields()) {
      for (Moved moved : field.moves()) {
        lines.row(
            field.field(),
            moved.distance(),
            moved.before(),
            TO,
            moved.after(),
            "row",
            moved.row(),
            moved.key());
      }
    }
    block("largest moves", lines);
  }

  private void replaced(ChangeSummary summary) {
    AlignedLines lines = new AlignedLines();
    for (FieldChanges field : summary.fields()) {
      for (Replaced replaced : field.replaced()) {
        lines.row(
            field.field(),
            replaced.atLeast(),
            replaced.exact() ? "times" : "times at least",
            replaced.shownBefore(),
            TO,
            replaced.shownAfter());
      }
    }
    block("most often replaced", lines);
  }

  private void changes(ChangeSummary summary, Iterator<Change> changes, int most) {
    AlignedLines lines = new AlignedLines();
    for (int shown = 0; shown < most && changes.hasNext(); shown++) {
      Change change = changes.next();
      lines.row(
          change.row(),
          change.key(),
          change.field(),
          change.shownBefore(),
          TO,
          change.shownAfter());
    }
    long more = summary.cells() + (summary.gone() == null ? 0 : summary.gone().cells()) - most;
    block(more > 0 ? "the first changes, and %,d more".formatted(more) : "changes", lines);
  }

  private void block(String heading, AlignedLines lines) {
    if (!lines.isEmpty()) {
      text.append(text.isEmpty() ? "" : "\n").append(heading).append('\n').append(lines);
    }
  }
}
