package io.writeback.destination.workfront;

import io.writeback.config.Suggestion;
import io.writeback.dataset.Schema;
import io.writeback.destination.MappedColumn;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Fits the columns of a DataSet to the fields of an object, and notes every mistake.
 *
 * <p>An override comes first, then the names as {@link FieldNames} finds them. Names are matched
 * exactly: a near miss is only suggested, because writing into the wrong field cannot be undone.
 */
final class ColumnMatching {
  /** More than this many near misses are somebody else's DataSet, and nobody would read on. */
  private static final int MOST_SUGGESTIONS = 100;

  private final String where;
  private final Schema schema;
  private final WorkfrontOptions options;
  private final FieldNames names;
  private final List<Problem> problems = new ArrayList<>();
  private final List<FieldMapping.Written> written = new ArrayList<>();
  private final List<MappedColumn> table = new ArrayList<>();
  private final List<String> unmatched = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private int key = -1;

  private ColumnMatching(
      String where, Schema schema, WorkfrontOptions options, ObjectMetadata metadata) {
    this.where = where;
    this.schema = schema;
    this.options = options;
    this.names = new FieldNames(metadata);
  }

  /**
   * Fits all columns.
   *
   * @param where what is written to, as messages name it
   * @throws ConfigurationException naming everything that does not fit
   */
  static FieldMapping match(
      String where, Schema schema, WorkfrontOptions options, ObjectMetadata metadata) {
    return new ColumnMatching(where, schema, options, metadata).match();
  }

