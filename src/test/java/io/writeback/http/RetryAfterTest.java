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
  void both_forms_are_clamped_to_a_second_and_a_quarter_of_an_hour(String header, int seconds) {
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
  void garbage_is_no_hint(String header) {
    assertThat(RetryAfter.of(answer(Map.of("Retry-After", header)), NOW)).isEmpty();
  }

  @Test
  void no_header_is_no_hint() {
    assertThat(RetryAfter.of(answer(Map.of()), NOW)).isEmpty();
  }

  @Test
  void a_date_is_taken_against_the_date_of_the_answer_itself() {
    HttpAnswer answer =
        answer(
            Map.of(
                "Date", "Sun, 01 Mar 2026 09:00:00 GMT",
                "Retry-After", "Sun, 01 Mar 2026 09:00:20 GMT"));

    assertThat(RetryAfter.of(answer, NOW))
        .hasValueSatisfying(delay -> assertThat(delay.toSeconds()).isEqualTo(20));
  }

  @Test
  void a_date_of_the_answer_that_is_garbage_leaves_our_own_clock() {
    HttpAnswer answer =
        answer(Map.of("Date", "today", "Retry-After", "Sun, 01 Mar 2026 12:00:20 GMT"));

    assertThat(RetryAfter.of(answer, NOW))
        .hasValueSatisfying(delay -> assertThat(delay.toSeconds()).isEqualTo(20));
  }
}
