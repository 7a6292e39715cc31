package io.writeback.contract;

import io.writeback.sandbox.http.Fault;
import io.writeback.sandbox.http.Fault.Kind;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** What goes wrong with requests to a destination, and how a test causes it. */
enum Failure {
  THROTTLED(
      "F1",
      "429 with Retry-After in seconds, as a date, as a past date, malformed, and missing",
      Seen.DONE,
      trial ->
          trial
              .write(Fault.answer(429, "").header("Retry-After", "1"))
              .write(untilIn(Duration.ofSeconds(1)))
              .write(untilIn(Duration.ofHours(-1)))
              .write(Fault.answer(429, "").header("Retry-After", "soon"))
              .write(Fault.answer(429, ""))),
  THROTTLED_FOR_YEARS(
      "F1",
      "429 with a Retry-After of a billion seconds",
      new Seen(4, "WB-407"),
      trial -> {
        trial.set("http.throttled-tries", "2");
        trial.set("http.max-retry-delay", "10ms");
        trial.write(Fault.answer(429, "").header("Retry-After", "1000000000"));
      }),
  SERVER_ERRORS(
      "F2",
      "500, 502 with an HTML page, 503, 504",
      Seen.DONE,
      trial ->
          trial
              .write(Fault.answer(500, ""))
              .write(Fault.html().answering(502, "<html>Bad Gateway</html>"))
              .write(Fault.answer(503, "down").header("Retry-After", "1"))
              .write(Fault.of(Kind.ANSWER_AFTER_COMMIT).answering(504, "too late"))),
  LOGIN_OVER(
      "F3",
      "401 during the run, once",
      Seen.DONE,
      trial -> trial.write(Fault.answer(401, "{\"error\":{\"message\":\"over\"}}"))),
  LOGIN_REVOKED(
      "F3",
      "401 to every further request",
      new Seen(4, "WB-406"),
      trial -> {
        trial.set("http.tries", "3");
        trial.write(Fault.answer(401, "{\"error\":{\"message\":\"no\"}}").times(Fault.FOR_EVER));
      }),
  REFUSED(
      "F4",
      "403, 404, 409, 413, 422, once each",
      Seen.DONE,
      trial -> {
        for (int status : List.of(403, 404, 409, 413, 422)) {
          trial.write(Fault.answer(status, "{\"error\":{\"message\":\"not this\"}}"));
        }
      }),
  GONE(
      "F5",
      "the host stops accepting connections",
      new Seen(4, "WB-407"),
      trial -> {
        // More than there are connections that were open: a try on one of them is reset.
        trial.set("http.tries", "10");
        trial.write(
            passage -> {
              trial.goDown();
              passage.reset();
            });
      }),
  NO_SUCH_HOST(
      "F5",
      "an unknown host name",
      new Seen(4, "WB-407"),
      trial -> {
        trial.set("http.tries", "2");
        trial.account("url", "http://no-such-host.invalid");
      }),
  BLACK_HOLE(
      "F5",
      "a host that drops every packet",
      new Seen(4, "WB-407"),
      trial -> {
        trial.set("http.tries", "2");
        trial.set("http.connect-timeout", "300ms");
        trial.account("url", Places.blackHole(trial).toString());
      }),
  LOST(
      "F6",
      "reset before the response, reset and close within it, close without a response",
      Seen.DONE,
      trial ->
          trial
              .write(Fault.of(Kind.RESET_BEFORE_COMMIT))
              .write(Fault.of(Kind.CLOSE_BEFORE_COMMIT))
              .write(RecordingProxy.cutAnswer())
              .write(RecordingProxy.resetBefore())),
  LOST_AFTER_THE_WRITE(
      "F7",
      "the write is executed, but its response is lost",
      Seen.DONE,
      trial ->
          trial
              .write(Fault.of(Kind.CLOSE_AFTER_COMMIT))
              .write(Fault.of(Kind.RESET_AFTER_COMMIT))
              .write(Fault.of(Kind.ANSWER_AFTER_COMMIT).answering(503, ""))),
  SLOW(
      "F8",
      "slow headers, a slow body, an endless response, no response",
      Seen.DONE,
      trial -> {
        trial.set("http.deadline", "1s");
        trial
            .write(Fault.of(Kind.SLOW_HEAD).lasting(Duration.ofSeconds(30)))
            .write(Fault.of(Kind.SILENCE_BEFORE_COMMIT))
            .write(RecordingProxy.drippingAnswer(Duration.ofMillis(50)))
            .write(RecordingProxy.endlessAnswer());
      }),
  PROVES_NOTHING(
      "F9",
      "truncated JSON, an HTML page with 200, 204, 200 without a body, JSON of another shape, the"
          + " right body with a wrong content type",
      Seen.DONE,
      trial ->
          trial
              .write(Fault.of(Kind.TRUNCATED_ANSWER))
              .write(Fault.html())
              .write(Fault.answer(204, ""))
              .write(Fault.answer(200, ""))
              .write(Fault.answer(200, "{\"nothing\":[\"that was asked for\"]}"))
              .write(Fault.answer(200, "[]").header("Content-Type", "text/plain"))),
  REDIRECTED(
      "F10",
      "a redirect to another host",
      new Seen(4, "WB-408"),
      trial -> {
        URI elsewhere = Places.thatNobodyMayVisit(trial);
        trial.write(
            Fault.answer(307, "").header("Location", elsewhere.toString()).times(Fault.FOR_EVER));
      }),
  HUGE(
      "F11",
      "a compressed response of 64 MB",
      Seen.DONE,
      trial -> {
        trial.set("http.max-answer-bytes", "1000000");
        trial.write(Fault.of(Kind.HUGE_ANSWER).bytes(64 << 20));
      }),
  UNTRUSTED(
      "F12",
      "an untrusted certificate",
      new Seen(4, "WB-408"),
      trial -> trial.account("url", Places.selfSigned(trial).toString())),
  NO_TLS(
      "F12",
      "a server without TLS at an https address",
      new Seen(4, "WB-408"),
      trial -> trial.account("url", Places.withoutTls(trial).toString())),
  STALE_CONNECTION(
      "F13",
      "connections that the server closes between two requests",
      Seen.DONE,
      trial -> trial.writesFromNowOn(RecordingProxy.answerAndHangUp())),
  ONE_BAD_RECORD(
      "F14", "one bad record of many", new Seen(3, "WB-303"), trial -> trial.breakRow(37)),
  MANY_BAD_RECORDS(
      "F14",
      "every third record is bad",
      new Seen(3, "WB-303"),
      trial -> {
        for (int n = 3; n <= 30; n += 3) {
          trial.breakRow(n);
        }
      }),
  OPERATION_LOST(
      "F15",
      "failed status polls, and an operation that is no longer known",
      Seen.DONE,
      trial ->
          trial
              .poll(Fault.answer(503, "not now"))
              .poll(Fault.of(Kind.CLOSE_AFTER_COMMIT))
              .poll(Fault.answer(404, "{}"))),
  OPERATION_FAILED(
      "F15",
      "an operation that ends as failed",
      new Seen(1, "WB-426"),
      trial ->
          trial.admin(
              "/sandbox/operations",
              "[{\"status\":\"failed\",\"code\":\"x\",\"message\":\"No room on the disk\"}]"));

  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

