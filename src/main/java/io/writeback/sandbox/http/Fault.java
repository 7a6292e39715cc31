package io.writeback.sandbox.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A fault and the requests that it affects.
 *
 * @param aim the matching requests
 * @param strikes which of them it affects
 * @param kind what happens
 * @param answer the response of {@link Kind#ANSWER} and {@link Kind#ANSWER_AFTER_COMMIT}; of {@link
 *     Kind#REWRITTEN_ANSWER} the replacement as its body, and headers beside the real ones
 * @param delay how long {@link Kind#DELAY} delays the request, {@link Kind#SLOW_HEAD} the response,
 *     {@link Kind#SLOW_BODY} each byte of its body, and a silence the connection
 * @param bytes how large a {@link Kind#HUGE_ANSWER} is
 * @param find the text of the real response that {@link Kind#REWRITTEN_ANSWER} replaces
 */
public record Fault(
    Aim aim, Strikes strikes, Kind kind, Answer answer, Duration delay, long bytes, Pattern find) {
  /** For an unlimited number of requests. */
  public static final int FOR_EVER = Integer.MAX_VALUE;

  private static final Duration LONG = Duration.ofMinutes(10);

  /** The kinds of faults. */
  public enum Kind {
    /** The request is not executed; the given response is sent. */
    ANSWER,
    /** The request is executed and committed; the given response replaces the real one. */
    ANSWER_AFTER_COMMIT,
    /** The request is not executed; the connection closes. */
    CLOSE_BEFORE_COMMIT,
    /** The request is executed and committed; the connection closes without a response. */
    CLOSE_AFTER_COMMIT,
    /** The request is not executed; the connection is reset. */
    RESET_BEFORE_COMMIT,
    /** The request is executed and committed; the connection is reset. */
    RESET_AFTER_COMMIT,
    /** The request is not executed; no response, the connection stays open. */
    SILENCE_BEFORE_COMMIT,
    /** The request is executed and committed; no response, the connection stays open. */
    SILENCE_AFTER_COMMIT,
    /** The request is executed; only half of the response's body is sent, with status 200. */
    TRUNCATED_ANSWER,
    /** The request is executed; texts and headers of its response are replaced. */
    REWRITTEN_ANSWER,
    /** The request is executed; a huge response is sent with status 200. */
    HUGE_ANSWER,
    /** The request is delayed, then executed. */
    DELAY,
    /** The request is executed, then its response is delayed. */
    SLOW_HEAD,
    /** The request is executed; the body of its response is sent byte by byte. */
    SLOW_BODY
  }

  /**
   * The requests that a fault matches.
   *
   * @param service domo, workfront, workiva or data.world; empty for any
   * @param method the HTTP method; empty for any
   * @param path a regular expression to find in the path
   * @param contains a regular expression to find in the decoded query or the body
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
   * Which of its matching requests a fault affects.
   *
   * @param skip matching requests before the first affected one
   * @param times how many are affected; {@link #FOR_EVER} for no limit
   * @param probability for each of them, 0 to 1
   * @param seed the same seed affects the same requests, counted in order
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

  /** A response defined by the fault. */
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

  /** A 200 with an HTML page, as from a login or a proxy. */
  public static Fault html() {
    return answer(200, "<!DOCTYPE html><html><body>Sign in</body></html>")
        .header("Content-Type", "text/html;charset=UTF-8");
  }

  /** A fault of that kind for the next request, with status 503 if it needs one. */
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
   * Rewrites all further responses.
   *
   * @param regex replaced wherever it occurs in the body
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

  /** Affects the n-th matching request, counted from 1. */
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

  /** Affects only requests in whose path this regular expression is found. */
  public Fault onPath(String regex) {
    return aiming(new Aim(aim.service, aim.method, Pattern.compile(regex), aim.contains));
  }

  /** Affects only requests in whose decoded query or body this regular expression is found. */
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
