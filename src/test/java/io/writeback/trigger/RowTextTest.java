package io.writeback.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.writeback.problem.WritebackException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cells of a message. */
final class RowTextTest {
  private static List<String> cells(String text) {
    return RowText.cells(text, List.of("ID", "Budget"));
  }

  @ParameterizedTest
  @CsvSource({
    "100.0, 100.0",
    "2500000.0, 2500000.0",
    "3.50, 3.50",
    "0.0, 0.0",
    "-7, -7",
    "12345678901234567890, 12345678901234567890",
    "1e5, 100000",
    "1E-3, 0.001",
    "0.1, 0.1"
  })
  void a_number_is_the_text_that_it_is_in_the_message_without_an_exponent(
      String number, String cell) {
    assertThat(cells("{\"ID\": \"a\", \"Budget\": " + number + "}")).containsExactly("a", cell);
  }

  @Test
  void the_largest_and_the_smallest_double_are_numbers() {
    assertThat(cells("{\"ID\": 1.7976931348623157e308, \"Budget\": 4.9e-324}"))
        .satisfiesExactly(
            largest -> assertThat(largest).startsWith("17976931348623157").hasSize(309),
            smallest -> assertThat(smallest).startsWith("0.000").endsWith("49").hasSize(327));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"ID\": \"cut emoji \\ud83d\"}",
        "{\"ID\": \"\\ude00 lost\"}",
        "{\"ID\": \"\\ud83d\\ud83d\\ude00\"}",
        "{\"\\ud83d\": \"x\"}"
      })
  void half_of_a_character_is_refused(String text) {
    assertThatThrownBy(() -> cells(text))
        .hasMessageStartingWith("WB-147 has half of a character (an unpaired surrogate");
  }

  @Test
  void a_whole_character_outside_of_the_first_plane_is_text() {
    assertThat(cells("{\"ID\": \"\\ud83d\\ude00\", \"Budget\": \"😀\"}"))
        .containsExactly("😀", "😀");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e401", "-1E+999999999", "1e-401", "1e-999999999"})
  void a_number_that_would_fill_the_memory_is_refused(String number) {
    assertThatThrownBy(() -> cells("{\"ID\": \"a\", \"Budget\": " + number + "}"))
        .isInstanceOf(WritebackException.class)
        .hasMessageContaining("the row has a number in \"Budget\" with more than 400 digits");
  }

  @Test
  void a_number_whose_exponent_is_none_is_refused() {
    assertThatThrownBy(() -> cells("{\"ID\": \"a\", \"Budget\": 1e99999999999}"))
        .isInstanceOf(WritebackException.class)
        .hasMessageContaining("has an invalid number: Value \"1e99999999999\"");
  }

  @Test
  void texts_truth_and_null_are_as_they_were() {
    assertThat(cells("{\"ID\": \"1E+2\", \"Budget\": true}")).containsExactly("1E+2", "true");
    assertThat(cells("{\"ID\": \"\", \"Budget\": null}")).containsExactly("", null);
    assertThat(cells("{\"ID\": \"a\"}")).containsExactly("a", null);
  }
}
