package io.writeback.destination.workfront;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.destination.rest.StrictJson;
import io.writeback.http.HttpAnswer;
import java.util.Optional;

/**
 * What every answer of Workfront is wrapped in: {@code {"data":…}} or {@code {"error":{"class":…,
 * "message":…}}}. An error is looked for whatever the status is (Workfront's own client does so).
 *
 * @param error Workfront's own words
 * @param data a missing node if there is none
 */
record Envelope(Optional<String> error, JsonNode data) {
  /** The envelope of an answer; empty if the answer is not a JSON object, by type and by parse. */
  static Optional<Envelope> of(HttpAnswer answer) {
    String type = answer.mediaType();
    if (!type.endsWith("/json") && !type.endsWith("+json")) {
      return Optional.empty();
    }
    return StrictJson.object(answer.body())
        .map(root -> new Envelope(error(root.path("error")), root.path("data")));
  }

  private static Optional<String> error(JsonNode error) {
    if (error.isMissingNode() || error.isNull()) {
      return Optional.empty();
    }
    for (String member : new String[] {"message", "msgKey", "class"}) {
      String text = error.path(member).asText("").trim();
      if (!text.isEmpty()) {
        return Optional.of(text);
      }
    }
    // Old versions answer {"error":"plain text"}.
    return Optional.of(error.isTextual() ? error.asText() : error.toString());
  }
}
