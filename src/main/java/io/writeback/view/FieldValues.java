package io.writeback.view;

import io.writeback.changes.Change;
import io.writeback.ledger.DifferenceEntry;
import io.writeback.run.RunFiles;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts together what is known of the fields of a record. */
final class FieldValues {
  private final Map<String, String> written;

  /**
   * @param written the columns that the run writes, each with its field; empty if that is not known
   */
  FieldValues(Map<String, String> written) {
    this.written = written;
  }

  /** Whether the run may have written a field, or a column, of this name. */
  boolean mayHave(String name) {
    return written.isEmpty() || written.values().stream().anyMatch(field -> isNamed(field, name));
  }

  /** Whether a person may mean a field by a name: its own, or that of its column. */
  boolean isNamed(String field, String name) {
    return name.equalsIgnoreCase(field) || name.equalsIgnoreCase(column(field));
  }

  private String column(String field) {
    return written.entrySet().stream()
        .filter(one -> one.getValue().equals(field))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }

  /** Of each field what is known, in the order of the columns as far as these are. */
  List<WhyAnswer.Value> of(
      List<RunFiles.ReadCell> cells, List<Change> changes, List<DifferenceEntry> differences) {
    Map<String, WhyAnswer.Value> values = new LinkedHashMap<>();
    for (RunFiles.ReadCell cell : cells) {
      if (cell.field() != null) {
        values.put(
            cell.field(),
            new WhyAnswer.Value(
                cell.field(),
                cell.column(),
                cell.text() == null ? "" : cell.text(),
                null,
                null,
                null));
      }
    }
    changes.forEach(
        change ->
            values.compute(
                change.field(),
                (field, value) ->
                    known(field, value).changed(blank(change.before()), blank(change.after()))));
    differences.forEach(
        difference ->
            values.compute(
                difference.field(),
                (field, value) ->
                    known(field, value).differing(difference.sent(), difference.found())));
    return List.copyOf(values.values());
  }

  private WhyAnswer.Value known(String field, WhyAnswer.Value value) {
    return value == null
        ? new WhyAnswer.Value(field, column(field), null, null, null, null)
        : value;
  }

  private static Object blank(Object value) {
    return value == null ? "" : value;
  }
}
