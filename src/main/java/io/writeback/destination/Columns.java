package io.writeback.destination;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where the columns of a DataSet go.
 *
 * @param mapping every column with its field and why, in the order of the DataSet; empty if columns
 *     have no field
 * @param unmatched columns that fit no field; their cells are not written
 * @param written the columns whose cells are written, each with the field that it is written to
 * @param fields the fields that are written, so that a run of another writeback on the same target
 *     knows whether it may pass this one; empty if any may be
 */
public record Columns(
    List<MappedColumn> mapping,
    List<String> unmatched,
    Map<String, String> written,
    Set<String> fields) {
  public Columns {
    mapping = List.copyOf(mapping);
    unmatched = List.copyOf(unmatched);
    written = Collections.unmodifiableMap(new LinkedHashMap<>(written));
    fields = Set.copyOf(fields);
  }
}
