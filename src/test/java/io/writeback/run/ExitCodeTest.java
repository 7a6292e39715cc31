package io.writeback.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One exit code for several outcomes. */
final class ExitCodeTest {
  @ParameterizedTest
  @CsvSource({
    "0 0,0", "0 3,3", "3 1,1", "1 3 4,1", "4 3,4", "2 4,2", "1 2,1", "5 0,5", "3 5,5", "5 4,4"
  })
  void the_most_severe_outcome_is_that_of_the_command(String numbers, int expected) {
    List<ExitCode> outcomes =
        Arrays.stream(numbers.split(" ")).map(Integer::valueOf).map(ExitCode::of).toList();

    assertThat(ExitCode.worst(outcomes).number()).isEqualTo(expected);
    assertThat(outcomes.get(0).or(ExitCode.worst(outcomes)).number()).isEqualTo(expected);
  }

  @Test
  void nothing_to_do_is_complete() {
    assertThat(ExitCode.worst(List.of())).isEqualTo(ExitCode.COMPLETE);
  }
}
