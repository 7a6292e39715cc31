package io.writeback.destination;

import java.util.List;

/** What one request of a run writes. */
public sealed interface Work {
  /** The records that are written; none of a cleanup. */
  List<Record> records();

  /** Some of the records of a batch. */
  record Records(List<Record> records) implements Work {
    public Records {
      records = List.copyOf(records);
    }
  }

  /**
   * All rows of a run as one record, for a destination that takes files: one batch, whose rows are
   * counted and never held.
   *
   * @param file the record of all rows
   * @param compared whether it is only sent if it differs from what was confirmed last
   * @param unchanged whether it is what was confirmed last, so that nothing is sent
   */
  record WholeFile(Record file, boolean compared, boolean unchanged) implements Work {
    /** The fields of the record. */
    public static final String SHA256 = "sha256";

    public static final String BYTES = "bytes";

    @Override
    public List<Record> records() {
      return List.of(file);
    }
  }

  /**
   * A request that follows the last row and carries none: it clears what earlier runs left.
   *
   * @param number from 0 to {@link Plan#cleanups()} - 1; each is a batch of its own
   * @param only what of it is sent, in records that are made of no rows; null for all of it
   */
  record Cleanup(int number, List<Record> only) implements Work {
    public Cleanup {
      only = only == null ? null : List.copyOf(only);
    }

    /** All of it. */
    public Cleanup(int number) {
      this(number, null);
    }

    /** Whether it is sent record by record, as a person has approved it. */
    public boolean isPartial() {
      return only != null;
    }

    @Override
    public List<Record> records() {
      return isPartial() ? only : List.of();
    }
  }
}
