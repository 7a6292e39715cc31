package io.writeback.sandbox.http;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One thing that goes wrong, and with which requests.
 *
 * @param method the HTTP verb it waits for; empty for any
 * @param path what the path has to contain (a regular expression)
 * @param skip matching requests that go by before it strikes
 * @param times how many matching requests it strikes
 * @param kind what happens
 * @param status the status answered by {@link Kind#ANSWER} and {@link Kind#ANSWER_AFTER_COMMIT}
 * @param body the body answered
 * @param headers the headers answered
 * @param delay how long the request is held by {@link Kind#DELAY}
 */
public record Fault(
    String method,
    Pattern path,
    int skip,
    int times,
    Kind kind,
    int status,
    String body,
    Map<String, String> headers,
    Duration delay) {

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
    /** The request is worked on; only half of the answer's body is sent, with status 200. */
    TRUNCATED_ANSWER,
    /** The request is held, then worked on. */
    DELAY
  }

  public Fault {
    method = method.toUpperCase(Locale.ROOT);
    headers = Map.copyOf(headers);
    if (skip < 0 || times < 1) {
      throw new IllegalArgumentException(
          "A fault skips 0 or more requests and strikes at least once, not " + skip + ", " + times);
    }
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("A fault's status is 200 to 599, not " + status);
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
    return new Fault("", Pattern.compile(""), 0, 1, kind, 503, "", Map.of(), Duration.ZERO);
  }

  public static Fault delay(Duration delay) {
    return new Fault("", Pattern.compile(""), 0, 1, Kind.DELAY, 503, "", Map.of(), delay);
  }

  /** Strikes the n-th matching request, counted from 1. */
  public Fault nth(int n) {
    return new Fault(method, path, n - 1, times, kind, status, body, headers, delay);
  }

  public Fault times(int n) {
    return new Fault(method, path, skip, n, kind, status, body, headers, delay);
  }

  public Fault onMethod(String verb) {
    return new Fault(verb, path, skip, times, kind, status, body, headers, delay);
  }

  /** Strikes only requests whose path contains this regular expression. */
  public Fault onPath(String regex) {
    return new Fault(
        method, Pattern.compile(regex), skip, times, kind, status, body, headers, delay);
  }

  public Fault answering(int newStatus, String newBody) {
    return new Fault(method, path, skip, times, kind, newStatus, newBody, headers, delay);
  }

  public Fault header(String name, String value) {
    Map<String, String> more = new java.util.LinkedHashMap<>(headers);
    more.put(name, value);
    return new Fault(method, path, skip, times, kind, status, body, more, delay);
  }

  boolean matches(Request request) {
    return (method.isEmpty() || method.equals(request.method()))
        && path.matcher(request.path()).find();
  }

  Response response() {
    String type = body.startsWith("{") ? "application/json;charset=UTF-8" : "text/html";
    Response response = body.isEmpty() ? Response.empty(status) : Response.text(status, type, body);
    for (Map.Entry<String, String> header : headers.entrySet()) {
      response = response.with(header.getKey(), header.getValue());
    }
    return response;
  }
}
