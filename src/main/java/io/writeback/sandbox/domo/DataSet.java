package io.writeback.sandbox.domo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A CSV as a DataSet: its id, its schema, its row count and its knobs. */
final class DataSet {
  private final String id;
  private final String fileName;
  private final CsvContent content;
  private final LaggingRows lagging;
  private DataSetKnobs knobs = DataSetKnobs.NONE;
  private Instant current;
  private Instant scanned;
  private CsvScan scan;
  private List<Column> columns;

  DataSet(String fileName, CsvContent content) {
    this.id = idOf(fileName);
    this.fileName = fileName;
    this.content = content;
    this.lagging = new LaggingRows(content);
  }

  /** The GUID that a file name always has. */
  static String idOf(String fileName) {
    return UUID.nameUUIDFromBytes(("dataset:" + fileName).getBytes(StandardCharsets.UTF_8))
        .toString();
  }

  String id() {
    return id;
  }

  String fileName() {
    return fileName;
  }

  synchronized DataSetKnobs knobs() {
    return knobs;
  }

  synchronized void set(DataSetKnobs newKnobs) {
    if (newKnobs.lags() && !knobs.lags()) {
      lagging.start();
    }
    knobs = newKnobs;
  }

  synchronized List<Column> columns() throws IOException {
    rescan();
    return columns.stream()
        .map(c -> new Column(c.name(), knobs.types().getOrDefault(c.name(), c.type())))
        .toList();
  }

  /** The row count that the metadata reports. */
  synchronized long rows() throws IOException {
    rescan();
    return knobs.rows() >= 0 ? knobs.rows() : scan.rows();
  }

  /**
   * The content for an export or a query.
   *
   * @param scan of the whole content
   * @param visible how many rows the client may see
   */
  record Served(CsvContent content, CsvScan scan, long visible) {}

  /** The content for a query now. */
  synchronized Served served() throws IOException {
    rescan();
    CsvContent rows = content;
    CsvScan found = scan;
    long visible = Long.MAX_VALUE;
    if (lagging.isBehind(knobs)) {
      if (knobs.lagRows() >= 0) {
        visible = knobs.lagRows();
      } else {
        rows = lagging.before();
        try (InputStream in = rows.open()) {
          found = CsvScan.of(in);
        }
      }
    }
    if (knobs.exportedRows() >= 0) {
      visible = Math.min(visible, knobs.exportedRows());
    }
    return new Served(rows, found, Math.min(visible, found.rows()));
  }

  /**
   * The content for an export that begins now; simulates a change during the export if the knob is
   * set.
   */
  synchronized Served export() throws IOException {
    if (knobs.changesDuringExport() > 0) {
      knobs = knobs.changedOnce();
      current = Instant.now();
    }
    Served served = served();
    lagging.exported();
    return served;
  }

  /** When the data last changed: with the file, or during an export if the knob is set. */
  synchronized Instant dataCurrentAt() throws IOException {
    Instant changed = content.changedAt();
    return current == null || changed.isAfter(current) ? changed : current;
  }

  private void rescan() throws IOException {
    Instant changed = content.changedAt();
    if (changed.equals(scanned)) {
      return;
    }
    try (InputStream in = content.open()) {
      scan = CsvScan.of(in);
    }
    try (InputStream in = content.open()) {
      columns = ColumnTypes.of(in);
    }
    scanned = changed;
  }
}
