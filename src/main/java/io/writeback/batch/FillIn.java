package io.writeback.batch;

import io.writeback.destination.Held;
import io.writeback.destination.Plan;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.destination.RowReject;
import io.writeback.problem.Code;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields of a batch that are written only where the destination has no value: looked at before
 * anything is asked or written of their records, which then are without those that have one.
 */
final class FillIn {
  private final Plan plan;

  /** Whether an earlier process may have written them: what holds what it wrote is its own. */
  private final boolean resumed;

  private final FirstLook look;

  /** The record of the row, by the one that is left of it. */
  private final Map<Record, Record> whole = new IdentityHashMap<>();

  private final List<Record> filled = new ArrayList<>();
  private final List<RowReject> rejects = new ArrayList<>();

  /**
   * @param resumed whether an earlier process may have sent some of it
   */
  FillIn(Plan plan, List<Record> records, boolean resumed) {
    this.plan = plan;
    this.resumed = resumed;
    this.look =
        FirstLook.of(
            plan,
            records.stream().filter(record -> !record.onlyIfBlank().isEmpty()).toList(),
            false);
  }

  boolean isOver() {
    return look.isOver();
  }

  Step.Look next() {
    return look.next();
  }

  boolean asksFewer() {
    return look.asksFewer();
  }

  /**
   * What of the records is written.
   *
   * @param replace receives each record, and what is left of it; null if that is nothing
   */
  void answered(Held held, Map<Record, Record> replace) {
    for (Held.Entry entry : held.entries()) {
      replace.put(entry.record(), left(entry));
    }
    look.answered(held);
  }

  private Record left(Held.Entry entry) {
    Record record = entry.record();
    Map<String, Object> fields = new LinkedHashMap<>(record.fields());
    if (!entry.found()) {
      fields.keySet().removeAll(record.onlyIfBlank());
      return fields.isEmpty()
          ? rejected(record, "", "the object is not there any more, or not visible")
          : left(record, fields);
    }
    for (Held.Cell cell : entry.cells()) {
      if (!record.onlyIfBlank().contains(cell.field())) {
        continue;
      }
      if (cell instanceof Held.Unreadable unreadable) {
        return rejected(
            record,
            column(cell.field()),
            "%s is written only if it is blank, and it is unknown what it holds: %s"
                .formatted(cell.field(), unreadable.why()));
      }
      Held.Value value = (Held.Value) cell;
      boolean ours = resumed && value.equal();
      if (!value.isBlank() && !ours || value.isBlank() && value.equal()) {
        fields.remove(cell.field());
      }
    }
    if (fields.isEmpty()) {
      filled.add(record);
      return null;
    }
    return left(record, fields);
  }

  private Record left(Record record, Map<String, Object> fields) {
    Record left = record.only(fields);
    whole.put(left, record);
    return left;
  }

  private Record rejected(Record record, String column, String reason) {
    rejects.add(new RowReject(record.row(), record.key(), Code.FILL_UNREADABLE, column, reason));
    return null;
  }

  private String column(String field) {
    return plan.columns().written().entrySet().stream()
        .filter(written -> written.getValue().equals(field))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("");
  }

  /** The records of which nothing was left to write. */
  List<Record> filled() {
    return filled;
  }

  /** The rows of which it is unknown what would be overwritten. */
  List<RowReject> rejects() {
    return rejects;
  }

  /** What was written of a record, as that of its row. */
  Receipt.Written ofRow(Receipt.Written written) {
    Record record = whole.get(written.record());
    return record == null ? written : new Receipt.Written(record, written.differences());
  }
}
