package io.writeback.http;

import java.util.function.Consumer;

/** Decides at the last moment whether a request leaves, and may end it on its way. */
@FunctionalInterface
public interface SendGuard {
  SendGuard NONE = () -> {};

  /**
   * Called after all waits, before the first byte of a request leaves, or before the last bytes of
   * a file do. What it throws reaches the sender as it is.
   */
  void check();

  /**
   * A request is on its way: until the result is closed, it may be cut off, and its outcome is
   * unknown then.
   *
   * @param cut closes its connection; takes the reason, half a sentence
   */
  default InFlight sending(Consumer<String> cut) {
    return () -> {};
  }

  /** The time in which a request is on its way. */
  @FunctionalInterface
  interface InFlight extends AutoCloseable {
    @Override
    void close();
  }
}
