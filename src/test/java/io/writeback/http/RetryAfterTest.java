package io.writeback.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private static HttpAnswer answer(Map<String, String> headers) {
    return new HttpAnswer(429, headers, new byte[0]);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1|1",
        "30|30",
        "  30 |30",
        "0|1",
        "900|900",
        "901|900",
        "1000000000|900",
        "999999999999999999|900",
        "Sun, 01 Mar 2026 12:00:30 GMT|30",
        "Sun, 01 Mar 2026 12:00:00 GMT|1",
        "Sun, 01 Mar 2026 11:00:00 GMT|1",
        "Thu, 01 Jan 1970 00:00:00 GMT|1",
        "Sun, 01 Mar 2099 12:00:00 GMT|900"
      })
  void bothFormsAreClampedToASecondAndAQuarterOfAnHour(String header, int seconds) {
    assertThat(RetryAfter.of(answer(Map.of("retry-after", header)), NOW))
        .hasValueSatisfying(delay -> assertThat(delay.toSeconds()).isEqualTo(seconds));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "soon",
        "-5",
        "1.5",
        "1e3",
        "10 s",
        "99999999999999999999",
        "٣",
        "Sun, 99 Mar"
      })
  void garbageIsNoHint(String header) {
    assertThat(RetryAfter.of(answer(Map.of("Retry-After", header)), NOW)).isEmpty();
  }

  @Test
  void noHeaderIsNoHint() {
    assertThat(RetryAfter.of(answer(Map.of()), NOW)).isEmpty();
  }

  @Test
  void aDateIsTakenAgainstTheDateOfTheAnswerItself() {
    HttpAnswer answer =
        answer(
            Map.of(
                "Date", "Sun, 01 Mar 2026 09:00:00 GMT",
                "Retry-After", "Sun, 01 Mar 2026 09:00:20 GMT"));

    assertThat(RetryAfter.of(answer, NOW))
        .hasValueSatisfying(delay -> assertThat(delay.toSeconds()).isEqualTo(20));
  }

  @Test
  void aDateOfTheAnswerThatIsGarbageLeavesOurOwnClock() {
    HttpAnswer answer =
        answer(Map.of("Date", "today", "Retry-After", "Sun, 01 Mar 2026 12:00:20 GMT"));

    assertThat(RetryAfter.of(answer, NOW))
        .hasValueSatisfying(delay -> assertThat(delay.toSeconds()).isEqualTo(20));
  }
}
