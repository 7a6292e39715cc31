package io.writeback.destination;

import java.util.Objects;

/**
 * All rows of a run as one record, for a destination that takes files: one batch, whose rows are
 * counted and never held.
 *
 * @param record of all rows
 * @param compared whether it is only sent if it is not what was confirmed last
 * @param unchanged whether it is what was confirmed last, so that nothing is sent
 */
public record WholeFile(Record record, boolean compared, boolean unchanged) {
  public WholeFile {
    Objects.requireNonNull(record);
  }
}
