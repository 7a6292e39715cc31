package io.writeback.alert;

/** A way on which messages go out. */
@FunctionalInterface
interface Channel {
  /** Delivers a message, and returns once it has arrived. */
  void deliver(AlertText text) throws UndeliveredException;

  /** A message did not arrive; what it says holds no secret. */
  final class UndeliveredException extends Exception {
    private static final long serialVersionUID = 1L;

    UndeliveredException(String reason) {
      super(reason);
    }
  }
}
