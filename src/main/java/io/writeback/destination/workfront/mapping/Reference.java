package io.writeback.destination.workfront.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.destination.rest.StrictJson;
import java.util.Locale;
import java.util.Optional;

/**
 * The value of a custom field that refers to an object. It is written as the object's bare ID and
 * read as a JSON text {@code {"objCode":…,"name":…,"ID":…}} (seen on a v17 tenant).
 */
public final class Reference {
  private static final int LENGTH = 32;

  private Reference() {}

  /** The ID of an object, in lower case as in all answers; empty if the text is none. */
  public static Optional<String> id(String text) {
    String id = text.strip();
    return id.length() == LENGTH && isHexadecimal(id)
        ? Optional.of(id.toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  private static boolean isHexadecimal(String text) {
    for (int at = 0; at < text.length(); at++) {
      char one = text.charAt(at);
      if (one >= 128 || Character.digit(one, 16) < 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * The ID that a cell holds.
   *
   * @throws IllegalArgumentException if it is none
   */
  static String of(String cell) {
    return id(cell)
        .orElseThrow(
            () -> new IllegalArgumentException("Workfront's API finds no object by its name"));
  }

  /** Whether what was sent is an ID, and what was read refers to the object with it. */
  static boolean same(String sent, JsonNode found) {
    JsonNode single = found.isArray() && found.size() == 1 ? found.get(0) : found;
    return id(sent).filter(id -> id.equalsIgnoreCase(bare(single))).isPresent();
  }

  /** The ID of a reference; of any other value its text. */
  public static String bare(JsonNode found) {
    if (found.isObject()) {
      return found.path("ID").asText("");
    }
    String text = found.asText("").strip();
    return Optional.of(text)
        .filter(json -> json.startsWith("{"))
        .flatMap(StrictJson::parse)
        .map(object -> object.path("ID").asText(""))
        .filter(id -> !id.isEmpty())
        .orElse(text);
  }
}
