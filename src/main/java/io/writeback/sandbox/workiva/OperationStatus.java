package io.writeback.sandbox.workiva;

import java.util.Locale;

/** The status of an operation. */
enum OperationStatus {
  ACKNOWLEDGED,
  QUEUED,
  STARTED,
  COMPLETED,
  CANCELLED,
  FAILED;

  /** Its name in the API. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean isEnd() {
    return compareTo(STARTED) > 0;
  }

  /**
   * The status of an operation in progress.
   *
   * @param part the elapsed fraction of its time, 0 to 1 or more
   * @param hold the status at which it stops; {@code none} for none
   * @return {@link #COMPLETED} when its end is due
   */
  static OperationStatus after(double part, String hold) {
    OperationStatus status =
        part >= 1 ? COMPLETED : part >= 2 / 3.0 ? STARTED : part >= 1 / 3.0 ? QUEUED : ACKNOWLEDGED;
    OperationStatus last = hold.equals("none") ? COMPLETED : valueOf(hold.toUpperCase(Locale.ROOT));
    return status.compareTo(last) > 0 ? last : status;
  }
}
