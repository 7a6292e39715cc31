package io.writeback.http;

import io.writeback.config.Settings;
import java.time.Duration;

/**
 * How long and how large an exchange may be, whatever the other side does.
 *
 * @param connect until a connection stands
 * @param deadline from the first byte sent, or the last one of a file, to the last of the answer
 * @param idle how long a streamed answer, or a file that is sent, may move no bytes
 * @param answerBytes the most that an answer may hold once inflated; streamed answers have none
 */
public record HttpLimits(Duration connect, Duration deadline, Duration idle, long answerBytes) {
  /** Less would be no limit at all for the client: it takes 0 as "for ever". */
  private static final Duration LEAST = Duration.ofMillis(1);

  public static final HttpLimits STANDARD =
      new HttpLimits(
          Duration.ofSeconds(10), Duration.ofSeconds(120), Duration.ofSeconds(60), 64L << 20);

  public HttpLimits {
    if (connect.compareTo(LEAST) < 0
        || deadline.compareTo(LEAST) < 0
        || idle.compareTo(LEAST) < 0
        || answerBytes < 1) {
      throw new IllegalArgumentException(
          "connect %s, deadline %s, idle %s, answerBytes %d: all are more than 0"
              .formatted(connect, deadline, idle, answerBytes));
    }
  }

  /** The keys below {@code http.} that are about one exchange. */
  public static HttpLimits of(Settings settings) {
    return new HttpLimits(
        settings.duration("connect-timeout", STANDARD.connect, LEAST),
        settings.duration("deadline", STANDARD.deadline, LEAST),
        settings.duration("idle-timeout", STANDARD.idle, LEAST),
        settings.bytes("max-answer-bytes", STANDARD.answerBytes));
  }
}
