package io.writeback.dataset;

import java.util.List;
import java.util.Objects;

/**
 * The first rows of a DataSet, well formed but not verified: the rest was never read.
 *
 * @param version identifies the state of the DataSet (Domo: dataCurrentAt); may be ""
 * @param total how many rows the source says there are; -1 if it does not say
 * @param warnings what a person should know of the rows, a sentence each
 */
public record Preview(
    Schema schema, List<Row> rows, String version, long total, List<String> warnings) {
  public Preview {
    Objects.requireNonNull(schema);
    Objects.requireNonNull(version);
    rows = List.copyOf(rows);
    warnings = List.copyOf(warnings);
  }
}
