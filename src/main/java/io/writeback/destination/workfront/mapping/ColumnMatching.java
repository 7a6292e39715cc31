package io.writeback.destination.workfront.mapping;

import io.writeback.dataset.Schema;
import io.writeback.destination.BlankCell;
import io.writeback.destination.MappedColumn;
import io.writeback.destination.workfront.account.WorkfrontApi;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Fits the columns of a DataSet to the fields of an object, and notes every mistake.
 *
 * <p>An override comes first, then the names as {@link FieldNames} finds them. Names are matched
 * exactly: a near miss is only suggested, because writing into the wrong field cannot be undone.
 */
public final class ColumnMatching {
  /** More near misses than this are those of another DataSet, and too many to read. */
  private static final int MOST_SUGGESTIONS = 100;

  private final WorkfrontOptions options;
  private final FieldNames names;
  private final Parameters parameters;
  private final ColumnChecks checks;
  private final List<String> columns;
  private final List<FieldMapping.Written> written = new ArrayList<>();
  private final List<MappedColumn> table = new ArrayList<>();
  private final Map<String, String> unmatched = new LinkedHashMap<>();
  private final Map<String, BlankCell> blanks;
  private final List<String> warnings = new ArrayList<>();

  /** The position of the column for each field that one goes to, written or not. */
  private final Map<String, Integer> columnOf = new HashMap<>();

  /** Fields that an update does not change, where objects are created. */
  private final List<String> createOnly = new ArrayList<>();

  private final ObjectMetadata metadata;

  private ColumnMatching(
      String where,
      Schema schema,
      WorkfrontOptions options,
      ObjectMetadata metadata,
      Map<String, BlankCell> blanks) {
    this.blanks = blanks;
    this.columns = schema.names();
    this.options = options;
    this.metadata = metadata;
    this.names = new FieldNames(metadata);
    this.parameters = metadata.parameters();
    this.checks = new ColumnChecks(where, columns, options);
  }

  /**
   * Fits all columns.
   *
   * @param where what is written to, as messages name it
   * @param blanks what a blank cell of a column does, where not the options say so
   * @throws ConfigurationException naming everything that does not fit
   */
  public static FieldMapping match(
      String where,
      Schema schema,
      WorkfrontOptions options,
      ObjectMetadata metadata,
      Map<String, BlankCell> blanks) {
    return new ColumnMatching(where, schema, options, metadata, blanks).match();
  }

  /**
   * What the tenant says of the object, and of custom fields if a column may go to one.
   *
   * @throws io.writeback.problem.WritebackException if it cannot be asked, or does not let the
   *     object be edited
   */
  public static ObjectMetadata metadata(WorkfrontApi api, Schema schema, WorkfrontOptions options) {
    ObjectMetadata metadata = ObjectMetadata.read(api, options.object());
    return mayMeetCustomFields(schema, options, metadata)
        ? metadata.with(new ParameterSearch(api).read())
        : metadata;
  }

  /**
   * Whether a column may go to a custom field, so that more has to be known of those: one that is
   * neither left out nor named as a native field.
   */
  static boolean mayMeetCustomFields(
      Schema schema, WorkfrontOptions options, ObjectMetadata metadata) {
    return schema.names().stream()
        .filter(column -> !column.equals(options.idColumn()))
        .flatMap(
            column -> options.columns().fields().getOrDefault(column, Optional.of(column)).stream())
        .filter(name -> !metadata.fields().containsKey(name))
        .anyMatch(
            name -> !metadata.custom().isEmpty() || name.startsWith(MetadataField.CUSTOM_PREFIX));
  }

  private FieldMapping match() {
    parameters.refusal().ifPresent(why -> warnings.add(fallBack(why)));
    checks.key();
    checks.overrides(warnings);
    for (int index = 0; index < columns.size(); index++) {
      column(index, columns.get(index));
    }
    checks.listsAsText(written);
    checks.doubles(written);
    checks.unmatched(unmatched);
    checks.anything(written);
    Recognition recognition = recognition();
    if (!checks.problems().isEmpty()) {
      throw new ConfigurationException(checks.problems());
    }
    return new FieldMapping(
        columns.indexOf(options.idColumn()),
        options.idColumn(),
        written,
        table,
        List.copyOf(unmatched.keySet()),
        warnings,
        recognition);
  }

  /** How rows without an ID are recognised; null if they are not, or a mistake was noted. */
  private Recognition recognition() {
    NewRows newRows = options.newRows();
    return newRows.recognise()
        ? new NewRowChecks(options, metadata, checks)
            .recognition(
                columns, columnOf, written, createOnly, newRows.matchBy().map(names::explicit))
        : null;
  }

