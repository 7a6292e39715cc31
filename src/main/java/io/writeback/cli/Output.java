package io.writeback.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.writeback.problem.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What commands print for scripts. */
public final class Output {
  /** A code is written as people see it: WB-101. */
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
          .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);

  private Output() {}

  public static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A problem for people: further lines of it are indented, so that none looks like another. */
  static String line(Problem problem) {
    return problem.toString().strip().replaceAll("\\R", "\n  ");
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
