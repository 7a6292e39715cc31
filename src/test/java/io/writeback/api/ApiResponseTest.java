package io.writeback.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.problem.Code;
import org.junit.jupiter.api.Test;

/** Responses of the HTTP API. */
final class ApiResponseTest {
  @Test
  void a_hostile_text_is_escaped_and_keeps_its_value() throws Exception {
    String hostile = "\u001b[2J\u009b\u202e\u200b";

    String body = ApiResponse.refusal(400, Code.BAD_REQUEST, hostile).body();

    assertThat(body).doesNotContain("\u001b", "\u009b", "\u202e", "\u200b");
    assertThat(new ObjectMapper().readTree(body).at("/error/message").asText()).isEqualTo(hostile);
  }
}