  private FieldMapping match() {
    List<String> columns = schema.names();
    for (int index = 0; index < columns.size(); index++) {
      column(index, columns.get(index));
    }
    checkKey(columns);
    checkOverrides(columns);
    checkDoubles();
    if (options.unmatchedColumns() == WorkfrontOptions.Unmatched.FAIL && !unmatched.isEmpty()) {
      problem(Code.UNMATCHED_COLUMN, unmatchedMessage());
    }
    if (problems.isEmpty() && written.isEmpty()) {
      problem(
          Code.NOTHING_MAPPED,
          "no column but \"%s\" fits a field that can be written; the columns are %s"
              .formatted(options.idColumn(), listed(columns)));
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return new FieldMapping(key, options.idColumn(), written, table, unmatched, warnings);
  }

  private void column(int index, String column) {
    Optional<String> override = options.columns().fields().get(column);
    if (column.equals(options.idColumn())) {
      keyColumn(index, column);
    } else if (override == null) {
      place(index, column, names.find(column), false);
    } else if (override.isPresent()) {
      place(index, column, names.find(override.get()), true);
    } else {
      table.add(new MappedColumn(column, "", "left out", "", "by the option columns"));
    }
  }

  private void keyColumn(int index, String column) {
    if (key >= 0) {
      problem(Code.AMBIGUOUS_FIELD, "the DataSet has two columns \"%s\"".formatted(column));
    }
    key = index;
    table.add(new MappedColumn(column, "ID", "idColumn", "", "selects the record"));
  }

  private void place(int index, String column, FieldNames.Match match, boolean override) {
    if (match instanceof FieldNames.Hit hit) {
      hit(index, column, hit, override);
    } else if (match instanceof FieldNames.Several several) {
      several(column, several.fields());
    } else if (match instanceof FieldNames.None none) {
      none(column, none.note(), override);
    }
  }

  private void hit(int index, String column, FieldNames.Hit hit, boolean override) {
    MetadataField field = hit.field();
    String why = override ? "override" : hit.why();
    if (field.writable()) {
      written.add(new FieldMapping.Written(index, column, field));
      table.add(new MappedColumn(column, field.wireName(), why, field.type(), hit.note()));
      notes(column, field, hit.note());
      return;
    }
    String reason = field.wireName().equals("ID") ? "selects the record" : "is read-only";
    if (override) {
      problem(
          Code.UNKNOWN_FIELD,
          "columns sends \"%s\" to %s, which %s".formatted(column, field.wireName(), reason));
    } else {
      warnings.add(
          "column \"%s\" is not written: the field %s %s"
              .formatted(column, field.wireName(), reason));
    }
    table.add(new MappedColumn(column, "", why, field.type(), field.wireName() + " " + reason));
  }

  private void notes(String column, MetadataField field, String note) {
    if (!note.isEmpty()) {
      warnings.add("column \"%s\" → %s: %s".formatted(column, field.wireName(), note));
    }
    if (!ValueKind.knows(field.type())) {
      warnings.add(
          "the field %s has the type %s, which is not known here; its cells are sent as text"
              .formatted(field.wireName(), field.type()));
    }
    if (!field.canBeAskedBack()) {
      warnings.add(
          "the field %s has a comma in its name, so Workfront cannot be asked for its new value: it is written, but not checked"
              .formatted(field.wireName()));
    }
  }

  private void several(String column, List<MetadataField> fields) {
    String candidates =
        fields.stream().map(MetadataField::described).collect(Collectors.joining(", "));
    problem(
        Code.AMBIGUOUS_FIELD,
        "column \"%s\" is the label of %d fields: %s; choose one with columns: %s=%s"
            .formatted(column, fields.size(), candidates, column, fields.get(0).wireName()));
    table.add(new MappedColumn(column, "", "ambiguous label", "", candidates));
  }

  private void none(String column, String note, boolean override) {
    if (override) {
      String field = options.columns().fields().get(column).orElse("");
      problem(
          Code.UNKNOWN_FIELD,
          "columns sends \"%s\" to \"%s\", which is no field%s"
              .formatted(column, field, note.isEmpty() ? "" : " (" + note + ")"));
      return;
    }
    unmatched.add(column);
    table.add(new MappedColumn(column, "", "unmatched", "", note));
    if (!note.isEmpty() && unmatched.size() <= MOST_SUGGESTIONS) {
      warnings.add("column \"%s\" fits no field: %s".formatted(column, note));
    }
  }

  private void checkKey(List<String> columns) {
    if (key < 0) {
      String folded = FieldNames.folded(options.idColumn());
      String near =
          columns.stream()
              .filter(column -> FieldNames.folded(column).equals(folded))
              .findFirst()
              .or(() -> Suggestion.nearest(options.idColumn(), columns))
              .map(column -> "; did you mean idColumn: \"" + column + "\"?")
              .orElse("");
      problem(
          Code.NO_KEY_COLUMN,
          "the DataSet has no column \"%s\" with the IDs of the objects%s; its columns are %s"
              .formatted(options.idColumn(), near, listed(columns)));
    }
  }

  private void checkOverrides(List<String> columns) {
    for (String column : options.columns().fields().keySet()) {
      if (!columns.contains(column)) {
        problem(
            Code.UNKNOWN_FIELD,
            "columns names \"%s\", which the DataSet does not have%s"
                .formatted(column, Suggestion.didYouMean(column, columns)));
      }
    }
  }

  private void checkDoubles() {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    for (FieldMapping.Written entry : written) {
      columns
          .computeIfAbsent(entry.field().wireName(), field -> new ArrayList<>())
          .add(entry.column());
    }
    columns.forEach(
        (field, doubles) -> {
          if (doubles.size() > 1) {
            problem(
                Code.AMBIGUOUS_FIELD,
                "the columns %s all go to the field %s; leave out all but one with columns: %s=-"
                    .formatted(listed(doubles), field, doubles.get(doubles.size() - 1)));
          }
        });
  }

  private String unmatchedMessage() {
    return "unmatchedColumns is fail, and no field fits "
        + table.stream()
            .filter(column -> column.why().equals("unmatched"))
            .limit(MOST_SUGGESTIONS)
            .map(
                column ->
                    "\"%s\"%s"
                        .formatted(
                            column.column(),
                            column.note().isEmpty() ? "" : " (" + column.note() + ")"))
            .collect(Collectors.joining(", "));
  }

  private static String listed(List<String> columns) {
    String list =
        columns.stream()
            .limit(MOST_SUGGESTIONS)
            .map(column -> '"' + column + '"')
            .collect(Collectors.joining(", "));
    return columns.size() > MOST_SUGGESTIONS ? list + ", …" : list;
  }

  private void problem(Code code, String message) {
    problems.add(new Problem(code, where, message));
  }
}
