package io.writeback.sandbox.domo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A CSV as a DataSet: its id, its schema, its row count and what it pretends. */
final class DataSet {
  private final String id;
  private final String fileName;
  private final CsvContent content;
  private DataSetKnobs knobs = DataSetKnobs.NONE;
  private Instant current;
  private Instant scanned;
  private CsvScan scan;
  private List<Column> columns;

  DataSet(String fileName, CsvContent content) {
    this.id = idOf(fileName);
    this.fileName = fileName;
    this.content = content;
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

  CsvContent content() {
    return content;
  }

  synchronized DataSetKnobs knobs() {
    return knobs;
  }

  synchronized void set(DataSetKnobs newKnobs) {
    knobs = newKnobs;
  }

  synchronized List<Column> columns() throws IOException {
    rescan();
    return columns.stream()
        .map(c -> new Column(c.name(), knobs.types().getOrDefault(c.name(), c.type())))
        .toList();
  }

  synchronized CsvScan scan() throws IOException {
    rescan();
    return scan;
  }

  /** The row count that the metadata reports. */
  synchronized long rows() throws IOException {
    rescan();
    return knobs.rows() >= 0 ? knobs.rows() : scan.rows();
  }

  /** The rows that the client may see. */
  synchronized long visibleRows() throws IOException {
    rescan();
    return knobs.exportedRows() >= 0 ? Math.min(knobs.exportedRows(), scan.rows()) : scan.rows();
  }

  /** When the data last changed: with the file, or during an export when the knob says so. */
  synchronized Instant dataCurrentAt() throws IOException {
    Instant changed = content.changedAt();
    return current == null || changed.isAfter(current) ? changed : current;
  }

  /** Plays the change during an export once, if the knob says so. */
  synchronized void exporting() {
    if (knobs.changesDuringExport() > 0) {
      knobs = knobs.changedOnce();
      current = Instant.now();
    }
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
