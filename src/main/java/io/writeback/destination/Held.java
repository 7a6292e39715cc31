package io.writeback.destination;

import java.util.List;
import java.util.Objects;

/**
 * What a destination holds now in the fields that records would write. It is no {@link ReadBack}:
 * nothing is in doubt.
 *
 * @param entries one a record, in the order asked
 */
public record Held(List<Entry> entries) implements Receipt {
  /**
   * One record.
   *
   * @param found whether it is there; if not, it is gone or not visible to our user
   * @param cells one a field that the record writes, in the order of its fields; none if it is not
   *     there
   */
  public record Entry(Record record, boolean found, List<Cell> cells) {
    public Entry {
      Objects.requireNonNull(record);
      cells = List.copyOf(cells);
    }

    /** A record that is not there, or not visible. */
    public static Entry gone(Record record) {
      return new Entry(record, false, List.of());
    }
  }

  /** One field of a record. */
  public sealed interface Cell permits Value, Unreadable {
    /** Its wire name. */
    String field();
  }

  /**
   * A field that is read.
   *
   * @param before what it holds, of the kinds that {@link Record#fields} has, so that a write of it
   *     restores the field; null, "" and an empty list are a field without a value
   * @param equal whether that is what the record would write, by the destination's own comparison,
   *     whatever its spelling
   */
  public record Value(String field, Object before, boolean equal) implements Cell {
    public Value {
      Objects.requireNonNull(field);
    }

    /** Whether the field has no value. */
    public boolean isBlank() {
      return before == null || before.equals("") || before.equals(List.of());
    }
  }

  /**
   * A field of which it is unknown what it holds, or which holds what no record can write.
   *
   * @param why for people, one clause
   */
  public record Unreadable(String field, String why) implements Cell {
    public Unreadable {
      Objects.requireNonNull(field);
      Objects.requireNonNull(why);
    }
  }

  public Held {
    entries = List.copyOf(entries);
  }
}
