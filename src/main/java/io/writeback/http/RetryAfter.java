package io.writeback.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.hc.client5.http.utils.DateUtils;

/**
 * The Retry-After header in both of its forms (RFC 9110 §10.2.3), clamped to 1 s … 15 min.
 *
 * <p>The date form is taken against the answer's own Date, so that a wrong clock on this side does
 * no harm.
 */
public final class RetryAfter {
  static final Duration LEAST = Duration.ofSeconds(1);
  static final Duration MOST = Duration.ofMinutes(15);

  private RetryAfter() {}

  /** What a success asks to wait before the next question; 0 s is 0 s. */
  public static Optional<Duration> asked(HttpAnswer answer) {
    return answer
        .header("Retry-After")
        .flatMap(
            text ->
                "0".equals(text.trim())
                    ? Optional.of(Duration.ZERO)
                    : parse(text.trim(), answer, Instant.now()));
  }

  static Optional<Duration> of(HttpAnswer answer, Instant now) {
    return answer.header("Retry-After").flatMap(text -> parse(text.trim(), answer, now));
  }

  private static Optional<Duration> parse(String text, HttpAnswer answer, Instant now) {
    if (text.matches("\\d{1,18}")) {
      return Optional.of(clamp(Duration.ofSeconds(Long.parseLong(text))));
    }
    return date(text)
        .map(then -> Duration.between(answer.date().orElse(now), then))
        .map(RetryAfter::clamp);
  }

  static Optional<Instant> date(String text) {
    return Optional.ofNullable(DateUtils.parseStandardDate(text));
  }

  private static Duration clamp(Duration asked) {
    return asked.compareTo(LEAST) < 0 ? LEAST : asked.compareTo(MOST) > 0 ? MOST : asked;
  }
}
