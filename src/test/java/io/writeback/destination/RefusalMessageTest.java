package io.writeback.destination;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalMessageTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Project with primary key value(s) \"4c78\" not found|Project with primary key value(s) \"…\" not found",
        "User with primary key values 'X' not found|User with primary key values \"…\" not found",
        "Invalid custom enum value(s) for field 'Status': ['APV']|Invalid custom enum value(s) for field \"…\": [\"…\"]",
        "no 4c78821c0000d6fa8d5e52f07a1d54d0 here|no # here",
        "no 4C78821C-0000-d6fa-8d5e-52f07a1d54d0 here|no # here",
        "The requested limit 2001 is greater than 2000.|The requested limit # is greater than #.",
        "value -1,234.50 at 10:30|value # at #",
        "APIModel V20_0 does not support field cost2 (Task)|APIModel V20_0 does not support field cost2 (Task)",
        "it isn't allowed, and can't be|it isn't allowed, and can't be",
        "two   blanks|two blanks"
      })
  void takes_out_what_differs_from_record_to_record(String message, String masked) {
    assertThat(RefusalMessage.mask(message)).isEqualTo(masked);
  }
}
