package io.writeback.http;

import io.writeback.config.Option;
import io.writeback.config.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When a failed request is sent again, and after how long.
 *
 * <p>Full jitter (a random part of a ceiling that doubles), so that many clients do not come back
 * together; a 429 without a hint waits longer, as Workfront gives none.
 *
 * @param tries how often a request is sent at most, the first time included
 * @param throttledTries the same while the answer is 429, which is no fault of the request
 * @param base the ceiling of the first delay
 * @param most the ceiling of any delay, and of what is waited for on the spot
 * @param throttled the least and half the most delay after a 429 without Retry-After
 */
public record RetryPolicy(
    int tries, int throttledTries, Duration base, Duration most, Duration throttled) {
  public static final RetryPolicy STANDARD =
      new RetryPolicy(4, 20, Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(5));

  private static final Option<Integer> TRIES =
      Option.integer("tries", STANDARD.tries, 1, 20)
          .says(
              "The maximum number of tries of a request, including the first: after 408, 425, 5xx, a"
                  + " lost response or no connection. 1 to 20.");

  private static final Option<Integer> THROTTLED_TRIES =
      Option.integer("throttled-tries", STANDARD.throttledTries, 1, 1_000)
          .says("The maximum number of tries after 429, 1 to 1,000.");

  private static final Option<Duration> BASE =
      Option.duration("retry-delay", STANDARD.base)
          .says(
              "The maximum delay before the second try; it doubles with each try, and the actual"
                  + " delay is a random part of it.");

  private static final Option<Duration> MOST =
      Option.duration("max-retry-delay", STANDARD.most)
          .says(
              "The maximum delay before any try. If Retry-After asks for more, the run"
                  + " [pauses](failures.md#how-long-a-run-waits).");

  private static final Option<Duration> THROTTLED =
      Option.duration("throttled-delay", STANDARD.throttled)
          .says("The delay after a 429 without Retry-After: one to three times this.");

  /** The keys below {@code http.} that are about trying again. */
  public static final List<Option<?>> KEYS = List.of(TRIES, THROTTLED_TRIES, BASE, MOST, THROTTLED);

  public RetryPolicy {
    if (tries < 1 || throttledTries < 1) {
      throw new IllegalArgumentException("tries " + tries + ", throttledTries " + throttledTries);
    }
  }

  public static RetryPolicy of(Settings settings) {
    return new RetryPolicy(
        TRIES.in(settings),
        THROTTLED_TRIES.in(settings),
        BASE.in(settings),
        MOST.in(settings),
        THROTTLED.in(settings));
  }

  /**
   * Whether the other side asked for a longer wait than is waited on the spot: the run is paused
   * then, and holds no place meanwhile.
   */
  public boolean isForLater(CallFailure failure) {
    return failure.outcome().passing()
        && failure.retryAfter().filter(asked -> asked.compareTo(most) > 0).isPresent();
  }

  /**
   * The delay before the next try, or none if there is no next try.
   *
   * @param made how often the request was sent already, 1 or more
   */
  public Optional<Duration> delay(CallFailure failure, int made, RandomGenerator random) {
    if (failure.outcome() == Outcome.UNAUTHORISED) {
      return Optional.of(Duration.ZERO).filter(now -> made < tries);
    }
    if (!failure.outcome().passing()
        || made >= (failure.outcome() == Outcome.THROTTLED ? throttledTries : tries)) {
      return Optional.empty();
    }
    if (failure.retryAfter().isPresent()) {
      return failure.retryAfter().map(asked -> asked.compareTo(most) > 0 ? most : asked);
    }
    if (failure.outcome() == Outcome.THROTTLED) {
      return Optional.of(throttled.plus(part(throttled.multipliedBy(2), random)));
    }
    Duration ceiling = base.multipliedBy(1L << Math.min(made - 1, 20));
    return Optional.of(part(ceiling.compareTo(most) > 0 ? most : ceiling, random));
  }

  private static Duration part(Duration ceiling, RandomGenerator random) {
    return Duration.ofMillis(random.nextLong(ceiling.toMillis() + 1));
  }
}
