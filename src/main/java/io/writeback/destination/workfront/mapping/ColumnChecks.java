package io.writeback.destination.workfront.mapping;

import io.writeback.config.Suggestion;
import io.writeback.problem.Code;
import io.writeback.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What has to hold for the columns of a DataSet as a whole, once each has found its field. */
final class ColumnChecks {
  private static final int MOST_LISTED = 100;

  private final String where;
  private final List<String> columns;
  private final WorkfrontOptions options;
  private final List<Problem> problems = new ArrayList<>();

  ColumnChecks(String where, List<String> columns, WorkfrontOptions options) {
    this.where = where;
    this.columns = columns;
    this.options = options;
  }

  /** All that does not hold. */
  List<Problem> problems() {
    return problems;
  }

  void problem(Code code, String message) {
    problems.add(new Problem(code, where, message));
  }

  /** There is one column with the IDs. */
  void key() {
    String key = options.idColumn();
    long keys = columns.stream().filter(key::equals).count();
    if (keys > 1) {
      problem(Code.AMBIGUOUS_FIELD, "the DataSet has %d columns \"%s\"".formatted(keys, key));
    } else if (keys == 0 && !mayLackIds()) {
      String near =
          columns.stream()
              .filter(column -> FieldNames.folded(column).equals(FieldNames.folded(key)))
              .findFirst()
              .or(() -> Suggestion.nearest(key, columns))
              .map(column -> "; did you mean idColumn: \"" + column + "\"?")
              .orElse("");
      problem(
          Code.NO_KEY_COLUMN,
          "the DataSet has no column \"%s\" with the IDs of the objects%s; its columns are %s"
              .formatted(key, near, listed(columns)));
    }
  }

  /** Whether rows are recognised otherwise, and the route names no column with IDs. */
  private boolean mayLackIds() {
    return options.newRows().recognise()
        && options.idColumn().equals(WorkfrontOptions.DEFAULT_ID_COLUMN);
  }

  /**
   * Every column that the option columns sends to a field is there. One that it leaves out may be
   * gone: the entry says that it is gone for good.
   */
  void overrides(List<String> warnings) {
    for (String column : options.columns().fields().keySet()) {
      if (columns.contains(column)) {
        continue;
      }
      String missing =
          "\"%s\", which the DataSet does not have%s"
              .formatted(column, Suggestion.didYouMean(column, columns));
      if (options.columns().leftOut().contains(column)) {
        warnings.add("columns leaves out " + missing);
      } else {
        problem(Code.UNKNOWN_FIELD, "columns names " + missing);
      }
    }
  }

  /** Every name of the option listsAsText is that of a list that is written. */
  void listsAsText(List<FieldMapping.Written> written) {
    for (String name : options.listsAsText()) {
      List<FieldMapping.Written> named =
          written.stream()
              .filter(entry -> entry.field().answersTo(entry.column(), List.of(name)))
              .toList();
      if (named.isEmpty()) {
        problem(
            Code.UNKNOWN_FIELD,
            "listsAsText names \"%s\", which is neither a column that is written nor its field"
                .formatted(name));
      } else if (named.stream().noneMatch(entry -> entry.kind().isJoined())) {
        problem(
            Code.BAD_VALUE,
            "listsAsText names \"%s\", but the field %s is not a list (%s, by %s)"
                .formatted(
                    name,
                    named.get(0).field().wireName(),
                    named.get(0).field().type(),
                    named.get(0).field().source().shown()));
      }
    }
  }

  /** No field is written twice. */
  void doubles(List<FieldMapping.Written> written) {
    Map<String, List<String>> byField =
        written.stream()
            .collect(
                Collectors.groupingBy(
                    entry -> entry.field().wireName(),
                    LinkedHashMap::new,
                    Collectors.mapping(FieldMapping.Written::column, Collectors.toList())));
    byField.forEach(
        (field, doubles) -> {
          if (doubles.size() > 1) {
            problem(
                Code.AMBIGUOUS_FIELD,
                "the columns %s all go to the field %s; leave out all but one with columns: %s=-"
                    .formatted(listed(doubles), field, doubles.get(doubles.size() - 1)));
          }
        });
  }

  /** If the options ask for it, every column has found a field. */
  void unmatched(Map<String, String> unmatched) {
    if (options.unmatchedColumns() == WorkfrontOptions.Unmatched.FAIL && !unmatched.isEmpty()) {
      problem(
          Code.UNMATCHED_COLUMN,
          "unmatchedColumns is fail, and no field fits "
              + unmatched.entrySet().stream()
                  .limit(MOST_LISTED)
                  .map(
                      column ->
                          "\"%s\"%s"
                              .formatted(
                                  column.getKey(),
                                  column.getValue().isEmpty()
                                      ? ""
                                      : " (" + column.getValue() + ")"))
                  .collect(Collectors.joining(", ")));
    }
  }

  /** Something is written; reported last, because other mistakes may be the cause. */
  void anything(List<FieldMapping.Written> written) {
    if (problems.isEmpty() && written.isEmpty()) {
      problem(
          Code.NOTHING_MAPPED,
          "no column but \"%s\" fits a field that can be written; the columns are %s"
              .formatted(options.idColumn(), listed(columns)));
    }
  }

  private static String listed(List<String> columns) {
    String list =
        columns.stream()
            .limit(MOST_LISTED)
            .map(column -> '"' + column + '"')
            .collect(Collectors.joining(", "));
    return columns.size() > MOST_LISTED ? list + ", …" : list;
  }
}
