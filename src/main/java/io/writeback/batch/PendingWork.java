package io.writeback.batch;

import io.writeback.destination.Receipt;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What the destination works on for a batch: where to ask for the result, and when. */
final class PendingWork {
  /** How often a batch goes out again because its operation is unknown. */
  private static final int MOST_LOST = 3;

  /** Null if it works on nothing. */
  private Receipt.Pending pending;

  /** When it may be asked again. */
  private Instant due = Instant.EPOCH;

  /** Since when this process knows that it works. */
  private Instant since = Instant.now();

  /** Whether an earlier process sent it. */
  private boolean inherited;

  /** Whether it is not in the ledger yet. */
  private boolean unrecorded;

  private int lost;

  /**
   * @param operation where an earlier process was to ask for the result; else null
   */
  PendingWork(URI operation) {
    this.pending = operation == null ? null : new Receipt.Pending(operation, Duration.ZERO);
    this.inherited = operation != null;
  }

  boolean isThere() {
    return pending != null;
  }

  boolean isInherited() {
    return inherited;
  }

  URI operation() {
    return pending.operation();
  }

  Instant since() {
    return since;
  }

  /** How long not to ask yet. */
  Duration delay(Instant now) {
    Duration left = pending == null ? Duration.ZERO : Duration.between(now, due);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** It has begun, or works on. */
  void accepted(Receipt.Pending more, Instant now) {
    unrecorded |= pending == null || !pending.operation().equals(more.operation());
    since = pending == null ? now : since;
    pending = more;
    due = now.plus(more.after());
  }

  /** Where to ask for the result, if that is not in the ledger yet; returned once. */
  Optional<URI> takeUnrecorded() {
    boolean recorded = !unrecorded || pending == null;
    unrecorded = false;
    return recorded ? Optional.empty() : Optional.of(pending.operation());
  }

  /** What is certain of it although it works on; null if nothing is. */
  Receipt.Delivered certain() {
    return pending == null ? null : pending.certain();
  }

  void ends() {
    pending = null;
  }

  /**
   * It ended without having written anything, or is unknown.
   *
   * @return whether what it worked on may be sent again
   */
  boolean endsUnwritten() {
    pending = null;
    inherited = false;
    return ++lost <= MOST_LOST;
  }

  /** How often it did. */
  int lost() {
    return lost;
  }
}
