package io.writeback.destination.workfront.update;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.writeback.destination.rest.StrictJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An object whose values are texts, numbers, flags and lists of those, as nearly all are: read
 * token by token, since a tree of every answer takes longer than all else about a row.
 */
final class FlatObject implements Found {
  private static final String ID = "ID";

  private final Map<String, ComparedField> fields;
  private final JsonToken[] tokens;
  private final String[] texts;
  private final ArrayNode[] lists;
  private String id;

  /** Members that are not asked for; null if there are none. */
  private Set<String> others;

  private FlatObject(Map<String, ComparedField> fields) {
    this.fields = fields;
    this.tokens = new JsonToken[fields.size()];
    this.texts = new String[fields.size()];
    this.lists = new ArrayNode[fields.size()];
  }

  /**
   * The objects in their order; empty if the answer is anything else than {@code
   * {"data":[{"ID":…},…]}}, each object without a doubled member.
   *
   * @param fields those that are asked for, by name
   */
  static Optional<List<FlatObject>> read(byte[] answer, Map<String, ComparedField> fields) {
    List<FlatObject> found = new ArrayList<>();
    try (JsonParser json = StrictJson.TOKENS.createParser(answer)) {
      if (json.nextToken() != JsonToken.START_OBJECT
          || !"data".equals(json.nextFieldName())
          || json.nextToken() != JsonToken.START_ARRAY) {
        return Optional.empty();
      }
      while (json.nextToken() == JsonToken.START_OBJECT) {
        FlatObject object = new FlatObject(fields);
        if (!object.readMembers(json)) {
          return Optional.empty();
        }
        found.add(object);
      }
      return json.currentToken() == JsonToken.END_ARRAY
              && json.nextToken() == JsonToken.END_OBJECT
              && json.nextToken() == null
          ? Optional.of(found)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** In lower case. */
  String id() {
    return id;
  }

  private boolean readMembers(JsonParser json) throws IOException {
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      json.nextToken();
      if (!readMember(name, json)) {
        return false;
      }
    }
    return json.currentToken() == JsonToken.END_OBJECT && id != null;
  }

  private boolean readMember(String name, JsonParser json) throws IOException {
    JsonToken token = json.currentToken();
    if (name.equals(ID)) {
      boolean first = id == null && token == JsonToken.VALUE_STRING;
      id = json.getText().strip().toLowerCase(Locale.ROOT);
      return first;
    }
    ComparedField asked = fields.get(name);
    if (asked == null) {
      others = others == null ? new HashSet<>() : others;
      return token.isScalarValue() && others.add(name);
    }
    int field = asked.number();
    if (tokens[field] != null) {
      return false;
    }
    tokens[field] = token;
    if (token == JsonToken.START_ARRAY) {
      return readList(field, json);
    }
    texts[field] = json.getText();
    return token.isScalarValue();
  }

  private boolean readList(int field, JsonParser json) throws IOException {
    lists[field] = JsonNodeFactory.instance.arrayNode();
    while (json.nextToken().isScalarValue()) {
      lists[field].add(node(json.currentToken(), json.getText()));
    }
    return json.currentToken() == JsonToken.END_ARRAY;
  }

  private static JsonNode node(JsonToken token, String text) {
    return token == JsonToken.VALUE_STRING
        ? JsonNodeFactory.instance.textNode(text)
        : StrictJson.parse(text).orElseThrow();
  }

  @Override
  public JsonNode value(ComparedField field) {
    int number = field.number();
    if (tokens[number] == null) {
      return MissingNode.getInstance();
    }
    return lists[number] == null ? node(tokens[number], texts[number]) : lists[number];
  }

  @Override
  public boolean isPlainly(ComparedField field, String text) {
    int number = field.number();
    return tokens[number] != JsonToken.VALUE_NULL && text.equals(texts[number]);
  }
}
