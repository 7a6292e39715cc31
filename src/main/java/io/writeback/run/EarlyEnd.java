package io.writeback.run;

import io.writeback.dataset.NotReadyException;
import io.writeback.ledger.CancelAskedException;
import io.writeback.ledger.LedgerException;
import io.writeback.ledger.RunLostException;
import io.writeback.problem.Code;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Why a run ends before its last row: the first reason that was given. Once the ledger or the run
 * itself is lost, no other reason says what the account of the run is worth.
 */
final class EarlyEnd {
  private final Pauses pauses;
  private final SourcePauses sourcePauses;
  private final AtomicReference<StopReason> reason = new AtomicReference<>();
  private volatile boolean ledgerFailed;

  /**
   * @param pauses how long the run waits for what passes by itself
   * @param sourcePauses how long it waits for its rows
   */
  EarlyEnd(Pauses pauses, SourcePauses sourcePauses) {
    this.pauses = pauses;
    this.sourcePauses = sourcePauses;
  }

  Optional<StopReason> reason() {
    return Optional.ofNullable(reason.get());
  }

  void stop(StopReason why) {
    reason.compareAndSet(null, why);
  }

  /** Ends the run because something broke. */
  void failed(Throwable failure) {
    if (failure instanceof NotReadyException notReady) {
      stop(ofSource(notReady));
    } else if (failure instanceof CancelAskedException || !(failure instanceof LedgerException)) {
      stop(pauses.of(failure));
    } else if (!isLost() && !ledgerFailed) {
      ledgerFailed = true;
      reason.set(Failures.stop(failure));
    } else if (failure instanceof RunLostException) {
      reason.set(Failures.stop(failure));
    }
  }

  /** What follows from a source that does not have its rows yet: a pause, or the end. */
  StopReason ofSource(NotReadyException notReady) {
    return sourcePauses.stop(notReady, Failures.plain(notReady), pauses.end());
  }

  /** Whether another process has the run, or it was ended: nothing of it may be recorded. */
  boolean isLost() {
    return reason().filter(stop -> stop.code() == Code.RUN_LOST).isPresent();
  }

  /** Whether the ledger failed, so that what it holds of the run may end in the middle. */
  boolean ledgerFailed() {
    return ledgerFailed;
  }

  /** Whether the run is to be resumed later as it is. */
  boolean pausing() {
    return reason().filter(StopReason::resumable).isPresent();
  }
}
