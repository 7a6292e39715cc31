package io.writeback.run;

import io.writeback.destination.Plan;
import io.writeback.http.CallFailure;
import io.writeback.http.Outcome;
import io.writeback.problem.Reason;
import java.time.Duration;

/** Says what keeps a destination from answering: the cause first, then the request. */
final class OutageWords {
  private OutageWords() {}

  /** {@code Workfront is down: connection refused (PUT https://…)}. */
  static String of(Run run, CallFailure failure) {
    String name = run.plan().map(Plan::product).orElse("the destination");
    return "%s %s: %s".formatted(name, verb(failure), cause(failure));
  }

  private static String verb(CallFailure failure) {
    if (failure.outcome() == Outcome.UNREACHED) {
      return "is down";
    }
    return failure.outcome() == Outcome.THROTTLED ? "has too many requests" : "does not answer";
  }

  private static String cause(CallFailure failure) {
    String message = failure.getMessage();
    if (failure.getCause() == null) {
      return message;
    }
    String why = Reason.root(failure.getCause());
    String request =
        message.endsWith(": " + Reason.of(failure.getCause()))
            ? message.substring(0, message.lastIndexOf(": " + Reason.of(failure.getCause())))
            : message;
    return "%s (%s)".formatted(why, request);
  }

  /** {@code 850 ms}, {@code 12 s}, {@code 5 minutes}, {@code 3 hours}. */
  static String length(Duration length) {
    long seconds = length.toSeconds();
    if (seconds < 1) {
      return length.toMillis() + " ms";
    }
    if (seconds < 120) {
      return seconds + " s";
    }
    return seconds < 7_200 ? seconds / 60 + " minutes" : seconds / 3_600 + " hours";
  }
}
