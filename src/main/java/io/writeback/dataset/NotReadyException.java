package io.writeback.dataset;

import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.time.Instant;
import java.util.Optional;

/** A source does not have its rows yet, or not all of them: the same run may find them later. */
public final class NotReadyException extends WritebackException {
  private static final long serialVersionUID = 1L;

  private final transient Instant until;
  private final transient Sighting seen;

  private NotReadyException(Code code, String message, Instant until, Sighting seen) {
    super(code, message);
    this.until = until;
    this.seen = seen;
  }

  /**
   * It has changed too short a time ago.
   *
   * @param until when it will have settled, by our clock
   */
  public static NotReadyException settling(String message, Instant until, Sighting seen) {
    return new NotReadyException(Code.DATASET_SETTLING, message, until, seen);
  }

  /** What was read does not fit what the source says of it; it is unknown when it will. */
  public static NotReadyException misfit(Code code, String message) {
    return new NotReadyException(code, message, null, null);
  }

  /** When to read it, if that is known. */
  public Optional<Instant> until() {
    return Optional.ofNullable(until);
  }

  /** What was seen of it. */
  public Optional<Sighting> seen() {
    return Optional.ofNullable(seen);
  }
}
