package io.writeback.destination;

import io.writeback.problem.Code;
import java.util.List;

/**
 * What a destination holds for records of which it is unknown whether they were written.
 *
 * @param entries one a record, in the order asked
 */
public record ReadBack(List<Entry> entries) implements Receipt {
  /** What is to be done with a record. */
  public enum State {
    /** It holds what was sent, field by field: the record is confirmed. */
    HOLDS,
    /** It holds something else: the record is sent again. */
    OTHER_VALUES,
    /** What it holds is unknown: the record is sent again, and may be written already. */
    UNKNOWN,
    /** It holds something else, and another user changed it since: the record is rejected. */
    CONFLICT,
    /**
     * It holds neither what was expected of it nor what is to be written: the record is rejected.
     */
    CHANGED,
    /** It is not there, or not visible: the record is sent again, and the answer will say. */
    GONE
  }

  /**
   * One record.
   *
   * @param reason what was changed if the record is rejected for it, else ""
   */
  public record Entry(Record record, State state, String reason) {
    public Entry(Record record, State state) {
      this(record, state, "");
    }

    /** Why the row of a conflict is not written. */
    public RowReject reject() {
      Code code =
          switch (state) {
            case CONFLICT -> Code.CONFLICT;
            case CHANGED -> Code.CHANGED_SINCE;
            default -> throw new IllegalStateException("nothing is to be rejected: " + state);
          };
      return new RowReject(record.row(), record.key(), code, "", reason);
    }
  }

  public ReadBack {
    entries = List.copyOf(entries);
  }

  /** How many rows its records are made of. */
  public long rows() {
    return Record.rows(entries.stream().map(Entry::record).toList());
  }

  /** Nothing is known of any record: all are sent again. */
  public static ReadBack unknown(List<Record> records) {
    return new ReadBack(records.stream().map(record -> new Entry(record, State.UNKNOWN)).toList());
  }
}
