package io.writeback.destination.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** JSON as a receipt needs it: exact numbers, no doubled members, nothing after the end. */
public final class StrictJson {
  /** As long as an answer may be: a field of 10 MB has to come back whole. */
  private static final int LONGEST_TEXT = 64 << 20;

  /** Reads token by token; the reader has to notice a doubled member itself. */
  public static final JsonFactory TOKENS =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(LONGEST_TEXT).build())
          .build();

  public static final JsonMapper MAPPER =
      JsonMapper.builder(
              TOKENS.rebuild().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private StrictJson() {}

  /** The parsed bytes, or nothing if they are no whole JSON text. */
  public static Optional<JsonNode> parse(byte[] bytes) {
    try {
      return Optional.of(MAPPER.readTree(bytes)).filter(node -> !node.isMissingNode());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The same of a text. */
  public static Optional<JsonNode> parse(String text) {
    return parse(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The parsed bytes, or nothing if they are no whole JSON object. */
  public static Optional<JsonNode> object(byte[] bytes) {
    return parse(bytes).filter(JsonNode::isObject);
  }

  /** A value that can be written as JSON: maps, lists, texts, numbers. */
  public static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** A member that is a text; "" if it is missing, null or anything else. */
  public static String text(JsonNode json, String name) {
    JsonNode found = json.path(name);
    return found.isTextual() ? found.asText() : "";
  }
}
