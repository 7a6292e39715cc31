package io.writeback.run;

import io.writeback.http.CallFailure;
import io.writeback.http.Outcome;
import io.writeback.ledger.CancelAskedException;
import io.writeback.ledger.LedgerAwayException;
import io.writeback.ledger.LedgerException;
import io.writeback.ledger.Pause;
import io.writeback.ledger.RunLostException;
import io.writeback.problem.Code;
import io.writeback.problem.Problem;
import io.writeback.problem.WritebackException;
import io.writeback.rows.ScratchFileException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;

/**
 * What a failure means for a run: whether it is paused, ends or resumes later. The same before its
 * first request as after it.
 */
final class Failures {
  private Failures() {}

  /** Why the run ends or is paused; until when is left open. */
  static StopReason stop(Throwable failure) {
    if (failure instanceof WritebackException known) {
      return stop(known);
    }
    if (failure instanceof CallFailure call) {
      return stop(call);
    }
    if (failure instanceof RunLostException) {
      return new StopReason(Code.RUN_LOST, failure.getMessage(), true);
    }
    if (failure instanceof CancelAskedException) {
      return StopRules.CANCELLED;
    }
    if (failure instanceof LedgerAwayException) {
      return new StopReason(Code.INTERRUPTED, failure.getMessage(), true);
    }
    if (failure instanceof LedgerException) {
      return new StopReason(Code.LEDGER_FAILED, failure.getMessage(), true);
    }
    if (failure instanceof ScratchFileException) {
      return new StopReason(Code.SCRATCH_FAILED, failure.getMessage(), true);
    }
    return endsProcess(failure)
        ? new StopReason(Code.INTERRUPTED, "the process ended before the run was done", true)
        : new StopReason(Code.INTERNAL, failure.toString(), false);
  }

  /** Whether a failure is only that of threads which are asked to end with their process. */
  private static boolean endsProcess(Throwable failure) {
    return causes(failure)
        .anyMatch(
            cause ->
                cause instanceof RejectedExecutionException
                    || cause instanceof InterruptedException
                    || cause instanceof ClosedByInterruptException);
  }

  private static StopReason stop(CallFailure failure) {
    String message = failure.getMessage();
    return switch (failure.outcome()) {
      case UNAUTHORISED -> StopReason.pausing(Code.DESTINATION_LOGIN, message, Pause.Kind.AUTH);
      case MISDIRECTED ->
          StopReason.pausing(Code.DESTINATION_REDIRECTS, message, Pause.Kind.CONFIGURATION);
      case THROTTLED ->
          StopReason.pausing(Code.DESTINATION_UNAVAILABLE, message, Pause.Kind.THROTTLE);
      case ANSWERED, REFUSED, UNREACHED, UNKNOWN ->
          StopReason.pausing(
              failure.outcome() == Outcome.UNKNOWN
                  ? Code.ANSWER_UNKNOWN
                  : Code.DESTINATION_UNAVAILABLE,
              message,
              Pause.Kind.OUTAGE);
    };
  }

  private static StopReason stop(WritebackException known) {
    StopReason stop = stop(known.code(), plain(known));
    Optional<Outcome> outcome = call(known).map(CallFailure::outcome);
    if (stop.pause() != Pause.Kind.OUTAGE || outcome.isEmpty()) {
      return stop;
    }
    return switch (outcome.get()) {
      case THROTTLED -> StopReason.pausing(stop.code(), stop.reason(), Pause.Kind.THROTTLE);
      case MISDIRECTED -> StopReason.pausing(stop.code(), stop.reason(), Pause.Kind.CONFIGURATION);
      // The same question gets the same answer.
      case REFUSED -> new StopReason(stop.code(), stop.reason(), false);
      case ANSWERED, UNAUTHORISED, UNREACHED, UNKNOWN -> stop;
    };
  }

  /** The same of a code with its message. */
  private static StopReason stop(Code code, String message) {
    return switch (code) {
      // A person has to correct it; then the run can resume.
      case DESTINATION_REDIRECTS, STORAGE_REFUSED ->
          StopReason.pausing(code, message, Pause.Kind.CONFIGURATION);
      case LOGIN_UNAVAILABLE,
          DESTINATION_UNAVAILABLE,
          SOURCE_UNAVAILABLE,
          EXPORT_STALLED,
          STORAGE_AWAY ->
          StopReason.pausing(code, message, Pause.Kind.OUTAGE);
      case DESTINATION_LOGIN, SOURCE_LOGIN, TOKEN_STORE ->
          StopReason.pausing(code, message, Pause.Kind.AUTH);
      case SHRUNK -> StopReason.pausing(code, message, Pause.Kind.SHRUNK);
      case TARGET_LOST, SNAPSHOT_IO, CHANGES_FILE, STORAGE_DAMAGED ->
          new StopReason(code, message, true);
      default -> new StopReason(code, message, false);
    };
  }

  /** The request without a usable answer that a failure comes from, if it does. */
  static Optional<CallFailure> call(Throwable failure) {
    return causes(failure)
        .filter(CallFailure.class::isInstance)
        .map(CallFailure.class::cast)
        .findFirst();
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
  }

  static String plain(WritebackException known) {
    return String.join("; ", known.problems().stream().map(Failures::plain).toList());
  }

  private static String plain(Problem problem) {
    return problem.where().isEmpty()
        ? problem.message()
        : problem.where() + ": " + problem.message();
  }
}
