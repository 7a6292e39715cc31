package io.writeback.sandbox.workiva;

import java.util.Locale;

/** How far an operation is. */
enum OperationStatus {
  ACKNOWLEDGED,
  QUEUED,
  STARTED,
  COMPLETED,
  CANCELLED,
  FAILED;

  /** As it is on the wire. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean isEnd() {
    return compareTo(STARTED) > 0;
  }

  /**
   * The status of an operation on its way.
   *
   * @param part how much of its time is over, from 0 to 1 and beyond
   * @param hold the last status before its end that it may have; {@code none} for no such
   * @return {@link #COMPLETED} when its end is due
   */
  static OperationStatus after(double part, String hold) {
    OperationStatus status =
        part >= 1 ? COMPLETED : part >= 2 / 3.0 ? STARTED : part >= 1 / 3.0 ? QUEUED : ACKNOWLEDGED;
    OperationStatus last = hold.equals("none") ? COMPLETED : valueOf(hold.toUpperCase(Locale.ROOT));
    return status.compareTo(last) > 0 ? last : status;
  }
}
