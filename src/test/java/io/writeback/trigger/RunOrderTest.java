package io.writeback.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class RunOrderTest {
  @Test
  void a_request_names_a_writeback_and_has_an_id() {
    assertThat(RunOrder.read("{\"writeback\":\"projects\",\"requestId\":\"a-1\"}"))
        .isEqualTo(new RunOrder("projects", "a-1", false, false, false));
  }

  @Test
  void every_row_may_be_asked_for() {
    assertThat(
            RunOrder.read(
                "{\"writeback\":\"projects\",\"requestId\":\"a-1\",\"parameters\":{\"full\":true}}"))
        .isEqualTo(new RunOrder("projects", "a-1", true, false, false));
  }

  @Test
  void lost_columns_may_be_accepted() {
    assertThat(
            RunOrder.read(
                "{\"writeback\":\"projects\",\"requestId\":\"a-1\",\"parameters\":{\"acceptColumns\":true}}"))
        .isEqualTo(new RunOrder("projects", "a-1", false, true, false));
  }

  @Test
  void accepting_lost_columns_is_another_content() {
    assertThat(new RunOrder("p", "a", false, true, false).asked())
        .isNotEqualTo(new RunOrder("p", "a", false, false, false).asked());
  }

  @Test
  void a_plan_may_be_asked_for_and_is_another_content() {
    RunOrder plan =
        RunOrder.read("{\"writeback\":\"p\",\"requestId\":\"a\",\"parameters\":{\"plan\":true}}");

    assertThat(plan).isEqualTo(new RunOrder("p", "a", false, false, true));
    assertThat(plan.request("id").asks()).isTrue();
    assertThat(plan.asked()).isNotEqualTo(new RunOrder("p", "a", false, false, false).asked());
  }

  @Test
  void the_same_content_written_otherwise_has_the_same_digest() {
    RunOrder one = RunOrder.read("{\"writeback\":\"p\",\"requestId\":\"a\",\"parameters\":{}}");
    RunOrder other = RunOrder.read(" { \"requestId\" : \"a\", \"writeback\" : \"p\" } ");

    assertThat(one.asked()).isEqualTo(other.asked());
  }

  @Test
  void another_content_has_another_digest() {
    assertThat(new RunOrder("p", "a", true, false, false).asked())
        .isNotEqualTo(new RunOrder("p", "a", false, false, false).asked());
    assertThat(new RunOrder("q", "a", true, false, false).asked())
        .isNotEqualTo(new RunOrder("p", "a", true, false, false).asked());
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("", "not a JSON object but empty"),
        Arguments.of("run it", "not well-formed JSON (line 1"),
        Arguments.of("[]", "not a JSON object but array"),
        Arguments.of("{\"writeback\":\"p\",\"requestId\":\"a\"", "not well-formed JSON"),
        Arguments.of("{\"writeback\":\"p\",\"requestId\":\"a\"} {}", "not well-formed JSON"),
        Arguments.of("{\"writeback\":\"p\",\"writeback\":\"q\",\"requestId\":\"a\"}", "uplicate"),
        Arguments.of("{\"requestId\":\"a\"}", "has no \"writeback\""),
        Arguments.of("{\"writeback\":\"p\"}", "has no \"requestId\""),
        Arguments.of("{\"writeback\":7,\"requestId\":\"a\"}", "\"writeback\" that is not text"),
        Arguments.of("{\"writeback\":\"p\",\"requestId\":\"\"}", "\"requestId\" that is not text"),
        Arguments.of("{\"writeback\":\"p\",\"requestId\":\"a\\nb\"}", "allowed are 1 to 200"),
        Arguments.of(
            "{\"writeback\":\"p\",\"requestId\":\"" + "a".repeat(201) + "\"}", "allowed are 1 to"),
        Arguments.of("{\"writeback\":\"p\",\"requestID\":\"a\"}", "did you mean requestId?"),
        Arguments.of(
            "{\"writeback\":\"p\",\"requestId\":\"a\",\"parameters\":[]}", "not an object"),
        Arguments.of(
            "{\"writeback\":\"p\",\"requestId\":\"a\",\"parameters\":{\"ful\":true}}",
            "\"ful\" in \"parameters\", which does not exist; did you mean full?"),
        Arguments.of(
            "{\"writeback\":\"p\",\"requestId\":\"a\",\"parameters\":{\"full\":\"yes\"}}",
            "neither true nor false"),
        Arguments.of(
            "{\"writeback\":\"p\",\"requestId\":\"a\",\"parameters\":" + "[".repeat(100_000),
            "depth"));
  }

  @ParameterizedTest
  @MethodSource
  void refused(String text, String why) {
    assertThatExceptionOfType(WritebackException.class)
        .isThrownBy(() -> RunOrder.read(text))
        .withMessageContaining(why)
        .satisfies(e -> assertThat(e.code()).isEqualTo(Code.BAD_REQUEST))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500));
  }

  @Test
  void what_a_stranger_wrote_cannot_break_a_line_of_the_log() {
    assertThat(StrictJson.shown("a\r\nERROR all is lost\u0000\u2028x"))
        .isEqualTo("a ERROR all is lost x");
  }
}
