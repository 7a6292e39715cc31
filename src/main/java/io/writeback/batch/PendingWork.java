package io.writeback.batch;

import io.writeback.destination.Receipt;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What the destination works on for a batch: where to ask how far it is, and when. */
final class PendingWork {
  /** How often a batch goes out again because nobody knows of it any more. */
  private static final int MOST_LOST = 3;

  /** Null if it works on nothing. */
  private Receipt.Pending pending;

  /** When it may be asked again. */
  private Instant due = Instant.EPOCH;

  /** Since when this process knows that it works. */
  private Instant since = Instant.now();

  /** Whether it was sent by an earlier process. */
  private boolean inherited;

  /** Whether it is not in the ledger yet. */
  private boolean untold;

  private int lost;

  /**
   * @param operation where an earlier process was told to ask what became of it; else null
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

  /** How long the destination is still to be left alone. */
  Duration wait(Instant now) {
    Duration left = pending == null ? Duration.ZERO : Duration.between(now, due);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** It has begun, or goes on. */
  void goesOn(Receipt.Pending more, Instant now) {
    untold |= pending == null || !pending.operation().equals(more.operation());
    since = pending == null ? now : since;
    pending = more;
    due = now.plus(more.after());
  }

  /** Where to ask what became of it, if that is not written down yet; told once. */
  Optional<URI> takeUntold() {
    boolean told = !untold || pending == null;
    untold = false;
    return told ? Optional.empty() : Optional.of(pending.operation());
  }

  /** What is certain of it although it goes on; null if nothing is. */
  Receipt.Delivered certain() {
    return pending == null ? null : pending.certain();
  }

  /** It is over. */
  void ends() {
    pending = null;
  }

  /**
   * It came to nothing, or nobody knows of it any more.
   *
   * @return whether what it worked on may be sent again
   */
  boolean cameToNothing() {
    pending = null;
    inherited = false;
    return ++lost <= MOST_LOST;
  }

  /** How often it came to nothing. */
  int lost() {
    return lost;
  }
}
