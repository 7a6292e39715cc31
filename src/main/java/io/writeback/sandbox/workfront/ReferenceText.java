package io.writeback.sandbox.workfront;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.writeback.sandbox.http.Json;
import java.util.Optional;

/**
 * The values of a custom field that points to an object: written as a bare ID, stored and read back
 * as the JSON <em>text</em> {@code {"objCode","name","ID"}} (users' reports, verified on version
 * 17). A name is not looked up. A list of them is an array of such texts (inferred).
 */
final class ReferenceText {
  private final ObjectStore store;
  private final FieldCatalogue catalogue;

  ReferenceText(ObjectStore store, FieldCatalogue catalogue) {
    this.store = store;
    this.catalogue = catalogue;
  }

  /** The stored value of an ID, an array of IDs or {@code null}. */
  JsonNode stored(Field field, JsonNode value) throws Refusal {
    if (!value.isArray()) {
      return value.isNull() ? value : one(field.target(), value.asText());
    }
    ArrayNode all = Json.array();
    for (JsonNode element : value) {
      all.add(one(field.target(), element.asText()));
    }
    return all;
  }

  private TextNode one(String objCode, String id) throws Refusal {
    Optional<ObjectType> type = catalogue.coded(objCode);
    boolean found = type.isPresent() ? store.has(objCode, id) : ValueCheck.isId(id);
    if (!found) {
      throw Refusal.notFound(type.map(ObjectType::name).orElse(objCode), id);
    }
    JsonNode name = store.get(objCode, id).map(object -> object.path("name")).orElse(null);
    return new TextNode(
        Json.write(
            Json.object()
                .put("objCode", objCode)
                .put("name", name == null ? "" : name.asText())
                .put("ID", id)));
  }
}
