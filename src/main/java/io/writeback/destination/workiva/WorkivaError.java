package io.writeback.destination.workiva;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.destination.rest.StrictJson;
import io.writeback.http.HttpAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What Workiva says of an error or of an operation that failed. */
final class WorkivaError {
  private WorkivaError() {}

  /** Workiva's own words: the message, what it is about, and the details, if there are any. */
  static Optional<String> words(HttpAnswer answer) {
    return StrictJson.object(answer.body())
        .map(
            json -> {
              List<String> words = new ArrayList<>(details(json.path("details")));
              String target = json.path("target").asText("");
              String message = json.path("message").asText("");
              if (!message.isEmpty()) {
                words.add(
                    0,
                    target.isEmpty() || "null".equals(target)
                        ? message
                        : message + " (" + target + ")");
              }
              return String.join("; ", words);
            })
        .filter(text -> !text.isBlank());
  }

  /** The details of an error or of an operation, one sentence each. */
  static List<String> details(JsonNode details) {
    List<String> words = new ArrayList<>();
    details.forEach(
        detail -> {
          String target = detail.path("target").asText("");
          String text =
              (detail.path("code").asText("") + " " + detail.path("message").asText("")).strip();
          words.add(target.isEmpty() || "null".equals(target) ? text : text + " (" + target + ")");
        });
    return words;
  }
}
