package io.writeback.cli;

import io.writeback.ledger.Cause;
import io.writeback.problem.Count;
import io.writeback.problem.Visible;
import io.writeback.run.Report;
import io.writeback.view.StateText;
import java.util.List;
import java.util.Locale;

/** A report as a table for people. */
public final class ReportTable {
  private static final int MOST_CAUSES = 10;

  private final LabelledLines text = new LabelledLines();

  private ReportTable() {}

  public static String of(Report report) {
    return of(report, report.state().name());
  }

  /**
   * A report of a run that may not have ended.
   *
   * @param state as people should see it
   */
  static String of(Report report, String state) {
    return new ReportTable().table(report, state);
  }

  private String table(Report report, String state) {
    text.emptyLine();
    text.line("run", report.run() + " of " + report.writeback());
    text.line("replay of", report.parent() == null ? null : "run " + report.parent());
    text.line("undo of", report.undoes() == null ? null : "run " + report.undoes());
    text.line("state", state + (report.code() == null ? "" : "  " + report.code()));
    text.line("paused", report.pause() == null ? null : StateText.pause(report));
    text.line("because", report.reason());
    text.line("from", report.source());
    text.line("to", report.target());
    mode(report);
    text.emptyLine();
    count("rows", report.tally().rows(), true, "");
    count("confirmed", report.tally().confirmed(), true, "the destination shows what was sent");
    count("created", report.created(), false, "of these, new in the destination");
    count("differs", report.tally().differs(), false, "written, but a field has another value");
    count("unchanged", report.tally().unchanged(), false, unchanged(report));
    count("superseded", report.tally().superseded(), false, "a later row has the same key");
    count("rejected", report.tally().rejected(), false, "not written, with a reason");
    count("in doubt", report.tally().inDoubt(), false, "may or may not be written");
    count("not sent", report.tally().notSent(), false, "");
    text.emptyLine();
    text.line("sent", sent(report));
    text.format("time", "%.1f s, %,.0f rows/s", report.seconds(), report.rowsPerSecond());
    if (!report.unmatchedColumns().isEmpty()) {
      text.line(
          "left out", "columns that fit no field: " + String.join(", ", report.unmatchedColumns()));
    }
    text.expectedRefusals(report.expectedRefusals());
    report.warnings().forEach(warning -> text.line("note", warning));
    causes("rejected because", report.rejectCauses());
    causes("differs", report.differenceCauses());
    text.line("rejects", report.rejectsFile());
    text.line("differences", report.differencesFile());
    text.line("created", report.createdFile());
    text.line("report", report.reportFile());
    return text.toString();
  }

  /** A destination of files takes all rows at once: its one record is no row. */
  private static String sent(Report report) {
    long reached = report.written() + report.tally().inDoubt();
    String what =
        report.requests() > 0 && report.recordsSent() < reached
            ? Count.of(reached, "row") + " together"
            : Count.of(report.recordsSent(), "record");
    return "%s in %s of %s, %s"
        .formatted(
            what,
            Count.of(report.requests(), "request"),
            Count.of(report.batches(), "batch", "batches"),
            Count.of(report.bytes(), "byte"));
  }

  private void mode(Report report) {
    if (report.everyRowBecause() != null) {
      text.line("sends", "every row, because " + report.everyRowBecause());
    } else if ("changed".equals(report.mode())) {
      text.line("sends", "changed rows only");
    }
  }

  private static String unchanged(Report report) {
    if (report.undoes() != null) {
      return "nothing to put back";
    }
    return "changed".equals(report.mode())
        ? "as it was confirmed before, or nothing to send"
        : "nothing to send";
  }

  private void causes(String heading, List<Cause> causes) {
    if (causes.isEmpty()) {
      return;
    }
    text.text("\n" + heading + "\n");
    for (Cause cause : causes.subList(0, Math.min(MOST_CAUSES, causes.size()))) {
      text.text(
          String.format(
              Locale.ROOT,
              "%,8d  %s%s%n          row %d: %s%n",
              cause.count(),
              cause.code().isEmpty() ? "" : cause.code() + "  ",
              Visible.line(cause.column().isEmpty() ? cause.cause() : "column " + cause.column()),
              cause.exampleRow(),
              Visible.line(cause.example())));
    }
    if (causes.size() > MOST_CAUSES) {
      text.text("          … and " + (causes.size() - MOST_CAUSES) + " more causes\n");
    }
    text.emptyLine();
  }

  private void count(String name, long count, boolean always, String meaning) {
    if (count > 0 || always) {
      text.format(name, "%,9d   %s", count, count == 0 ? "" : meaning);
    }
  }
}
