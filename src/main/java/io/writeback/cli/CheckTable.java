package io.writeback.cli;

import io.writeback.destination.MappedColumn;
import io.writeback.destination.RowReject;
import io.writeback.problem.Count;
import io.writeback.run.CheckReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a check found, as text for people. */
final class CheckTable {
  private static final int LONGEST_VALUE = 200;
  private static final int SOURCE = 4;
  private static final int FORMS = 5;

  private final LabelledLines text = new LabelledLines();

  private CheckTable() {}

  static String of(CheckReport report) {
    return new CheckTable().table(report);
  }

  private String table(CheckReport report) {
    line(
        report.writeback(),
        report.possible() ? "can run; nothing was sent" : "could not run; nothing was sent");
    line("from", report.source() + refreshed(report));
    line("to", report.target());
    if (!report.columns().isEmpty()) {
      columns(report.columns());
    }
    if (report.sample() != null) {
      sample(report.sample(), report.rows());
    }
    ExpectedRefusalLines.write(report.expectedRefusals(), this::line);
    report.warnings().forEach(warning -> line("note", warning));
    return text.toString();
  }

  private static String refreshed(CheckReport report) {
    String rows = report.rows() == null ? "" : Count.of(report.rows(), "row");
    String version = report.version() == null ? "" : report.version();
    String joined = rows + (rows.isEmpty() || version.isEmpty() ? "" : ", as of ") + version;
    return joined.isEmpty() ? "" : " (" + joined + ")";
  }

  private void columns(List<MappedColumn> columns) {
    boolean sources = columns.stream().anyMatch(column -> !column.source().isEmpty());
    boolean forms = columns.stream().anyMatch(column -> !column.forms().isEmpty());
    TextTable table =
        new TextTable(
            cells(sources, forms, "column", "field", "because", "type", "source", "forms", "note"));
    for (MappedColumn column : columns) {
      table.row(
          cells(
              sources,
              forms,
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

  /** A destination without sources of types, or without forms, needs no column for them. */
  private static List<String> cells(boolean sources, boolean forms, String... all) {
    List<String> cells = new ArrayList<>(List.of(all));
    if (!forms) {
      cells.remove(FORMS);
    }
    if (!sources) {
      cells.remove(SOURCE);
    }
    return cells;
  }

  private void sample(CheckReport.Sample sample, Long all) {
    line(
        "first rows",
        String.format(
            Locale.ROOT,
            "%s: %,d would be sent, %,d rejected, %,d unchanged, %,d superseded; a run reads and"
                + " verifies all rows",
            all == null
                ? Count.of(sample.rows(), "row")
                : String.format(Locale.ROOT, "%,d of %s", sample.rows(), Count.of(all, "row")),
            sample.sent(),
            sample.rejected(),
            sample.unchanged(),
            sample.superseded()));
    for (RowReject reject : sample.rejects()) {
      line(
          "",
          "row %d  %s  %s%s"
              .formatted(
                  reject.row(),
                  reject.code(),
                  reject.column().isEmpty() ? "" : "column " + reject.column() + ": ",
                  reject.reason()));
    }
    if (sample.rejected() > sample.rejects().size()) {
      line("", "… and " + (sample.rejected() - sample.rejects().size()) + " more");
    }
    if (sample.example() != null) {
      line("for example", "row %d → %s".formatted(sample.example().row(), sample.example().key()));
      for (Map.Entry<String, Object> field : sample.example().fields().entrySet()) {
        line("", "  " + field.getKey() + " = " + shown(field.getValue()));
      }
    }
  }

  private static String shown(Object value) {
    String json = Output.json(value);
    return json.length() <= LONGEST_VALUE ? json : json.substring(0, LONGEST_VALUE) + "…";
  }

  private void line(String name, String value) {
    text.line(name, value);
  }
}
