package io.writeback.sandbox.workfront;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The custom forms of a record, in their order; the first is also its {@code categoryID}.
 *
 * <p>Users' reports, verified on version 17: a write of the collection replaces it, its first form
 * becomes {@code categoryID}; a write of {@code categoryID} moves that form to the front and keeps
 * the order of the others. That {@code null} removes only the first form is inferred.
 */
final class AttachedForms {
  static final String COLLECTION = "objectCategories";
  static final String FIRST = "categoryID";

  private AttachedForms() {}

  /** The IDs of the forms. */
  static List<String> of(JsonNode object) {
    if (object.path(COLLECTION).isArray()) {
      return List.copyOf(ids(object.get(COLLECTION)));
    }
    JsonNode first = object.path(FIRST);
    return first.isTextual() && !first.asText().isEmpty() ? List.of(first.asText()) : List.of();
  }

  /** The forms as members of a collection. */
  static List<ObjectNode> rows(ObjectType type, ObjectNode object) {
    List<ObjectNode> rows = new ArrayList<>();
    String id = object.get("ID").asText();
    for (String form : of(object)) {
      ObjectNode row = Json.object().put("ID", DemoIds.of(id + "/" + form));
      row.put("categoryID", form).put("categoryOrder", rows.size());
      rows.add(row.put("objID", id).put("objObjCode", type.objCode()));
    }
    return rows;
  }

  /** Attaches exactly these forms. */
  static void replace(ObjectNode object, JsonNode collection) {
    set(object, ids(collection));
  }

  /** Makes that form the first one; {@code null} removes the first one. */
  static void lead(ObjectNode object, JsonNode form) {
    List<String> before = of(object);
    Set<String> forms = new LinkedHashSet<>();
    if (form.isNull()) {
      forms.addAll(before.subList(Math.min(1, before.size()), before.size()));
    } else {
      forms.add(form.asText());
      forms.addAll(before);
    }
    set(object, forms);
  }

  private static Set<String> ids(JsonNode collection) {
    List<JsonNode> rows = new ArrayList<>();
    collection.forEach(rows::add);
    rows.sort(Comparator.comparingInt(row -> row.path("categoryOrder").asInt()));
    Set<String> ids = new LinkedHashSet<>();
    rows.forEach(row -> ids.add(row.path("categoryID").asText()));
    return ids;
  }

  /** Attaches exactly these forms, in this order. */
  static void set(ObjectNode object, Collection<String> forms) {
    ArrayNode rows = object.putArray(COLLECTION);
    object.putNull(FIRST);
    for (String form : forms) {
      if (rows.isEmpty()) {
        object.put(FIRST, form);
      }
      rows.addObject().put("categoryID", form).put("categoryOrder", rows.size() - 1);
    }
  }
}
