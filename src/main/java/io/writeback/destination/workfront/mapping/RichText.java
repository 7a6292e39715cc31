package io.writeback.destination.workfront.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.destination.rest.StrictJson;
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
    ObjectNode json = StrictJson.MAPPER.createObjectNode();
    ArrayNode blocks = json.putArray("blocks");
    for (String line : lines) {
      ObjectNode block =
          blocks
              .addObject()
              .put("key", Integer.toString(FIRST_KEY + blocks.size() - 1, Character.MAX_RADIX))
              .put("text", line)
              .put("type", "unstyled")
              .put("depth", 0);
      block.putArray("inlineStyleRanges");
      block.putArray("entityRanges");
      block.putObject("data");
    }
    json.putObject("entityMap");
    return json.toString();
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
