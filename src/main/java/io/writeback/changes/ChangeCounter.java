package io.writeback.changes;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Sums changes up, one at a time, in the order of their rows. Its memory depends on the number of
 * fields, not on the number of changes.
 */
public final class ChangeCounter {
  private final Map<String, FieldCounter> fields = new LinkedHashMap<>();
  private long changed;
  private long created;
  private long unknown;
  private long equal;
  private long rejected;
  private long notFound;

  /** The row whose changes come now; its two marks say whether it has any yet. */
  private long row;

  private boolean hasChange;
  private boolean isCreated;
  private boolean hasUnreadable;

  /** A field that would change; what belongs to one row comes in a row. */
  public void add(Change change) {
    begin(change.row());
    hasChange = !change.created();
    isCreated = change.created();
    field(change.field()).add(change);
  }

  /** A field that would be written and cannot be read, in a row that may have changes too. */
  public void unreadable(long row, String field) {
    begin(row);
    hasUnreadable = true;
    field(field).unreadable();
  }

  private FieldCounter field(String name) {
    return fields.computeIfAbsent(name, FieldCounter::new);
  }

  private void begin(long row) {
    if (row != this.row) {
      changed += hasChange ? 1 : 0;
      unknown += isUnknown() ? 1 : 0;
      created += isCreated ? 1 : 0;
      this.row = row;
      hasChange = false;
      isCreated = false;
      hasUnreadable = false;
    }
  }

  private boolean isUnknown() {
    return hasUnreadable && !hasChange;
  }

  /** Rows that hold already what would be written. */
  public void equal(long rows) {
    equal += rows;
  }

  /** Rows that would be rejected, for what is known without the destination. */
  public void rejected(long rows) {
    rejected += rows;
  }

  /** Rows that have no record in the destination. */
  public void notFound(long rows) {
    notFound += rows;
  }

  /** What was added so far; more may be added. */
  public ChangeSummary summary() {
    return new ChangeSummary(
        new PlannedRows(
            changed + (hasChange ? 1 : 0),
            unknown + (isUnknown() ? 1 : 0),
            equal,
            rejected,
            notFound,
            created + (isCreated ? 1 : 0)),
        fields.values().stream().map(FieldCounter::changes).toList());
  }
}
