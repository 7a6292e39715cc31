package io.writeback.destination.workfront;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.destination.rest.StrictJson;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The value of a rich text field: JSON of Draft.js in a string, {@code blocks} and {@code
 * entityMap}, a block for each line (Workfront's page on rich text fields).
 */
final class RichText {
  /** The keys of blocks: {@code a0000}, {@code a0001}, …; the same text has the same keys. */
  private static final int FIRST_KEY = 10 * 36 * 36 * 36 * 36;

  private RichText() {}

  /**
   * The value that a cell stands for: such JSON as it is, any other text in plain blocks.
   *
   * @throws IllegalArgumentException if it is such JSON, but not whole
   */
  static String of(String cell) {
    Optional<JsonNode> json = json(cell).filter(node -> node.path("blocks").isArray());
    if (json.isEmpty()) {
      return wrapped(lines(cell));
    }
    if (!json.get().path("entityMap").isObject()) {
      throw new IllegalArgumentException("it has blocks and no entityMap");
    }
    return cell;
  }

  private static String wrapped(List<String> lines) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = StrictJson.MAPPER.createGenerator(text)) {
      json.writeStartObject();
      json.writeArrayFieldStart("blocks");
      for (int i = 0; i < lines.size(); i++) {
        json.writeStartObject();
        json.writeStringField("key", Integer.toString(FIRST_KEY + i, Character.MAX_RADIX));
        json.writeStringField("text", lines.get(i));
        json.writeStringField("type", "unstyled");
        json.writeNumberField("depth", 0);
        json.writeArrayFieldStart("inlineStyleRanges");
        json.writeEndArray();
        json.writeArrayFieldStart("entityRanges");
        json.writeEndArray();
        json.writeObjectFieldStart("data");
        json.writeEndObject();
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeObjectFieldStart("entityMap");
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** Whether both have the same text, line by line; formatting is not compared. */
  static boolean same(String sent, JsonNode found) {
    return text(sent).equals(text(found));
  }

  /** Whether there is no text in it. */
  static boolean empty(JsonNode found) {
    return text(found).stream().allMatch(String::isEmpty);
  }

  private static List<String> text(JsonNode value) {
    return value.isObject() ? blocks(value).orElse(List.of()) : text(value.asText());
  }

  /** Of each block its lines; of a text that is no such JSON, its own. */
  private static List<String> text(String value) {
    return json(value).flatMap(RichText::blocks).orElseGet(() -> lines(value));
  }

  private static Optional<List<String>> blocks(JsonNode json) {
    if (!json.path("blocks").isArray()) {
      return Optional.empty();
    }
    List<String> lines = new ArrayList<>();
    for (JsonNode block : json.path("blocks")) {
      lines.addAll(lines(block.path("text").asText("")));
    }
    return Optional.of(lines);
  }

  private static Optional<JsonNode> json(String text) {
    return text.stripLeading().startsWith("{")
        ? StrictJson.parse(text).filter(JsonNode::isObject)
        : Optional.empty();
  }

  private static List<String> lines(String text) {
    return List.of(text.replace("\r\n", "\n").replace('\r', '\n').split("\n", -1));
  }
}
