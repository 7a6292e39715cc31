package io.writeback.run;

import io.writeback.http.CallFailure;
import io.writeback.http.Outcome;
import io.writeback.ledger.Pause;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;

/** What it means for a run that a batch was given up. */
final class Failures {
  private Failures() {}

  /** Why the run ends or stands still; until when is left open. */
  static Stop stop(RuntimeException broken) {
    if (broken instanceof WritebackException known) {
      return stop(known.code(), known.getMessage());
    }
    if (!(broken instanceof CallFailure failure)) {
      return new Stop(Code.INTERNAL, broken.toString(), false);
    }
    String message = failure.getMessage();
    return switch (failure.outcome()) {
      case UNAUTHORISED -> Stop.pausing(Code.DESTINATION_LOGIN, message, Pause.Kind.AUTH);
      case MISDIRECTED ->
          Stop.pausing(Code.DESTINATION_REDIRECTS, message, Pause.Kind.CONFIGURATION);
      case THROTTLED -> Stop.pausing(Code.DESTINATION_UNAVAILABLE, message, Pause.Kind.THROTTLE);
      case ANSWERED, REFUSED, UNREACHED, UNKNOWN ->
          Stop.pausing(
              failure.outcome() == Outcome.UNKNOWN
                  ? Code.ANSWER_UNKNOWN
                  : Code.DESTINATION_UNAVAILABLE,
              message,
              Pause.Kind.OUTAGE);
    };
  }

  /** The same of something that a person is told. */
  static Stop stop(Code code, String message) {
    return switch (code) {
      // A person has to put it right; then the run can go on.
      case DESTINATION_REDIRECTS -> Stop.pausing(code, message, Pause.Kind.CONFIGURATION);
      case LOGIN_UNAVAILABLE -> Stop.pausing(code, message, Pause.Kind.OUTAGE);
      case DESTINATION_LOGIN, TOKEN_STORE -> Stop.pausing(code, message, Pause.Kind.AUTH);
      case SHRUNK -> Stop.pausing(code, message, Pause.Kind.SHRUNK);
      default -> new Stop(code, message, code == Code.TARGET_LOST);
    };
  }
}
