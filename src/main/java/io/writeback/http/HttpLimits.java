package io.writeback.http;

import io.writeback.config.Settings;
import java.time.Duration;

/**
 * How long and how large an exchange may be, whatever the other side does.
 *
 * @param connect until a connection stands
 * @param deadline from the first byte sent to the last byte of the answer
 * @param idle how long a streamed answer may move no bytes
 * @param answerBytes the most that an answer may hold once inflated; streamed answers have none
 */
public record HttpLimits(Duration connect, Duration deadline, Duration idle, long answerBytes) {
  public static final HttpLimits STANDARD =
      new HttpLimits(
          Duration.ofSeconds(10), Duration.ofSeconds(120), Duration.ofSeconds(60), 64L << 20);

  /** The keys below {@code http.} that are about one exchange. */
  public static HttpLimits of(Settings settings) {
    return new HttpLimits(
        settings.duration("connect-timeout", STANDARD.connect),
        settings.duration("deadline", STANDARD.deadline),
        settings.duration("idle-timeout", STANDARD.idle),
        settings.bytes("max-answer-bytes", STANDARD.answerBytes));
  }
}
