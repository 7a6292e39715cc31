package io.writeback.destination.dataworld;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Optional;

/** JSON with no doubled members and nothing after the end. */
final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /** The parsed bytes, or nothing if they are no whole JSON object. */
  static Optional<JsonNode> object(byte[] bytes) {
    try {
      return Optional.of(MAPPER.readTree(bytes)).filter(JsonNode::isObject);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** A member that is a text; "" if it is missing, null or anything else. */
  static String text(JsonNode json, String name) {
    JsonNode found = json.path(name);
    return found.isTextual() ? found.asText() : "";
  }
}
