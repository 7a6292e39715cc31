package io.writeback.results;

import io.writeback.dataset.Column;
import io.writeback.dataset.ColumnType;
import io.writeback.dataset.Schema;
import io.writeback.destination.RefusalMessage;
import io.writeback.run.Report;
import io.writeback.run.RowOutcome;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The two tables of results. They have the keys of records and no other cell of the DataSet:
 * reasons come without what they quote.
 */
final class ResultTable {
  static final Schema ROWS =
      schema(
          "run STRING",
          "writeback STRING",
          "row LONG",
          "key STRING",
          "state STRING",
          "code STRING",
          "reason STRING",
          "ended DATETIME");

  static final Schema RUNS =
      schema(
          "run STRING",
          "writeback STRING",
          "state STRING",
          "code STRING",
          "reason STRING",
          "source STRING",
          "target STRING",
          "replay of STRING",
          "undo of STRING",
          "accepted DATETIME",
          "ended DATETIME",
          "rows LONG",
          "confirmed LONG",
          "differs LONG",
          "unchanged LONG",
          "superseded LONG",
          "rejected LONG",
          "in doubt LONG",
          "not sent LONG");

  /** As Domo reads a DATETIME; in UTC. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

  private ResultTable() {}

  private static Schema schema(String... columns) {
    return new Schema(
        Stream.of(columns)
            .map(
                column -> {
                  int blank = column.lastIndexOf(' ');
                  return new Column(
                      column.substring(0, blank), ColumnType.valueOf(column.substring(blank + 1)));
                })
            .toList());
  }

  /** The line of a row; null for what it does not have. */
  static List<String> line(Report run, RowOutcome row) {
    return Arrays.asList(
        run.run(),
        run.writeback(),
        Long.toString(row.row()),
        text(row.key()),
        row.state().words(),
        row.code() == null ? null : row.code().id(),
        text(row.reason()),
        time(run.finishedAt()));
  }

  /** The line of a run. */
  static List<String> line(Report run) {
    return Arrays.asList(
        run.run(),
        run.writeback(),
        run.state().name(),
        run.code() == null ? null : run.code().id(),
        run.reason() == null ? null : RefusalMessage.mask(run.reason()),
        run.source(),
        run.target(),
        run.parent(),
        run.undoes(),
        time(run.acceptedAt()),
        time(run.finishedAt()),
        Long.toString(run.rows()),
        Long.toString(run.confirmed()),
        Long.toString(run.differs()),
        Long.toString(run.unchanged()),
        Long.toString(run.superseded()),
        Long.toString(run.rejected()),
        Long.toString(run.inDoubt()),
        Long.toString(run.notSent()));
  }

  private static String text(String text) {
    return text.isEmpty() ? null : text;
  }

  private static String time(String instant) {
    return instant == null ? null : TIME.format(Instant.parse(instant));
  }
}
