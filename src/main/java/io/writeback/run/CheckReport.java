package io.writeback.run;

import io.writeback.destination.ExpectedRefusal;
import io.writeback.destination.MappedColumn;
import io.writeback.destination.RowReject;
import io.writeback.problem.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a check found; what could not be found out is null.
 *
 * @param possible whether a run could succeed
 * @param rows how many rows the source says there are
 * @param version distinguishes this state of the DataSet from others
 * @param warnings what a person should know, one sentence each
 * @param expectedRefusals what the destination will probably refuse of the first rows
 * @param problems why a run could not succeed
 */
public record CheckReport(
    String writeback,
    boolean possible,
    String source,
    String version,
    Long rows,
    String target,
    List<MappedColumn> columns,
    List<String> unmatchedColumns,
    List<String> warnings,
    Sample sample,
    List<ExpectedRefusal> expectedRefusals,
    List<Problem> problems) {
  public CheckReport {
    columns = List.copyOf(columns);
    unmatchedColumns = List.copyOf(unmatchedColumns);
    warnings = List.copyOf(warnings);
    expectedRefusals = List.copyOf(expectedRefusals);
    problems = List.copyOf(problems);
  }

  /**
   * What would become of the first rows.
   *
   * @param superseded rows with a key that a later one of these rows has too
   * @param rejects the first rows that would be rejected
   * @param example the first record that would be sent, or null
   */
  public record Sample(
      long rows,
      long sent,
      long unchanged,
      long superseded,
      long rejected,
      List<RowReject> rejects,
      Example example) {
    public Sample {
      rejects = List.copyOf(rejects);
    }
  }

  /** A record as it would be sent: wire name to value. */
  public record Example(long row, String key, Map<String, Object> fields) {
    public Example {
      fields = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
  }
}
