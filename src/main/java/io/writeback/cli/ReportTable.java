package io.writeback.cli;

import io.writeback.ledger.Cause;
import io.writeback.run.Report;
import java.util.List;
import java.util.Locale;

/** A report as a table for people. */
final class ReportTable {
  private static final int MOST_CAUSES = 10;

  private final StringBuilder text = new StringBuilder();

  private ReportTable() {}

  static String of(Report report) {
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
    text.append('\n');
    line("run", report.run() + " of " + report.writeback());
    line("replay of", report.parent() == null ? null : "run " + report.parent());
    line("state", state + (report.code() == null ? "" : "  " + report.code()));
    line("paused", report.pause() == null ? null : Words.pause(report));
    line("because", report.reason());
    line("from", report.source());
    line("to", report.target());
    mode(report);
    text.append('\n');
    count("rows", report.rows(), true, "");
    count("confirmed", report.confirmed(), true, "the destination shows what was sent");
    count("differs", report.differs(), false, "written, but a field has another value");
    count("unchanged", report.unchanged(), false, unchanged(report));
    count("superseded", report.superseded(), false, "a later row has the same key");
    count("rejected", report.rejected(), false, "not written, with a reason");
    count("in doubt", report.inDoubt(), false, "may or may not be written");
    count("not sent", report.notSent(), false, "");
    text.append('\n');
    line(
        "sent",
        "%,d records in %,d requests of %,d batches, %,d bytes",
        report.recordsSent(),
        report.requests(),
        report.batches(),
        report.bytes());
    line("time", "%.1f s, %,.0f rows/s", report.seconds(), report.rowsPerSecond());
    if (!report.unmatchedColumns().isEmpty()) {
      line(
          "left out", "columns that fit no field: " + String.join(", ", report.unmatchedColumns()));
    }
    ExpectedRefusalLines.write(report.expectedRefusals(), this::line);
    report.warnings().forEach(warning -> line("note", warning));
    causes("rejected because", report.rejectCauses());
    causes("differs", report.differenceCauses());
    line("rejects", report.rejectsFile());
    line("differences", report.differencesFile());
    line("report", report.reportFile());
    return text.toString();
  }

  private void mode(Report report) {
    if (report.everyRowBecause() != null) {
      line("sends", "every row, because " + report.everyRowBecause());
    } else if ("changed".equals(report.mode())) {
      line("sends", "changed rows only");
    }
  }

  private static String unchanged(Report report) {
    return "changed".equals(report.mode())
        ? "as it was confirmed before, or nothing to send"
        : "nothing to send";
  }

  private void causes(String heading, List<Cause> causes) {
    if (causes.isEmpty()) {
      return;
    }
    text.append('\n').append(heading).append('\n');
    for (Cause cause : causes.subList(0, Math.min(MOST_CAUSES, causes.size()))) {
      text.append(
          String.format(
              Locale.ROOT,
              "%,8d  %s%s%n          row %d: %s%n",
              cause.count(),
              cause.code().isEmpty() ? "" : cause.code() + "  ",
              cause.column().isEmpty() ? cause.cause() : "column " + cause.column(),
              cause.exampleRow(),
              cause.example()));
    }
    if (causes.size() > MOST_CAUSES) {
      text.append("          … and ").append(causes.size() - MOST_CAUSES).append(" more causes\n");
    }
    text.append('\n');
  }

  private void count(String name, long count, boolean always, String meaning) {
    if (count > 0 || always) {
      line(name, "%,9d   %s", count, meaning);
    }
  }

  private void line(String name, String format, Object... values) {
    line(name, String.format(Locale.ROOT, format, values));
  }

  private void line(String name, String value) {
    if (value != null) {
      text.append(String.format(Locale.ROOT, "%-12s %s", name, value).stripTrailing()).append('\n');
    }
  }
}
