package io.writeback.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.problem.Code;
import io.writeback.problem.Problem;
import io.writeback.problem.Visible;
import io.writeback.problem.WritebackException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a caller gets.
 *
 * @param headers beside the usual ones
 * @param body JSON, unless a header says otherwise
 * @param file what is sent in place of the body, and deleted then; null if there is none
 */
record ApiResponse(int status, Map<String, String> headers, String body, Path file) {
  private static final ObjectMapper JSON = new ObjectMapper();

  ApiResponse(int status, Map<String, String> headers, String body) {
    this(status, headers, body, null);
  }

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

  /** A file of CSV under a name that a browser or curl keeps it under. */
  static ApiResponse csv(Path file, String name) {
    return new ApiResponse(
        200,
        Map.of(
            "Content-Type",
            "text/csv; charset=utf-8",
            "Content-Disposition",
            "attachment; filename=\"" + name + "\""),
        "",
        file);
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
          case REQUEST_CONFLICT, NOT_A_PLAN, PLAN_EXPIRED, PLAN_OUTDATED -> 409;
          case REQUEST_TOO_LARGE -> 413;
          default -> 500;
        };
    return refusal(status, problem.code(), problem.message());
  }
}