  private void column(int index, String column) {
    Optional<String> override = options.columns().fields().get(column);
    if (column.equals(options.idColumn())) {
      table.add(new MappedColumn(column, "ID", "idColumn", "", "selects the record"));
    } else if (override == null) {
      place(index, column, names.find(column), false);
    } else if (override.isPresent()) {
      place(index, column, names.explicit(override.get()), true);
    } else {
      table.add(new MappedColumn(column, "", "left out", "", "by the option columns"));
    }
  }

  private void place(int index, String column, FieldNames.Match match, boolean override) {
    if (match instanceof FieldNames.Hit hit) {
      columnOf.putIfAbsent(hit.field().wireName(), index);
    }
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
    Optional<String> silent = SilentFields.refusal(options.object(), field);
    if (silent.isPresent() && options.newRows().creates()) {
      createOnly.add(field.wireName());
      warnings.add(
          "the field %s is only written when an object is created: an update does not change it"
              .formatted(field.wireName()));
    } else if (silent.isPresent()) {
      checks.problem(
          Code.FIELD_IGNORED,
          ("column \"%s\" goes to %s, which Workfront does not change by an update, although it"
                  + " reports success: %s; leave the column out with columns: %s=-")
              .formatted(column, field.wireName(), silent.get(), column));
      return;
    }
    SilentFields.warning(options.object(), field).ifPresent(warnings::add);
    written.add(
        new FieldMapping.Written(
            index, column, field, kind(column, field), field.canBeReadBack(), blanks.get(column)));
    String note =
        Stream.concat(Stream.of(hit.note()), field.notes().stream())
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining("; "));
    table.add(mapped(column, field.wireName(), hit, override, note));
    if (!note.isEmpty()) {
      warnings.add("column \"%s\" → %s: %s".formatted(column, field.wireName(), note));
    }
    if (!field.canBeReadBack()) {
      warnings.add(
          "the field %s is write-only: Workfront takes a value and never shows it, so what was written there is not proven; a row is confirmed by its other fields, and %s"
              .formatted(
                  field.wireName(),
                  options.writeOnly() == WorkfrontOptions.WriteOnly.CONFIRM
                      ? "one that has none by Workfront's answer alone (writeOnlyFields: confirm)"
                      : "one that has none differs (writeOnlyFields: confirm counts it as confirmed)"));
    }
  }

  private ValueKind kind(String column, MetadataField field) {
    return field.answersTo(column, options.listsAsText()) ? field.kind().joined() : field.kind();
  }

  private void skip(String column, FieldNames.Hit hit, boolean override) {
    MetadataField field = hit.field();
    String reason =
        field.wireName().equals("ID")
            ? "selects the record"
            : field.source() == FieldSource.PARAM
                ? "is read-only (" + field.type() + ")"
                : "is read-only";
    if (override) {
      checks.problem(
          Code.UNKNOWN_FIELD,
          "columns sends \"%s\" to %s, which %s".formatted(column, field.wireName(), reason));
    } else {
      warnings.add(
          "column \"%s\" is not written: the field %s %s"
              .formatted(column, field.wireName(), reason));
    }
    table.add(mapped(column, "", hit, override, field.wireName() + " " + reason));
  }

  private static MappedColumn mapped(
      String column, String target, FieldNames.Hit hit, boolean override, String note) {
    MetadataField field = hit.field();
    return new MappedColumn(
        column,
        target,
        override && !hit.why().equals("explicit") ? "override" : hit.why(),
        field.type(),
        note,
        field.source().shown(),
        field.formNames());
  }

  private static String fallBack(String why) {
    return "Workfront does not describe the custom fields ("
        + why
        + "): their types are those of the metadata and their labels are unknown; a list, a"
        + " calculated field, rich text, a reference or a time of day looks like any other text or"
        + " date. Give the account the right to see custom fields (objCode PARAM)";
  }

  private void several(String column, List<MetadataField> fields) {
    String candidates =
        fields.stream().map(MetadataField::described).collect(Collectors.joining(", "));
    checks.problem(
        Code.AMBIGUOUS_FIELD,
        "column \"%s\" is the label of %d fields: %s; choose one with columns: %s=%s"
            .formatted(column, fields.size(), candidates, column, fields.get(0).wireName()));
  }

  private void none(String column, String note, boolean override) {
    if (override) {
      String field = options.columns().fields().get(column).orElse("");
      checks.problem(
          Code.UNKNOWN_FIELD,
          "columns sends \"%s\" to \"%s\", which is not a field%s"
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
