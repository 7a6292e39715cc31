package io.writeback.sandbox.workfront;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.writeback.sandbox.http.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The records of a write, in the order in which they were sent.
 *
 * @param records one per record
 * @param bulk whether they were sent as an array, so that the response is one too
 */
record Updates(List<Update> records, boolean bulk) {
  private static final int CAP = 100;

  /**
   * One record to write.
   *
   * @param id as sent; empty if none was
   * @param values by wire name, {@code DE:} included
   * @param fromParameters the values came as request parameters
   */
  record Update(String id, Map<String, JsonNode> values, boolean fromParameters) {}

  /**
   * Reads the records of a call.
   *
   * @param verb edit or add, for the message of the cap
   */
  static Updates of(RequestForm form, String verb) throws Refusal {
    List<String> fields = form.fieldParameters();
    boolean hasJson = form.parameters().first("updates").isPresent() || form.body().isPresent();
    if (hasJson && !fields.isEmpty()) {
      throw Refusal.mixed(fields.get(0));
    }
    String outerId = form.ids().isEmpty() ? "" : form.ids().get(0);
    if (!hasJson) {
      return new Updates(List.of(fromParameters(form, fields, outerId)), false);
    }
    JsonNode json = form.json().orElseThrow();
    if (!json.isArray()) {
      return new Updates(List.of(fromJson(json, outerId)), false);
    }
    if (json.size() > CAP) {
      throw Refusal.tooMany(verb);
    }
    if (!outerId.isEmpty()) {
      throw Refusal.wrongShape("java.util.ArrayList", "java.util.Map");
    }
    List<Update> records = new ArrayList<>(json.size());
    for (JsonNode element : json) {
      records.add(fromJson(element, ""));
    }
    return new Updates(records, true);
  }

  private static Update fromParameters(RequestForm form, List<String> names, String id) {
    Map<String, JsonNode> values = new LinkedHashMap<>();
    for (String name : names) {
      List<String> all = form.parameters().all(name);
      if (all.size() == 1) {
        values.put(name, new TextNode(all.get(0)));
      } else {
        ArrayNode list = Json.array();
        all.forEach(list::add);
        values.put(name, list);
      }
    }
    return new Update(id, values, true);
  }

  private static Update fromJson(JsonNode json, String outerId) throws Refusal {
    if (!json.isObject()) {
      throw Refusal.wrongShape(
          json.isTextual() ? "java.lang.String" : "java.lang.Object", "java.util.Map");
    }
    Map<String, JsonNode> values = new LinkedHashMap<>();
    String id = outerId;
    for (var property : json.properties()) {
      if (property.getKey().equals("ID")) {
        String own = property.getValue().asText();
        if (!outerId.isEmpty() && !own.equals(outerId)) {
          throw Refusal.invalid("ID", own);
        }
        id = own;
      } else {
        values.put(property.getKey(), property.getValue());
      }
    }
    return new Update(id, values, false);
  }
}
