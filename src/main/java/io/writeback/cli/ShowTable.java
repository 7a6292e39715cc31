package io.writeback.cli;

import io.writeback.ledger.BatchEntry;
import io.writeback.ledger.BatchTimes;
import io.writeback.ledger.ResultDelivery;
import io.writeback.problem.Count;
import io.writeback.problem.Visible;
import io.writeback.run.Report;
import io.writeback.view.DeliveryText;
import io.writeback.view.RunDetails;
import io.writeback.view.StateText;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** All about a run, for people: its report, then its times and batches, then what to do. */
final class ShowTable {
  private static final List<String> COLUMNS =
      List.of(
          "batch",
          "rows",
          "range",
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

  static String of(RunDetails shown, boolean all) {
    ShowTable table = new ShowTable();
    Report report = shown.report();
    table.text.text(
        ReportTable.of(
            report, shown.interrupted() ? StateText.INTERRUPTED : report.state().name()));
    table.rejects(shown);
    table.times(shown);
    table.results(shown.results());
    table.batches(shown, all);
    table.next(shown.next());
    return table.text.toString().stripLeading();
  }

  private void rejects(RunDetails shown) {
    if (shown.report().tally().rejected() > 0) {
      text.emptyLine();
      text.format(
          "rejects are",
          "%,d open, %,d written by a later run",
          shown.openRejects(),
          shown.supersededRejects());
    }
    if (!shown.replays().isEmpty()) {
      text.line("replayed by", String.join(", ", shown.replays()));
    }
    if (!shown.undos().isEmpty()) {
      text.line("undone by", String.join(", ", shown.undos()));
    }
  }

  private void times(RunDetails shown) {
    Report report = shown.report();
    BatchTimes times = shown.times();
    text.emptyLine();
    text.line("started by", shown.startedBy());
    if (shown.retriedBy() != null) {
      text.line("retried by", shown.retriedBy());
    }
    text.line("accepted", second(report.acceptedAt()));
    if (shown.approvedBy() != null) {
      text.line("approved", StateText.time(shown.approvedAt()) + "  by " + shown.approvedBy());
    }
    if (times.firstIntent() != null) {
      text.line(
          "first batch",
          StateText.time(times.firstIntent())
              + "  "
              + StateText.length(
                  Duration.between(Instant.parse(report.acceptedAt()), times.firstIntent())
                      .toMillis())
              + " later");
    }
    if (times.lastSettled() != null) {
      text.line("last batch", StateText.time(times.lastSettled()));
      text.line(
          "a batch took",
          "%s on average, %s at most (batch %d)"
              .formatted(
                  StateText.length(times.averageMillis()),
                  StateText.length(times.slowestMillis()),
                  times.slowestBatch()));
    }
    if (report.finishedAt() != null) {
      text.line("ended", second(report.finishedAt()));
    }
    if (shown.cancelAskedAt() != null) {
      text.line("cancel asked", StateText.time(shown.cancelAskedAt()));
    }
  }

  private void results(List<ResultDelivery> results) {
    for (ResultDelivery one : results) {
      text.line("results, " + one.kind(), one.destination() + ", " + DeliveryText.of(one));
    }
  }

  private void batches(RunDetails shown, boolean all) {
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
    TextTable table = new TextTable(COLUMNS, "range");
    for (BatchEntry batch : shown.batches()) {
      table.row(
          Arrays.asList(
              batch.number(),
              batch.lastRow() < batch.firstRow()
                  ? "none"
                  : batch.firstRow() + "–" + batch.lastRow(),
              batch.place(),
              batch.until() == null
                  ? batch.state()
                  : batch.state() + " until " + StateText.time(batch.until()),
              batch.records(),
              batch.tally().confirmed(),
              batch.tally().differs(),
              batch.tally().rejected(),
              batch.tally().inDoubt(),
              batch.tally().notSent(),
              batch.requests(),
              batch.recordsSent(),
              batch.millis() == null ? "" : StateText.length(batch.millis())));
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
}
