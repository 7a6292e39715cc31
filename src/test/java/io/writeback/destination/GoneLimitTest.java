package io.writeback.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GoneLimitTest {
  @ParameterizedTest
  @CsvSource({
    "0, 100, 0",
    "50, 10, 50",
    "10%, 100, 10",
    "10%, 99, 9",
    "0.5%, 1000, 5",
    "0%, 100, 0",
    "100%, 7, 7",
  })
  void is_a_number_or_a_part(String text, long known, long allowed) {
    assertThat(GoneLimit.parse(text).of(known)).isEqualTo(allowed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "101%", "ten", "5 percent", "1e3", "1234567890"})
  void is_nothing_else(String text) {
    assertThatThrownBy(() -> GoneLimit.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
