package io.writeback.cli;

import io.writeback.problem.Count;
import io.writeback.problem.Visible;
import io.writeback.run.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** All about a run, for people: its report, then its times and batches, then what to do. */
final class ShowTable {
  private static final List<String> COLUMNS =
      List.of(
          "batch",
          "rows",
          "state",
          "records",
          "confirmed",
          "differs",
          "rejected",
          "in doubt",
          "not sent",
          "requests",
          "sent",
          "time");

  private final LabelledLines text = new LabelledLines();

  private ShowTable() {}

  static String of(ShowCommand.Shown shown, boolean all) {
    ShowTable table = new ShowTable();
    Report report = shown.report();
    table.text.text(
        ReportTable.of(
            report, shown.interrupted() ? StateText.INTERRUPTED : report.state().name()));
    table.rejects(shown);
    table.times(shown);
    table.batches(shown, all);
    table.next(shown.next());
    return table.text.toString().stripLeading();
  }

  private void rejects(ShowCommand.Shown shown) {
    if (shown.report().tally().rejected() > 0) {
      text.emptyLine();
      line(
          "rejects are",
          String.format(
              Locale.ROOT,
              "%,d open, %,d written by a later run",
              shown.openRejects(),
              shown.supersededRejects()));
    }
    if (!shown.replays().isEmpty()) {
      line("replayed by", String.join(", ", shown.replays()));
    }
  }

  private void times(ShowCommand.Shown shown) {
    Report report = shown.report();
    ShowCommand.Times times = shown.times();
    text.emptyLine();
    line("started by", shown.startedBy());
    if (shown.retriedBy() != null) {
      line("retried by", shown.retriedBy());
    }
    line("accepted", second(report.acceptedAt()));
    if (times.firstIntent() != null) {
      line(
          "first batch",
          second(times.firstIntent())
              + "  "
              + StateText.length(between(report.acceptedAt(), times.firstIntent()))
              + " later");
    }
    if (times.lastSettled() != null) {
      line("last batch", second(times.lastSettled()));
      line(
          "a batch took",
          "%s on average, %s at most (batch %d)"
              .formatted(
                  StateText.length(times.averageMillis()),
                  StateText.length(times.slowestMillis()),
                  times.slowestBatch()));
    }
    if (report.finishedAt() != null) {
      line("ended", second(report.finishedAt()));
    }
    if (shown.cancelAskedAt() != null) {
      line("cancel asked", second(shown.cancelAskedAt()));
    }
  }

  private void batches(ShowCommand.Shown shown, boolean all) {
    long count = shown.report().batches();
    if (count == 0) {
      return;
    }
    text.text(
        String.format(
            Locale.ROOT,
            "%n%s, %,d of them open%s%n",
            Count.of(count, "batch", "batches"),
            shown.openBatches(),
            all || shown.batches().size() == count
                ? ""
                : shown.batches().isEmpty()
                    ? "; all rows of each went out at the first try"
                    : "; those in which something happened, the first %d at most (--batches lists all)"
                        .formatted(shown.batches().size())));
    if (shown.batches().isEmpty()) {
      return;
    }
    boolean places = shown.batches().stream().anyMatch(batch -> batch.range() != null);
    List<String> columns = new ArrayList<>(COLUMNS);
    if (places) {
      columns.add(2, "range");
    }
    TextTable table = new TextTable(columns);
    for (ShowCommand.Batch batch : shown.batches()) {
      List<Object> cells =
          new ArrayList<>(
              Arrays.asList(
                  batch.number(),
                  batch.lastRow() < batch.firstRow()
                      ? "none"
                      : batch.firstRow() + "–" + batch.lastRow(),
                  batch.until() == null
                      ? batch.state()
                      : batch.state() + " until " + second(batch.until()),
                  batch.records(),
                  batch.tally().confirmed(),
                  batch.tally().differs(),
                  batch.tally().rejected(),
                  batch.tally().inDoubt(),
                  batch.tally().notSent(),
                  batch.requests(),
                  batch.recordsSent(),
                  batch.millis() == null ? "" : StateText.length(batch.millis())));
      if (places) {
        cells.add(2, batch.range() == null ? "" : batch.range());
      }
      table.row(cells);
    }
    text.text(table);
  }

  private void next(List<String> steps) {
    if (steps.isEmpty()) {
      return;
    }
    text.text("\nWhat to do\n");
    steps.forEach(step -> text.text("  " + Visible.line(step) + "\n"));
  }

  private static String second(String instant) {
    return StateText.time(Instant.parse(instant));
  }

  private static long between(String from, String to) {
    return Duration.between(Instant.parse(from), Instant.parse(to)).toMillis();
  }

  private void line(String name, String value) {
    text.line(name, value);
  }
}
