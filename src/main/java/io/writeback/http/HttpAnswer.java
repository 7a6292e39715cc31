package io.writeback.http;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A whole answer.
 *
 * @param headers names are found in any case; of a repeated header the last is kept
 * @param body the bytes, inflated if they came compressed
 * @param sent what it is an answer to, whose credentials it may repeat; null if that is not known
 */
public record HttpAnswer(int status, Map<String, String> headers, byte[] body, HttpRequest sent) {
  private static final int EXCERPT = 300;

  public HttpAnswer {
    Map<String, String> found = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    found.putAll(headers);
    headers = found;
    Objects.requireNonNull(body);
  }

  public HttpAnswer(int status, Map<String, String> headers, byte[] body) {
    this(status, headers, body, null);
  }

  /** The same, as the answer to a request. */
  public HttpAnswer to(HttpRequest request) {
    return new HttpAnswer(status, headers, body, request);
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** The time at the host when it answered (Date), if it says so. */
  public Optional<Instant> date() {
    return header("Date").map(String::trim).flatMap(RetryAfter::date);
  }

  /** The media type without its parameters, lower case; "" if there is none. */
  public String mediaType() {
    String type = header("Content-Type").orElse("");
    int parameters = type.indexOf(';');
    return (parameters < 0 ? type : type.substring(0, parameters)).trim().toLowerCase(Locale.ROOT);
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /**
   * The beginning of the body on one line, for messages; the credentials of the request are not in
   * it.
   */
  public String excerpt() {
    String safe = sent == null ? text() : SentCredentials.hide(text(), sent);
    String line = safe.replaceAll("\\s+", " ").trim();
    return line.length() <= EXCERPT ? line : line.substring(0, EXCERPT) + "…";
  }

  @Override
  public String toString() {
    return status + " " + mediaType() + " (" + body.length + " bytes)";
  }
}
