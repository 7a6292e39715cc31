package io.writeback.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.problem.Code;
import io.writeback.problem.Problem;
import io.writeback.problem.Visible;
import io.writeback.problem.WritebackException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a caller gets.
 *
 * @param headers beside the usual ones
 * @param body JSON, unless a header says otherwise
 */
record ApiResponse(int status, Map<String, String> headers, String body) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static ApiResponse of(int status, Map<String, String> headers, Object content) {
    try {
      return new ApiResponse(status, headers, Visible.text(JSON.writeValueAsString(content)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Figures in the text format of Prometheus. */
  static ApiResponse metrics(String text) {
    return new ApiResponse(
        200, Map.of("Content-Type", "text/plain; version=0.0.4; charset=utf-8"), text);
  }

  static ApiResponse refusal(int status, Code code, String message) {
    return refusal(status, Map.of(), code, message);
  }

  static ApiResponse refusal(int status, Map<String, String> headers, Code code, String message) {
    Map<String, String> error = new LinkedHashMap<>();
    error.put("code", code.id());
    error.put("message", message);
    return of(status, headers, Map.of("error", error));
  }

  /** The one place where a refusal gets its status. */
  static ApiResponse refusal(WritebackException refused) {
    Problem problem = refused.problems().get(0);
    int status =
        switch (problem.code()) {
          case BAD_REQUEST -> 400;
          case UNKNOWN_WRITEBACK, UNKNOWN_RUN -> 404;
          case REQUEST_CONFLICT -> 409;
          case REQUEST_TOO_LARGE -> 413;
          default -> 500;
        };
    return refusal(status, problem.code(), problem.message());
  }
}
