package io.writeback.sandbox.workfront;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The custom fields (Parameters) and the custom forms (Categories) that carry them, read from the
 * objects PARAM, POPT, CTGY and CTGYPA, so that a rename through the API takes effect at once.
 *
 * <p>The old name of a renamed field is not kept as an alias: some users saw one, but losing the
 * name is harder for a client.
 */
final class CustomFields {
  /** Calculated, shown or text of the form itself (users' reports). */
  private static final Set<String> NOT_WRITABLE =
      Set.of("CALC", "ROLLUP", "SNGLROLLUP", "TIMEPHASED", "WIDGET", "DTXT");

  private static final Set<String> LISTS = Set.of("CHCK", "MULT", "MULTEXTRNL", "MULTINTRNL");

  private final ObjectStore store;
  private volatile View view = new View(-1, Map.of(), Map.of(), Set.of());

  CustomFields(ObjectStore store) {
    this.store = store;
  }

  /** A custom form. */
  record Form(String id, String name) {}

  /** A field and the forms of one object type that have it. */
  record OnForms(Field field, List<Form> forms) {}

  /** By bare name. */
  Optional<Field> named(String name) {
    return Optional.ofNullable(current().byName.get(name));
  }

  /** The fields on the forms of one object type that the caller may see, by name. */
  Collection<OnForms> on(String objCode) {
    View now = current();
    return now.byObjCode.getOrDefault(objCode, Map.of()).values().stream()
        .filter(one -> !now.hidden.contains(one.field().name()))
        .toList();
  }

  /** Whether one of the forms with these ids has the field for that object type. */
  boolean onAnyForm(String objCode, List<String> formIds, String name) {
    OnForms one = current().byObjCode.getOrDefault(objCode, Map.of()).get(name);
    return one != null && one.forms.stream().anyMatch(form -> formIds.contains(form.id()));
  }

  /** The object types that a form is for; {@code catObjCode} is the first of them. */
  static List<String> objCodes(ObjectNode form) {
    List<String> codes = new ArrayList<>();
    form.path("objTypes").forEach(code -> codes.add(code.asText()));
    return codes.isEmpty() ? List.of(form.path("catObjCode").asText()) : codes;
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
    Set<String> hidden = new HashSet<>();
    for (ObjectNode parameter : store.all("PARAM")) {
      String id = parameter.get("ID").asText();
      Field field = field(parameter, options.getOrDefault(id, Map.of()));
      byId.put(id, field);
      byName.put(field.name(), field);
      if (parameter.path(Search.HIDDEN).asBoolean()) {
        hidden.add(field.name());
      }
    }
    return new View(version, byName, onForms(byId), hidden);
  }

  private Map<String, Map<String, OnForms>> onForms(Map<String, Field> byId) {
    Map<String, Map<String, OnForms>> byObjCode = new HashMap<>();
    for (ObjectNode link : store.all("CTGYPA")) {
      Field field = byId.get(link.path("parameterID").asText());
      Optional<ObjectNode> form = store.get("CTGY", link.path("categoryID").asText());
      if (field != null && form.isPresent()) {
        Form one = new Form(form.get().get("ID").asText(), form.get().path("name").asText());
        for (String objCode : objCodes(form.get())) {
          byObjCode
              .computeIfAbsent(objCode, code -> new TreeMap<>())
              .computeIfAbsent(field.name(), name -> new OnForms(field, new ArrayList<>()))
              .forms
              .add(one);
        }
      }
    }
    return byObjCode;
  }

  private static Field field(ObjectNode parameter, Map<JsonNode, String> options) {
    String name = parameter.get("name").asText();
    String display = parameter.path("displayType").asText("TEXT");
    String target = parameter.path("refObjCode").asText("");
    Set<String> flags = new LinkedHashSet<>();
    if (NOT_WRITABLE.contains(display)) {
      flags.add("READ_ONLY");
    }
    if (parameter.path("isRequired").asBoolean()) {
      flags.add("REQUIRED");
    }
    return new Field(
        name,
        parameter.path("label").asText(name),
        type(parameter.path("dataType").asText("TEXT"), display, !target.isEmpty()),
        flags,
        Collections.unmodifiableMap(new LinkedHashMap<>(options)),
        List.of(),
        target,
        0);
  }

  private static FieldType type(String dataType, String display, boolean reference) {
    if (LISTS.contains(display)) {
      return reference ? FieldType.REFERENCE_LIST : FieldType.STRING_LIST;
    }
    if (reference) {
      return FieldType.REFERENCE;
    }
    return switch (dataType) {
      case "NMBR" -> FieldType.DOUBLE;
      case "CURC" -> FieldType.MONEY;
      case "DATE" -> FieldType.DATE;
      case "DTTM" -> FieldType.DATE_TIME;
      case "RICH" -> FieldType.RICH_TEXT;
      default -> FieldType.STRING;
    };
  }

  private record View(
      long version,
      Map<String, Field> byName,
      Map<String, Map<String, OnForms>> byObjCode,
      Set<String> hidden) {}
}
