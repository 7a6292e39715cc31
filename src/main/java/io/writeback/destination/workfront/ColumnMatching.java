package io.writeback.destination.workfront;

import io.writeback.dataset.Schema;
import io.writeback.destination.MappedColumn;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
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
  /** More near misses than this are somebody else's DataSet, and nobody would read on. */
  private static final int MOST_SUGGESTIONS = 100;

  private final WorkfrontOptions options;
  private final FieldNames names;
  private final ColumnChecks checks;
  private final List<String> columns;
  private final List<FieldMapping.Written> written = new ArrayList<>();
  private final List<MappedColumn> table = new ArrayList<>();
  private final Map<String, String> unmatched = new LinkedHashMap<>();
  private final List<String> warnings = new ArrayList<>();

  private ColumnMatching(
      String where, Schema schema, WorkfrontOptions options, ObjectMetadata metadata) {
    this.columns = schema.names();
    this.options = options;
    this.names = new FieldNames(metadata);
    this.checks = new ColumnChecks(where, columns, options);
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
    checks.key();
    checks.overrides(warnings);
    for (int index = 0; index < columns.size(); index++) {
      column(index, columns.get(index));
    }
    checks.doubles(written);
    checks.unmatched(unmatched);
    checks.anything(written);
    if (!checks.problems().isEmpty()) {
      throw new ConfigurationException(checks.problems());
    }
    return new FieldMapping(
        columns.indexOf(options.idColumn()),
        options.idColumn(),
        written,
        table,
        List.copyOf(unmatched.keySet()),
        warnings);
  }

  private void column(int index, String column) {
    Optional<String> override = options.columns().fields().get(column);
    if (column.equals(options.idColumn())) {
      table.add(new MappedColumn(column, "ID", "idColumn", "", "selects the record"));
    } else if (override == null) {
      place(index, column, names.find(column), false);
    } else if (override.isPresent()) {
      place(index, column, names.find(override.get()), true);
    } else {
      table.add(new MappedColumn(column, "", "left out", "", "by the option columns"));
    }
  }

  private void place(int index, String column, FieldNames.Match match, boolean override) {
    if (match instanceof FieldNames.Hit hit && hit.field().writable()) {
      write(index, column, hit, override);
    } else if (match instanceof FieldNames.Hit hit) {
      skip(column, hit, override);
    } else if (match instanceof FieldNames.Several several) {
      several(column, several.fields());
    } else if (match instanceof FieldNames.None none) {
      none(column, none.note(), override);
    }
  }

  private void write(int index, String column, FieldNames.Hit hit, boolean override) {
    MetadataField field = hit.field();
    written.add(new FieldMapping.Written(index, column, field));
    table.add(
        new MappedColumn(column, field.wireName(), why(hit, override), field.type(), hit.note()));
    if (!hit.note().isEmpty()) {
      warnings.add("column \"%s\" → %s: %s".formatted(column, field.wireName(), hit.note()));
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

  private void skip(String column, FieldNames.Hit hit, boolean override) {
    MetadataField field = hit.field();
    String reason = field.wireName().equals("ID") ? "selects the record" : "is read-only";
    if (override) {
      checks.problem(
          Code.UNKNOWN_FIELD,
          "columns sends \"%s\" to %s, which %s".formatted(column, field.wireName(), reason));
    } else {
      warnings.add(
          "column \"%s\" is not written: the field %s %s"
              .formatted(column, field.wireName(), reason));
    }
    table.add(
        new MappedColumn(
            column, "", why(hit, override), field.type(), field.wireName() + " " + reason));
  }

  private static String why(FieldNames.Hit hit, boolean override) {
    return override ? "override" : hit.why();
  }

  private void several(String column, List<MetadataField> fields) {
    String candidates =
        fields.stream().map(MetadataField::described).collect(Collectors.joining(", "));
    checks.problem(
        Code.AMBIGUOUS_FIELD,
        "column \"%s\" is the label of %d fields: %s; choose one with columns: %s=%s"
            .formatted(column, fields.size(), candidates, column, fields.get(0).wireName()));
    table.add(new MappedColumn(column, "", "ambiguous label", "", candidates));
  }

  private void none(String column, String note, boolean override) {
    if (override) {
      String field = options.columns().fields().get(column).orElse("");
      checks.problem(
          Code.UNKNOWN_FIELD,
          "columns sends \"%s\" to \"%s\", which is no field%s"
              .formatted(column, field, note.isEmpty() ? "" : " (" + note + ")"));
      return;
    }
    unmatched.put(column, note);
    table.add(new MappedColumn(column, "", "unmatched", "", note));
    if (!note.isEmpty() && unmatched.size() <= MOST_SUGGESTIONS) {
      warnings.add("column \"%s\" fits no field: %s".formatted(column, note));
    }
  }
}
