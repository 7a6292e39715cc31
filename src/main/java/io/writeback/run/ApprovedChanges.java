package io.writeback.run;

import io.writeback.changes.Change;
import io.writeback.changes.ChangeReader;
import io.writeback.dataset.Row;
import io.writeback.destination.Mapped;
import io.writeback.destination.Record;
import io.writeback.destination.RowMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rows of a plan: of what the route makes of each row, the fields that were shown, and nothing
 * of a row without any.
 */
final class ApprovedChanges implements ApprovedRows {
  private final RowMapper mapper;
  private final ChangeReader changes;

  ApprovedChanges(RowMapper mapper, ChangeReader changes) {
    this.mapper = mapper;
    this.changes = changes;
  }

  @Override
  public Mapped of(Row row) {
    Mapped mapped = mapper.map(row);
    List<Change> shown = changes.ofRow(row.number());
    if (!(mapped instanceof Mapped.Sendable sendable)) {
      return mapped;
    }
    return shown.isEmpty()
        ? new Mapped.Unchanged(row.number())
        : new Mapped.Sendable(
            sendable.record().isCreate() ? sendable.record() : approved(sendable.record(), shown));
  }

  @Override
  public Optional<Record> beside(Record record) {
    List<Change> shown = changes.ofRow(record.row());
    if (shown.isEmpty()) {
      return Optional.empty();
    }
    Record approved = approved(record, shown);
    return Optional.of(
        record.fields().containsKey(Record.DELETED) ? whole(record, approved) : approved);
  }

  /** What is deleted has to be in all of its fields what was shown, also where that was blank. */
  private static Record whole(Record record, Record approved) {
    Map<String, Object> expected = new LinkedHashMap<>(record.fields());
    expected.putAll(approved.expected());
    return record.onlyIf(record.fields(), expected);
  }

  private static Record approved(Record record, List<Change> shown) {
    Map<String, Object> fields = new LinkedHashMap<>();
    Map<String, Object> expected = new LinkedHashMap<>();
    for (Change change : shown) {
      fields.put(change.field(), record.fields().get(change.field()));
      expected.put(change.field(), change.before());
    }
    return record.onlyIf(fields, expected);
  }

  @Override
  public void close() {
    changes.close();
  }
}
