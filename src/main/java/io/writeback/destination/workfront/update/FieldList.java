package io.writeback.destination.workfront.update;

import io.writeback.destination.Record;
import io.writeback.destination.rest.StrictJson;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The fields that an answer is to show, in the order of the mapping: the parameter {@code fields}.
 */
record FieldList(List<String> names) {
  static final FieldList ID = new FieldList(List.of("ID"));

  /** Those that a record writes. */
  FieldList writtenBy(List<Record> records) {
    if (!records.isEmpty() && records.get(0).fields().keySet().containsAll(names)) {
      return this;
    }
    Set<String> written = new HashSet<>();
    records.forEach(record -> written.addAll(record.fields().keySet()));
    return new FieldList(names.stream().filter(written::contains).toList());
  }

  /**
   * The value of the parameter. Names are separated by commas, which cannot be escaped there; if a
   * name has one, the list is a JSON array, which Workfront takes as well (OpenAPI document of
   * v19.0).
   */
  @Override
  public String toString() {
    return names.stream().anyMatch(name -> name.indexOf(',') >= 0)
        ? StrictJson.MAPPER.valueToTree(names).toString()
        : String.join(",", names);
  }
}
