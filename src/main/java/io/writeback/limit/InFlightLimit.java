package io.writeback.limit;

/**
 * How many requests a host is given at once by this process. Events come in from outside with their
 * time. Not safe for threads by itself.
 */
public interface InFlightLimit {
  /**
   * A request in flight.
   *
   * @param change the state of the limit that it began under
   * @param level the number in flight with it
   */
  record Begun(int change, int level) {}

  /** How many may be in flight now. */
  int limit();

  int inFlight();

  boolean hasRoom(long nanos);

  Begun begin(long nanos);

  /** Whether what has begun may leave; not if this process no longer has the place. */
  default boolean mayLeave(long nanos) {
    return true;
  }

  /** The host took it, whatever it answered. */
  void answered(Begun request, long nanos);

  /** 429. */
  void throttled(Begun request, long nanos);

  /** No answer, which says nothing of how much the host takes. */
  void lost(long nanos);

  /** Lowers or raises the most, whatever the host would take; 1 or more. */
  void ceiling(int most);

  int ceiling();
}
