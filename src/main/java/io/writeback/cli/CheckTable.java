package io.writeback.cli;

import io.writeback.destination.MappedColumn;
import io.writeback.destination.RowReject;
import io.writeback.problem.Count;
import io.writeback.run.CheckReport;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.lang3.StringUtils;

/** What a check found, as text for people. */
final class CheckTable {
  private static final int LONGEST_VALUE = 200;

  private final LabelledLines text = new LabelledLines();

  private CheckTable() {}

  static String of(CheckReport report) {
    return new CheckTable().table(report);
  }

  private String table(CheckReport report) {
    text.line(
        report.writeback(),
        report.possible() ? "can run; nothing was sent" : "could not run; nothing was sent");
    text.line("from", report.source() + refreshed(report));
    text.line("to", report.target());
    if (!report.columns().isEmpty()) {
      columns(report.columns());
    }
    if (report.sample() != null) {
      sample(report.sample(), report.rows());
    }
    text.expectedRefusals(report.expectedRefusals());
    report.warnings().forEach(warning -> text.line("note", warning));
    return text.toString();
  }

  private static String refreshed(CheckReport report) {
    String rows = report.rows() == null ? "" : Count.of(report.rows(), "row");
    String version = report.version() == null ? "" : report.version();
    String joined = rows + (rows.isEmpty() || version.isEmpty() ? "" : ", as of ") + version;
    return joined.isEmpty() ? "" : " (" + joined + ")";
  }

  private void columns(List<MappedColumn> columns) {
    // A destination may have no sources of types, or no forms.
    TextTable table =
        new TextTable(
            List.of("column", "field", "because", "type", "source", "forms", "note"),
            "source",
            "forms");
    for (MappedColumn column : columns) {
      table.row(
          List.of(
              column.column(),
              column.field().isEmpty() ? "-" : column.field(),
              column.why(),
              column.type(),
              column.source(),
              String.join(", ", column.forms()),
              column.note()));
    }
    text.text("\n" + table + "\n");
  }

  private void sample(CheckReport.Sample sample, Long all) {
    text.format(
        "first rows",
        "%s: %,d would be sent, %,d rejected, %,d unchanged, %,d superseded; a run reads and"
            + " verifies all rows",
        all == null
            ? Count.of(sample.rows(), "row")
            : String.format(Locale.ROOT, "%,d of %s", sample.rows(), Count.of(all, "row")),
        sample.sent(),
        sample.rejected(),
        sample.unchanged(),
        sample.superseded());
    for (RowReject reject : sample.rejects()) {
      text.line(
          "",
          "row %d  %s  %s%s"
              .formatted(
                  reject.row(),
                  reject.code(),
                  reject.column().isEmpty() ? "" : "column " + reject.column() + ": ",
                  reject.reason()));
    }
    if (sample.rejected() > sample.rejects().size()) {
      text.line("", "… and " + (sample.rejected() - sample.rejects().size()) + " more");
    }
    if (sample.example() != null) {
      text.line(
          "for example", "row %d → %s".formatted(sample.example().row(), sample.example().key()));
      for (Map.Entry<String, Object> field : sample.example().fields().entrySet()) {
        text.line(
            "",
            "  "
                + field.getKey()
                + " = "
                + StringUtils.abbreviate(Output.json(field.getValue()), "…", LONGEST_VALUE));
      }
    }
  }
}
