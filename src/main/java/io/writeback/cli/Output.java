package io.writeback.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.problem.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What commands print for scripts. */
final class Output {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Output() {}

  static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static String problems(List<Problem> problems) {
    return json(Map.of("problems", problems.stream().map(Output::problem).toList()));
  }

  private static Map<String, String> problem(Problem problem) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("code", problem.code().id());
    fields.put("where", problem.where());
    fields.put("message", problem.message());
    return fields;
  }
}
