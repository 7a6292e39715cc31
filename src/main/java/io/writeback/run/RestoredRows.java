package io.writeback.run;

import io.writeback.changes.Change;
import io.writeback.changes.ChangeReader;
import io.writeback.dataset.Row;
import io.writeback.destination.Mapped;
import io.writeback.destination.Record;
import io.writeback.destination.RowReject;
import io.writeback.problem.Code;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The rows of an undo: the fields that were shown, and those that are kept as someone changed them
 * since. A row that has only such fields is rejected with them; the mapping of the route has no
 * part in it.
 */
final class RestoredRows implements ApprovedRows {
  private final ChangeReader changes;
  private final KeptField.Reader kept;
  private final boolean looksAgain;

  /**
   * @param looksAgain whether what is kept beside the rows is looked at once more, and then named
   */
  RestoredRows(ChangeReader changes, KeptField.Reader kept, boolean looksAgain) {
    this.looksAgain = looksAgain;
    this.changes = changes;
    this.kept = kept;
  }

  @Override
  public Mapped of(Row row) {
    List<Change> shown = changes.ofRow(row.number());
    List<KeptField> left = kept.ofRow(row.number());
    if (!shown.isEmpty()) {
      return new Mapped.Sendable(
          ChangedFields.record(shown).keeping(left.stream().map(KeptField::difference).toList()));
    }
    return left.isEmpty() ? new Mapped.Unchanged(row.number()) : new Mapped.Rejected(reject(left));
  }

  @Override
  public Optional<Record> beside(Record record) {
    List<Change> shown = changes.ofRow(record.row());
    if (!shown.isEmpty()) {
      return Optional.of(ChangedFields.record(shown));
    }
    return looksAgain
        ? Optional.of(kept.ofRow(record.row()))
            .filter(left -> !left.isEmpty())
            .map(left -> again(record, left))
        : Optional.empty();
  }

  /** It is only restored if it holds again what the run wrote. */
  private static Record again(Record record, List<KeptField> left) {
    if (left.get(0).isGone()) {
      return record.onlyIf(record.fields(), record.fields());
    }
    Map<String, Object> wanted = new LinkedHashMap<>();
    Map<String, Object> written = new LinkedHashMap<>();
    for (KeptField field : left) {
      wanted.put(field.field(), field.wanted());
      written.put(field.field(), field.written());
    }
    return record.onlyIf(wanted, written);
  }

  private static RowReject reject(List<KeptField> left) {
    return new RowReject(
        left.get(0).row(),
        left.get(0).key(),
        Code.CHANGED_SINCE,
        left.size() == 1 ? left.get(0).field() : "",
        left.stream().map(KeptField::sentence).collect(Collectors.joining("; ")));
  }

  @Override
  public void close() {
    try (kept) {
      changes.close();
    }
  }
}
