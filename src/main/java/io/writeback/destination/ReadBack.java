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
    GONE,
    /**
     * The object that the record is to create is there, with other values: it was created by a try
     * whose answer is lost, or by someone else since it was looked for.
     */
    EXISTS,
    /** Several objects are what the record is to create: it is rejected. */
    SEVERAL
  }

  /**
   * One record.
   *
   * @param reason what was changed if the record is rejected for it, else ""
   * @param found the key of the object that the record is to create, if there is one; else null
   * @param differences what it holds otherwise
   */
  public record Entry(
      Record record, State state, String reason, String found, List<Difference> differences) {
    public Entry {
      differences = List.copyOf(differences);
    }

    public Entry(Record record, State state, String reason) {
      this(record, state, reason, null, List.of());
    }

    public Entry(Record record, State state) {
      this(record, state, "");
    }

    /** The object that a record is to create is there. */
    public static Entry exists(
        Record record, String found, List<Difference> differences, String reason) {
      return new Entry(
          record, differences.isEmpty() ? State.HOLDS : State.EXISTS, reason, found, differences);
    }

    /**
     * The record as it is written.
     *
     * @param ours whether one of our tries may have created its object
     */
    public Receipt.Written written(boolean ours) {
      return new Receipt.Written(
          found == null ? record : ours ? record.createdAs(found) : record.foundAs(found),
          differences);
    }

    /** Why the row of a conflict is not written. */
    public RowReject reject() {
      Code code =
          switch (state) {
            case CONFLICT -> Code.CONFLICT;
            case CHANGED, EXISTS -> Code.CHANGED_SINCE;
            case SEVERAL -> Code.MATCH_AMBIGUOUS;
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
