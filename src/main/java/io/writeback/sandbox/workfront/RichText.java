package io.writeback.sandbox.workfront;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.sandbox.http.Json;

/**
 * The text of a rich text field: a Draft.js document as a JSON text (page "rich text field API" of
 * the vendor). It needs {@code blocks}, each with its text, and {@code entityMap}.
 */
final class RichText {
  private RichText() {}

  static boolean isDocument(String text) {
    try {
      JsonNode document = Json.read(text);
      if (!document.path("blocks").isArray() || !document.path("entityMap").isObject()) {
        return false;
      }
      for (JsonNode block : document.get("blocks")) {
        if (!block.path("text").isTextual()) {
          return false;
        }
      }
      return true;
    } catch (JsonProcessingException e) {
      return false;
    }
  }
}
