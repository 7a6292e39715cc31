package io.writeback.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.problem.Code;
import io.writeback.problem.Visible;
import io.writeback.problem.WritebackException;
import io.writeback.trigger.StrictJson;
import java.util.Iterator;

/**
 * Who approves or rejects a run over the API: its token is the same for all, so a caller may say.
 */
final class Approver {
  private static final String BY = "by";
  private static final String NOBODY = "the HTTP API";
  private static final int LONGEST = 100;

  private Approver() {}

  /**
   * Reads <code>{"by": "anna"}</code>, or nothing.
   *
   * @throws WritebackException WB-140, saying what is wrong and what is allowed
   */
  static String read(String body) {
    if (body.isBlank()) {
      return NOBODY;
    }
    ObjectNode object = StrictJson.object(body, Code.BAD_REQUEST);
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!name.equals(BY)) {
        throw refused("has \"%s\"; allowed is \"by\"".formatted(StrictJson.shown(name)));
      }
    }
    JsonNode by = object.get(BY);
    if (by == null) {
      return NOBODY;
    }
    if (!by.isTextual() || by.textValue().isBlank() || by.textValue().length() > LONGEST) {
      throw refused("has a \"by\" that is no text of 1 to " + LONGEST + " characters");
    }
    return Visible.line(by.textValue().strip()) + ", by " + NOBODY;
  }

  private static WritebackException refused(String message) {
    return new WritebackException(Code.BAD_REQUEST, "the request " + message);
  }
}
