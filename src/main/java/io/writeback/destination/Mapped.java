package io.writeback.destination;

/** What mapping makes of a row. */
public sealed interface Mapped {
  /** A record to send. */
  record Sendable(Record record) implements Mapped {}

  /** Nothing but its key: there is nothing to send. */
  record Unchanged(long row) implements Mapped {}

  /** It cannot be sent. */
  record Rejected(RowReject reject) implements Mapped {}
}
