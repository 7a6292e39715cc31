package io.writeback.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.writeback.config.Settings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RetryPolicyTest {
  @ParameterizedTest
  @CsvSource({
    "THROTTLED,10000,false",
    "THROTTLED,10001,true",
    "THROTTLED,,false",
    "UNKNOWN,900000,true",
    "UNREACHED,11000,true",
    "REFUSED,900000,false",
    "MISDIRECTED,900000,false",
    "UNAUTHORISED,900000,false"
  })
  void more_than_the_longest_delay_is_for_later(Outcome outcome, Long millis, boolean later) {
    CallFailure failure =
        new CallFailure(
            outcome, "of a test", millis == null ? null : Duration.ofMillis(millis), null);

    assertThat(RetryPolicy.STANDARD.isForLater(failure)).isEqualTo(later);
  }

  private static final RetryPolicy POLICY =
      new RetryPolicy(4, 20, Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(5));

  private static Optional<Duration> delay(Outcome outcome, int made, long seed) {
    return POLICY.delay(new CallFailure(outcome, "of a test"), made, new Random(seed));
  }

  @ParameterizedTest
  @CsvSource({"1,1000", "2,2000", "3,4000"})
  void a_delay_is_a_random_part_of_a_ceiling_that_doubles(int made, long ceiling) {
    long longest = 0;
    for (long seed = 0; seed < 500; seed++) {
      long millis = delay(Outcome.UNKNOWN, made, seed).orElseThrow().toMillis();
      assertThat(millis).as("seed %d", seed).isBetween(0L, ceiling);
      longest = Math.max(longest, millis);
    }

    assertThat(longest).as("the longest of 500").isGreaterThan(ceiling * 9 / 10);
  }

  @Test
  void a_delay_is_never_longer_than_the_most() {
    RetryPolicy many =
        new RetryPolicy(100, 100, Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ZERO);
    for (int made = 1; made < 100; made++) {
      assertThat(many.delay(new CallFailure(Outcome.UNREACHED, "x"), made, new Random(made)))
          .as("after %d tries", made)
          .hasValueSatisfying(
              delay -> assertThat(delay).isBetween(Duration.ZERO, Duration.ofSeconds(10)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "UNKNOWN,3,true", "UNKNOWN,4,false", "UNREACHED,3,true", "UNREACHED,4,false",
    "THROTTLED,4,true", "THROTTLED,19,true", "THROTTLED,20,false", "UNAUTHORISED,3,true",
    "UNAUTHORISED,4,false", "REFUSED,1,false", "MISDIRECTED,1,false", "ANSWERED,1,false"
  })
  void there_are_as_many_tries_as_the_outcome_allows(Outcome outcome, int made, boolean again) {
    assertThat(delay(outcome, made, 7).isPresent()).isEqualTo(again);
  }

  @Test
  void throttling_without_a_hint_waits_at_least_its_delay_and_three_times_it_at_most() {
    for (long seed = 0; seed < 500; seed++) {
      assertThat(delay(Outcome.THROTTLED, 1, seed).orElseThrow())
          .as("seed %d", seed)
          .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(15));
    }
  }

  @ParameterizedTest
  @CsvSource({"2,2", "10,10", "11,10", "900,10"})
  void a_hint_is_followed_up_to_the_most(long asked, long waited) {
    CallFailure hinted = new CallFailure(Outcome.THROTTLED, "x", Duration.ofSeconds(asked), null);

    assertThat(POLICY.delay(hinted, 1, new Random(1))).contains(Duration.ofSeconds(waited));
  }

  @Test
  void new_credentials_are_tried_at_once() {
    assertThat(delay(Outcome.UNAUTHORISED, 1, 1)).contains(Duration.ZERO);
  }

  @ParameterizedTest
  @EnumSource(
      value = Outcome.class,
      names = {"REFUSED", "MISDIRECTED"})
  void a_hint_does_not_make_a_refusal_pass(Outcome outcome) {
    CallFailure hinted = new CallFailure(outcome, "x", Duration.ofSeconds(1), null);

    assertThat(POLICY.delay(hinted, 1, new Random(1))).isEmpty();
  }

  @Test
  void a_policy_without_a_try_is_refused() {
    assertThatThrownBy(() -> new RetryPolicy(0, 1, Duration.ZERO, Duration.ZERO, Duration.ZERO))
        .hasMessage("tries 0, throttledTries 1");
  }

  @Test
  void limits_and_tries_come_from_the_settings() {
    Settings settings =
        new Settings(
            "a file",
            "http.",
            Map.of("tries", "2", "retry-delay", "0s", "deadline", "30s", "idle-timeout", "0s"));
    RetryPolicy policy = RetryPolicy.of(settings);
    HttpLimits limits = HttpLimits.of(settings);

    assertThat(policy.tries()).isEqualTo(2);
    assertThat(policy.base()).isZero();
    assertThat(limits.deadline()).isEqualTo(Duration.ofSeconds(30));
    assertThat(limits.idle()).isEqualTo(HttpLimits.STANDARD.idle());
    assertThat(settings.close())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.message())
                    .startsWith("http.idle-timeout is \"0s\"")
                    .endsWith("shorter than 1ms"));
  }

  @Test
  void a_limit_of_nothing_is_refused() {
    assertThatThrownBy(
            () -> new HttpLimits(Duration.ZERO, Duration.ofDays(1), Duration.ofDays(1), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("connect PT0S");
  }
}