  private final String id;
  private final String what;
  private final Seen usual;
  private final Arrangement arrangement;

  /** Causes the failure. */
  @FunctionalInterface
  interface Arrangement {
    void make(Trial trial) throws IOException;
  }

  /**
   * What the user sees.
   *
   * @param exit of the command
   * @param code of the run, or of its rejects; "" for none
   */
  record Seen(int exit, String code) {
    static final Seen DONE = new Seen(0, "");

    @Override
    public String toString() {
      return "exit " + exit + (code.isEmpty() ? "" : " (" + code + ")");
    }
  }

  Failure(String id, String what, Seen usual, Arrangement arrangement) {
    this.id = id;
    this.what = what;
    this.usual = usual;
    this.arrangement = arrangement;
  }

  String id() {
    return id;
  }

  String what() {
    return what;
  }

  /** The default; a destination may differ. */
  Seen usual() {
    return usual;
  }

  void bringAbout(Trial trial) throws IOException {
    arrangement.make(trial);
  }

  /** 429 until then, by the destination's clock, which is an hour slow. */
  private static RecordingProxy.Act untilIn(Duration time) {
    Instant now = Instant.now().minus(Duration.ofHours(1));
    return RecordingProxy.answering(
        "HTTP/1.1 429 Too Many Requests\nDate: %s\nRetry-After: %s\nContent-Length: 0"
            .formatted(HTTP_DATE.format(now), HTTP_DATE.format(now.plus(time))));
  }
}
