package io.writeback.sandbox.workfront;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.writeback.sandbox.http.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The fields of an object in a response: the type's default fields and those requested by {@code
 * fields=}.
 *
 * <p>Workfront API basics: names are separated by commas; {@code owner:name} follows a reference or
 * a collection, at most four deep; {@code *} is all plain fields. The OpenAPI document also allows
 * a JSON array of names. A WRITE_ONLY field is not shown and cannot be requested.
 */
final class Selection {
  private static final int MAX_DEPTH = 4;

  private final Objects objects;
  private final ObjectType type;
  private final Set<String> plain = new LinkedHashSet<>();
  private final Map<String, Selection> linked = new LinkedHashMap<>();
  private boolean parameterValues;

  private Selection(Objects objects, ObjectType type) {
    this.objects = objects;
    this.type = type;
    plain.addAll(type.defaultFields());
  }

  /** The context of a selection: the objects and how they are rendered. */
  record Objects(
      ObjectStore store, FieldCatalogue catalogue, Names names, int version, boolean moneyAsText) {}

  /** Reads the parameter {@code fields}; every name in it must exist. */
  static Selection parse(Objects objects, ObjectType type, List<String> fields) throws Refusal {
    Selection selection = new Selection(objects, type);
    Set<String> custom = new LinkedHashSet<>();
    for (String list : fields) {
      for (String name : names(list)) {
        String trimmed = name.trim();
        if (Names.isCustom(trimmed)) {
          custom.add(trimmed);
        } else if (!trimmed.isEmpty()) {
          selection.add(trimmed, 1);
        }
      }
    }
    // An unknown key is reported before an unknown custom field.
    for (String name : custom) {
      selection.add(name, 1);
    }
    return selection;
  }

  private static List<String> names(String list) throws Refusal {
    if (!list.startsWith("[")) {
      return List.of(list.split(",", -1));
    }
    List<String> names = new ArrayList<>();
    try {
      for (JsonNode name : Json.read(list)) {
        if (!name.isTextual()) {
          throw Refusal.wrongShape("java.lang.Object", "java.lang.String");
        }
        names.add(name.textValue());
      }
    } catch (JsonProcessingException e) {
      throw Refusal.badJson(e.getOriginalMessage());
    }
    return names;
  }

  /** The object as shown in a response. */
  ObjectNode show(ObjectNode object) {
    ObjectNode shown = Json.object();
    for (String name : plain) {
      shown.set(name, value(object, name));
    }
    if (parameterValues) {
      ObjectNode values = shown.putObject("parameterValues");
      for (var property : object.properties()) {
        if (Names.isCustom(property.getKey())) {
          values.set(property.getKey(), property.getValue());
        }
      }
    }
    linked.forEach((name, selection) -> shown.set(name, follow(object, name, selection)));
    return shown;
  }

  private void add(String path, int depth) throws Refusal {
    int colon = Names.isCustom(path) ? -1 : path.indexOf(':');
    String name = colon < 0 ? path : path.substring(0, colon);
    if (depth > MAX_DEPTH) {
      throw Refusal.invalidArgument("fields may be nested " + MAX_DEPTH + " deep at most: " + path);
    }
    if (path.equals("*")) {
      type.fields().values().stream()
          .filter(field -> field.isIn(objects.version()) && !field.isWriteOnly())
          .forEach(field -> plain.add(field.name()));
    } else if (path.equals("DE:*")) {
      throw Refusal.invalidArgument("no such field: '*'");
    } else if (path.equals("parameterValues") && type.takesForms()) {
      parameterValues = true;
    } else if (colon < 0 && !isLink(name)) {
      if (!name.equals("objCode")) {
        if (objects.names().require(type, name, objects.version()).isWriteOnly()) {
          throw Refusal.writeOnly(name, type, objects.version());
        }
      }
      plain.add(name);
    } else {
      addLinked(name, colon < 0 ? "" : path.substring(colon + 1), depth);
    }
  }

  private void addLinked(String name, String rest, int depth) throws Refusal {
    if (!isLink(name)) {
      throw Refusal.unknownField(name, type, objects.version());
    }
    ObjectType target =
        objects
            .catalogue()
            .coded(link(name).objCode())
            .orElseThrow(() -> Refusal.notImitatedLink(name, type));
    Selection inner = linked.computeIfAbsent(name, n -> new Selection(objects, target));
    if (!rest.isEmpty()) {
      inner.add(rest, depth + 1);
    }
  }

  private JsonNode follow(ObjectNode object, String name, Selection inner) {
    ObjectType.Link link = link(name);
    if (type.references().containsKey(name)) {
      String id = object.path(link.via()).asText("");
      return objects
          .store()
          .get(link.objCode(), id)
          .<JsonNode>map(inner::show)
          .orElse(NullNode.getInstance());
    }
    ArrayNode members = Json.array();
    if (name.equals(AttachedForms.COLLECTION)) {
      AttachedForms.rows(type, object).forEach(row -> members.add(inner.show(row)));
      return members;
    }
    String id = object.get("ID").asText();
    for (ObjectNode member : objects.store().all(link.objCode())) {
      if (member.path(link.via()).asText("").equals(id)) {
        members.add(inner.show(member));
      }
    }
    return members;
  }

  private JsonNode value(ObjectNode object, String name) {
    if (name.equals("objCode")) {
      return new TextNode(type.objCode());
    }
    JsonNode value = object.get(name);
    if (value == null) {
      return NullNode.getInstance();
    }
    if (objects.moneyAsText() && value.isNumber() && isMoney(name)) {
      return new TextNode(value.decimalValue().toPlainString());
    }
    return value;
  }

  private boolean isMoney(String name) {
    return objects.names().find(type, name).map(f -> f.type() == FieldType.MONEY).orElse(false);
  }

  private boolean isLink(String name) {
    return type.references().containsKey(name) || type.collections().containsKey(name);
  }

  private ObjectType.Link link(String name) {
    ObjectType.Link link = type.references().get(name);
    return link == null ? type.collections().get(name) : link;
  }
}
