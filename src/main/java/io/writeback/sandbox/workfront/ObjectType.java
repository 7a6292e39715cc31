package io.writeback.sandbox.workfront;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.sandbox.http.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An object type, as described by its resource file.
 *
 * @param objCode e.g. PROJ
 * @param name the class name, e.g. Project
 * @param label its name in messages
 * @param fields by key
 * @param references by name
 * @param collections by name
 * @param defaultFields the fields of a response by default
 * @param operations e.g. edit; empty if it is only reachable through its parent
 * @param flags as in the metadata
 * @param bulk whether one call can edit several
 */
record ObjectType(
    String objCode,
    String name,
    String label,
    Map<String, Field> fields,
    Map<String, Link> references,
    Map<String, Link> collections,
    List<String> defaultFields,
    Set<String> operations,
    List<String> flags,
    boolean bulk) {

  /**
   * A link to other objects.
   *
   * @param objCode their type; empty if the sandbox does not have it
   * @param via for a reference its id field, for a collection the members' field with our id; empty
   *     if the sandbox has no such members
   */
  record Link(String label, String objCode, String via) {}

  /** Reads the resource file of a type. */
  static ObjectType load(String objCode) {
    JsonNode node = Json.resource("/sandbox/types/" + objCode + ".json");
    Map<String, Field> fields = new LinkedHashMap<>();
    for (var field : node.get("fields").properties()) {
      fields.put(field.getKey(), field(field.getKey(), field.getValue()));
    }
    return new ObjectType(
        objCode,
        node.get("name").asText(),
        node.get("label").asText(),
        Collections.unmodifiableMap(fields),
        links(node.get("references"), "key"),
        links(node.get("collections"), "via"),
        List.copyOf(strings(node.get("defaultFields"))),
        new LinkedHashSet<>(strings(node.get("operations"))),
        List.copyOf(strings(node.get("flags"))),
        node.path("bulk").asBoolean(true));
  }

  boolean offers(String operation) {
    return operations.contains(operation);
  }

  /** Whether custom forms can be attached. */
  boolean takesForms() {
    return flags.contains("DATA_EXTENDIBLE");
  }

  private static Field field(String name, JsonNode node) {
    Map<JsonNode, String> values = new LinkedHashMap<>();
    for (JsonNode option : node.path("possibleValues")) {
      values.put(option.get("value"), option.get("label").asText());
    }
    return new Field(
        name,
        node.get("label").asText(),
        FieldType.of(node.get("type").asText()),
        new LinkedHashSet<>(strings(node.path("flags"))),
        Collections.unmodifiableMap(values),
        strings(node.path("unlistedValues")),
        node.path("target").asText(""),
        node.path("since").asInt());
  }

  private static Map<String, Link> links(JsonNode node, String via) {
    Map<String, Link> links = new LinkedHashMap<>();
    for (var link : node.properties()) {
      JsonNode value = link.getValue();
      links.put(
          link.getKey(),
          new Link(
              value.get("label").asText(),
              value.path("typeObjCode").asText(""),
              value.path(via).asText("")));
    }
    return Collections.unmodifiableMap(links);
  }

  private static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>();
    array.forEach(element -> strings.add(element.asText()));
    return strings;
  }
}
