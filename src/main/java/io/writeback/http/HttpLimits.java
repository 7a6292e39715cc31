package io.writeback.http;

import io.writeback.config.Option;
import io.writeback.config.Settings;
import java.time.Duration;
import java.util.List;

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

  private static final Option<Duration> CONNECT =
      Option.duration("connect-timeout", STANDARD.connect, LEAST)
          .says("To establish a connection.");

  private static final Option<Duration> DEADLINE =
      Option.duration("deadline", STANDARD.deadline, LEAST)
          .says(
              "From the first byte sent to the last byte of the response. An export has none; for a"
                  + " file upload it starts at the last byte of the file.");

  private static final Option<Duration> IDLE =
      Option.duration("idle-timeout", STANDARD.idle, LEAST)
          .says("How long a connection may carry no bytes, including a file upload.");

  private static final Option<Long> ANSWER_BYTES =
      Option.bytes("max-answer-bytes", STANDARD.answerBytes)
          .says(
              "The maximum size of an inflated response in bytes (64 MiB). An export has no such"
                  + " limit.");

  /** The keys below {@code http.} that are about one exchange. */
  public static final List<Option<?>> KEYS = List.of(CONNECT, DEADLINE, IDLE, ANSWER_BYTES);

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

  public static HttpLimits of(Settings settings) {
    return new HttpLimits(
        CONNECT.in(settings), DEADLINE.in(settings), IDLE.in(settings), ANSWER_BYTES.in(settings));
  }
}
