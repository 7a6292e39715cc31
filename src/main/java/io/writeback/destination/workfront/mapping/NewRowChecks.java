package io.writeback.destination.workfront.mapping;

import io.writeback.config.Suggestion;
import io.writeback.problem.Code;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What has to hold for rows without an ID to be recognised, and for objects to be created. */
final class NewRowChecks {

  private final WorkfrontOptions options;
  private final ObjectMetadata metadata;
  private final ColumnChecks checks;

  NewRowChecks(WorkfrontOptions options, ObjectMetadata metadata, ColumnChecks checks) {
    this.options = options;
    this.metadata = metadata;
    this.checks = checks;
  }

  /**
   * How rows are recognised; null if a mistake was noted.
   *
   * @param columnOf the position of the column for each field that one goes to
   * @param createOnly fields that an update does not change
   * @param matchBy what the option means, if the route has it
   */
  Recognition recognition(
      List<String> columns,
      Map<String, Integer> columnOf,
      List<FieldMapping.Written> written,
      List<String> createOnly,
      Optional<FieldNames.Match> matchBy) {
    NewRows newRows = options.newRows();
    List<String> required = newRows.creates() ? required(written) : List.of();
    if (matchBy.isEmpty()) {
      return byColumn(columns, newRows, required, createOnly);
    }
    String name = newRows.matchBy().orElseThrow();
    if (matchBy.get() instanceof FieldNames.Several several) {
      checks.problem(
          Code.AMBIGUOUS_FIELD,
          "matchBy \"%s\" is the label of %d fields: %s"
              .formatted(
                  name,
                  several.fields().size(),
                  several.fields().stream()
                      .map(MetadataField::described)
                      .collect(Collectors.joining(", "))));
      return null;
    }
    if (!(matchBy.get() instanceof FieldNames.Hit hit)) {
      String note = ((FieldNames.None) matchBy.get()).note();
      checks.problem(
          Code.UNKNOWN_FIELD,
          "matchBy names \"%s\", which is not a field%s"
              .formatted(name, note.isEmpty() ? "" : " (" + note + ")"));
      return null;
    }
    return byField(hit.field(), columns, columnOf, newRows, required, createOnly);
  }

  private Recognition byColumn(
      List<String> columns, NewRows newRows, List<String> required, List<String> createOnly) {
    String column = newRows.rowKey().orElseThrow();
    int index = columns.indexOf(column);
    if (index < 0) {
      checks.problem(
          Code.UNKNOWN_FIELD,
          "rowKey names the column \"%s\", which the DataSet does not have%s"
              .formatted(column, Suggestion.didYouMean(column, columns)));
      return null;
    }
    return new Recognition(
        index,
        column,
        null,
        ValueKind.TEXT,
        true,
        newRows.createsVanished(),
        required,
        createOnly,
        "");
  }

  private Recognition byField(
      MetadataField field,
      List<String> columns,
      Map<String, Integer> columnOf,
      NewRows newRows,
      List<String> required,
      List<String> createOnly) {
    Integer column = columnOf.get(field.wireName());
    if (column == null) {
      checks.problem(
          Code.UNKNOWN_FIELD,
          "no column of the DataSet goes to %s, the field of matchBy; its values are needed to find the objects"
              .formatted(field.wireName()));
      return null;
    }
    if (!Recognition.fits(field.kind()) || !field.canBeReadBack()) {
      checks.problem(
          Code.BAD_VALUE,
          "matchBy names %s, which is %s; it has to be a text or a number that can be searched for"
              .formatted(field.wireName(), field.canBeReadBack() ? field.type() : "write-only"));
      return null;
    }
    if (newRows.creates() && !field.writable()) {
      checks.problem(
          Code.BAD_VALUE,
          "onMissing=create needs a field that can be written, and %s is read-only: a new object could not be found again by it"
              .formatted(field.wireName()));
      return null;
    }
    return new Recognition(
        column,
        columns.get(column),
        field.wireName(),
        field.kind(),
        newRows.creates(),
        newRows.createsVanished(),
        required,
        createOnly,
        "");
  }

  /** What a new object has to have; what no column has is a mistake. */
  private List<String> required(List<FieldMapping.Written> written) {
    Set<String> required = metadata.required(options.object());
    Set<String> fields =
        written.stream().map(entry -> entry.field().wireName()).collect(Collectors.toSet());
    List<String> missing = required.stream().filter(name -> !fields.contains(name)).toList();
    if (!missing.isEmpty()) {
      checks.problem(
          Code.REQUIRED_MISSING,
          "a new %s has to have %s, and no column goes there"
              .formatted(options.object().name(), String.join(", ", missing)));
    }
    return List.copyOf(required);
  }
}
