package io.writeback.sandbox.workfront;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The custom fields (Parameters) and the custom forms (Categories) that carry them, read from the
 * objects PARAM, POPT, CTGY and CTGYPA, so that a rename through the API is felt at once.
 *
 * <p>The old name of a renamed field is not kept as an alias: some users saw one, but to lose the
 * name is harder on a client.
 */
final class CustomFields {
  private final ObjectStore store;
  private volatile View view = new View(-1, Map.of(), Map.of(), Map.of());

  CustomFields(ObjectStore store) {
    this.store = store;
  }

  /** By bare name. */
  Optional<Field> named(String name) {
    return Optional.ofNullable(current().byName.get(name));
  }

  /** The fields on the forms of one object type, by bare name. */
  Map<String, Field> on(String objCode) {
    return current().byObjCode.getOrDefault(objCode, Map.of());
  }

  /** Whether the form with that id carries the field. */
  boolean onForm(JsonNode categoryId, String name) {
    return categoryId != null
        && current().byForm.getOrDefault(categoryId.asText(), Set.of()).contains(name);
  }

  private View current() {
    long version =
        store.version("PARAM")
            + store.version("POPT")
            + store.version("CTGY")
            + store.version("CTGYPA");
    View now = view;
    if (now.version != version) {
      now = build(version);
      view = now;
    }
    return now;
  }

  private View build(long version) {
    Map<String, Map<JsonNode, String>> options = new HashMap<>();
    for (ObjectNode option : store.all("POPT")) {
      options
          .computeIfAbsent(option.path("parameterID").asText(), id -> new LinkedHashMap<>())
          .put(option.get("value"), option.path("label").asText());
    }
    Map<String, Field> byId = new HashMap<>();
    Map<String, Field> byName = new TreeMap<>();
    for (ObjectNode parameter : store.all("PARAM")) {
      String id = parameter.get("ID").asText();
      Field field = field(parameter, options.getOrDefault(id, Map.of()));
      byId.put(id, field);
      byName.put(field.name(), field);
    }
    Map<String, Map<String, Field>> byObjCode = new HashMap<>();
    Map<String, Set<String>> byForm = new HashMap<>();
    for (ObjectNode link : store.all("CTGYPA")) {
      String formId = link.path("categoryID").asText();
      Field field = byId.get(link.path("parameterID").asText());
      Optional<ObjectNode> form = store.get("CTGY", formId);
      if (field != null && form.isPresent()) {
        byForm.computeIfAbsent(formId, f -> new LinkedHashSet<>()).add(field.name());
        byObjCode
            .computeIfAbsent(form.get().path("catObjCode").asText(), c -> new TreeMap<>())
            .put(field.name(), field);
      }
    }
    return new View(version, byName, byObjCode, byForm);
  }

  private static Field field(ObjectNode parameter, Map<JsonNode, String> options) {
    String name = parameter.get("name").asText();
    String display = parameter.path("displayType").asText("TEXT");
    Set<String> flags = new LinkedHashSet<>();
    if (List.of("CALC", "ROLLUP", "WIDGET").contains(display)) {
      flags.add("READ_ONLY");
    }
    if (parameter.path("isRequired").asBoolean()) {
      flags.add("REQUIRED");
    }
    return new Field(
        name,
        parameter.path("label").asText(name),
        type(parameter.path("dataType").asText("TEXT"), display),
        flags,
        Collections.unmodifiableMap(new LinkedHashMap<>(options)),
        List.of(),
        "");
  }

  private static FieldType type(String dataType, String display) {
    if (display.equals("MULT") || display.equals("CHCK")) {
      return FieldType.STRING_LIST;
    }
    return switch (dataType) {
      case "NMBR" -> FieldType.DOUBLE;
      case "CURC" -> FieldType.MONEY;
      case "DATE" -> FieldType.DATE;
      case "DTTM" -> FieldType.DATE_TIME;
      default -> FieldType.STRING;
    };
  }

  private record View(
      long version,
      Map<String, Field> byName,
      Map<String, Map<String, Field>> byObjCode,
      Map<String, Set<String>> byForm) {}
}
