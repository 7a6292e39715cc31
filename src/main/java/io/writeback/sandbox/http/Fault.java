package io.writeback.sandbox.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One thing that goes wrong, and with which requests.
 *
 * @param aim the requests that it waits for
 * @param strikes which of them it strikes
 * @param kind what happens
 * @param answer what is answered by {@link Kind#ANSWER} and {@link Kind#ANSWER_AFTER_COMMIT}; of
 *     {@link Kind#REWRITTEN_ANSWER} the replacement as its body, and headers beside the real ones
 * @param delay how long {@link Kind#DELAY} holds the request, {@link Kind#SLOW_HEAD} the answer,
 *     {@link Kind#SLOW_BODY} each byte of its body, and a silence the connection
 * @param bytes how large a {@link Kind#HUGE_ANSWER} is
 * @param find the text of the real answer that {@link Kind#REWRITTEN_ANSWER} replaces
 */
public record Fault(
    Aim aim, Strikes strikes, Kind kind, Answer answer, Duration delay, long bytes, Pattern find) {
  /** As often as there are requests. */
  public static final int FOR_EVER = Integer.MAX_VALUE;

  private static final Duration LONG = Duration.ofMinutes(10);

  /** What can go wrong. */
  public enum Kind {
    /** The request is not worked on; the given answer is sent. */
    ANSWER,
    /** The request is worked on and committed; the given answer is sent instead of the real one. */
    ANSWER_AFTER_COMMIT,
    /** The connection closes and nothing was done. */
    CLOSE_BEFORE_COMMIT,
    /** The request is worked on and committed; the connection closes without an answer. */
    CLOSE_AFTER_COMMIT,
    /** The connection is reset and nothing was done. */
    RESET_BEFORE_COMMIT,
    /** The request is worked on and committed; the connection is reset. */
    RESET_AFTER_COMMIT,
    /** Nothing is done and nothing answered; the connection stays. */
    SILENCE_BEFORE_COMMIT,
    /** The request is worked on and committed; nothing is answered, the connection stays. */
    SILENCE_AFTER_COMMIT,
    /** The request is worked on; only half of the answer's body is sent, with status 200. */
    TRUNCATED_ANSWER,
    /** The request is worked on; texts and headers of its answer are replaced by others. */
    REWRITTEN_ANSWER,
    /** The request is worked on; an answer that is far too long is sent with status 200. */
    HUGE_ANSWER,
    /** The request is held, then worked on. */
    DELAY,
    /** The request is worked on, then its answer is held. */
    SLOW_HEAD,
    /** The request is worked on; the body of its answer comes byte by byte. */
    SLOW_BODY
  }

  /**
   * The requests that a fault waits for.
   *
   * @param service domo, workfront, workiva or data.world; empty for any
   * @param method the HTTP verb; empty for any
   * @param path what the path has to contain (a regular expression)
   * @param contains what the decoded query or the body has to contain (a regular expression)
   */
  public record Aim(String service, String method, Pattern path, Pattern contains) {
    /** Any request. */
    static final Aim ANY = new Aim("", "", Pattern.compile(""), Pattern.compile(""));

    public Aim {
      method = method.toUpperCase(Locale.ROOT);
    }

    boolean fits(String at, Request request) {
      return (service.isEmpty() || service.equals(at))
          && (method.isEmpty() || method.equals(request.method()))
          && path.matcher(request.path()).find()
          && (contains.pattern().isEmpty() || contains.matcher(request.text()).find());
    }
  }

  /**
   * Which of its requests a fault strikes.
   *
   * @param skip requests that go by before it begins
   * @param times how many it strikes; {@link #FOR_EVER} for no end
   * @param probability of each of them, 0 to 1
   * @param seed of the chance: the same one strikes the same requests, counted in their order
   */
  public record Strikes(int skip, int times, double probability, long seed) {
    public Strikes {
      if (skip < 0 || times < 1) {
        throw new IllegalArgumentException(
            "A fault skips 0 or more requests and strikes at least once, not "
                + skip
                + ", "
                + times);
      }
      if (!(probability >= 0 && probability <= 1)) {
        throw new IllegalArgumentException("A probability is 0 to 1, not " + probability);
      }
    }
  }

  /** An answer of the fault's own. */
  public record Answer(int status, String body, Map<String, String> headers) {
    public Answer {
      headers = Map.copyOf(headers);
      if (status < 200 || status > 599) {
        throw new IllegalArgumentException("A fault's status is 200 to 599, not " + status);
      }
    }

    Response response() {
      String type = body.startsWith("{") ? "application/json;charset=UTF-8" : "text/html";
      Response response =
          body.isEmpty() ? Response.empty(status) : Response.text(status, type, body);
      for (Map.Entry<String, String> header : headers.entrySet()) {
        response = response.with(header.getKey(), header.getValue());
      }
      return response;
    }
  }

  public static Fault answer(int status, String body) {
    return of(Kind.ANSWER).answering(status, body);
  }

  /** A 200 with a page for people, as a login page or a proxy sends it. */
  public static Fault html() {
    return answer(200, "<!DOCTYPE html><html><body>Sign in</body></html>")
        .header("Content-Type", "text/html;charset=UTF-8");
  }

  /** A fault of that kind for the next request; a status of 503 where it needs one. */
  public static Fault of(Kind kind) {
    return new Fault(
        Aim.ANY,
        new Strikes(0, 1, 1, 0),
        kind,
        new Answer(503, "", Map.of()),
        LONG,
        1L << 30,
        Pattern.compile(""));
  }

  /**
   * From now on the real answers have other texts.
   *
   * @param regex what is replaced, wherever it stands in the body
   * @param replacement as {@link java.util.regex.Matcher#replaceAll(String)} takes it
   */
  public static Fault rewrite(String regex, String replacement) {
    return of(Kind.REWRITTEN_ANSWER)
        .finding(Pattern.compile(regex))
        .answering(200, replacement)
        .times(FOR_EVER);
  }

  Fault finding(Pattern text) {
    return new Fault(aim, strikes, kind, answer, delay, bytes, text);
  }

  public static Fault delay(Duration delay) {
    return of(Kind.DELAY).lasting(delay);
  }

  /** Strikes the n-th matching request, counted from 1. */
  public Fault nth(int n) {
    return striking(new Strikes(n - 1, strikes.times, strikes.probability, strikes.seed));
  }

  public Fault times(int n) {
    return striking(new Strikes(strikes.skip, n, strikes.probability, strikes.seed));
  }

  public Fault striking(Strikes which) {
    return new Fault(aim, which, kind, answer, delay, bytes, find);
  }

  public Fault onService(String name) {
    return aiming(new Aim(name, aim.method, aim.path, aim.contains));
  }

  public Fault onMethod(String verb) {
    return aiming(new Aim(aim.service, verb, aim.path, aim.contains));
  }

  /** Strikes only requests whose path contains this regular expression. */
  public Fault onPath(String regex) {
    return aiming(new Aim(aim.service, aim.method, Pattern.compile(regex), aim.contains));
  }

  /** Strikes only requests whose decoded query or body contains this regular expression. */
  public Fault containing(String regex) {
    return aiming(new Aim(aim.service, aim.method, aim.path, Pattern.compile(regex)));
  }

  Fault aiming(Aim at) {
    return new Fault(at, strikes, kind, answer, delay, bytes, find);
  }

  public Fault answering(int status, String body) {
    return with(new Answer(status, body, answer.headers));
  }

  public Fault header(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(answer.headers);
    more.put(name, value);
    return with(new Answer(answer.status, answer.body, more));
  }

  private Fault with(Answer other) {
    return new Fault(aim, strikes, kind, other, delay, bytes, find);
  }

  public Fault lasting(Duration time) {
    return new Fault(aim, strikes, kind, answer, time, bytes, find);
  }

  public Fault bytes(long size) {
    return new Fault(aim, strikes, kind, answer, delay, size, find);
  }
}
