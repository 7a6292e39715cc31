package io.writeback.sandbox.workfront;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Json;

/**
 * Creates custom forms with their fields from a description: {@code {"form": name, "objCode":
 * "PROJ", "fields": [{"name", "label", "dataType", "displayType", "options": {value: label},
 * "refObjCode", "hidden"}]}}. An existing field is added to the form unchanged.
 *
 * <p>IDs are those of {@link DemoIds}: of {@code form-NAME} and {@code parameter-NAME}.
 */
final class FormSetup {
  private final ObjectStore store;

  FormSetup(ObjectStore store) {
    this.store = store;
  }

  static String formId(String name) {
    return DemoIds.of("form-" + name);
  }

  void put(JsonNode form) {
    String formName = form.required("form").asText();
    ObjectNode category = named("form-" + formName, formName).put("isActive", true);
    store.put("CTGY", category.put("catObjCode", form.required("objCode").asText()));
    int order = 0;
    for (JsonNode field : form.required("fields")) {
      String name = field.required("name").asText();
      String id = DemoIds.of("parameter-" + name);
      if (!store.has("PARAM", id)) {
        putParameter(field, name);
      }
      ObjectNode link = Json.object().put("ID", DemoIds.of(formName + "/" + name));
      link.put("categoryID", formId(formName)).put("displayOrder", order++);
      store.put("CTGYPA", link.put("parameterID", id));
    }
  }

  private void putParameter(JsonNode field, String name) {
    ObjectNode parameter = named("parameter-" + name, name);
    parameter.put("label", field.path("label").asText(name)).put("isActive", true);
    parameter.put("dataType", field.path("dataType").asText("TEXT")).put("isRequired", false);
    parameter.put("displayType", field.path("displayType").asText("TEXT"));
    if (field.has("refObjCode")) {
      parameter.put("refObjCode", field.get("refObjCode").asText());
    }
    if (field.path("hidden").asBoolean()) {
      parameter.put(Search.HIDDEN, true);
    }
    store.put("PARAM", parameter);
    int order = 0;
    for (var option : field.path("options").properties()) {
      ObjectNode one = Json.object().put("ID", DemoIds.of(name + "=" + option.getKey()));
      one.put("value", option.getKey()).put("label", option.getValue().asText());
      one.put("parameterID", DemoIds.of("parameter-" + name)).put("displayOrder", order++);
      store.put("POPT", one);
    }
  }

  private static ObjectNode named(String key, String name) {
    return Json.object().put("ID", DemoIds.of(key)).put("name", name);
  }
}
