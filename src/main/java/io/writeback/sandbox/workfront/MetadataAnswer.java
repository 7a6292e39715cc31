package io.writeback.sandbox.workfront;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Json;
import java.util.Locale;
import java.util.Map;

/**
 * The answers of {@code /metadata}.
 *
 * <p>The shapes are those of the vendor's own client's fixtures; the entries of {@code custom},
 * keyed by bare name, are assumed to look like those of {@code fields} (inferred).
 */
final class MetadataAnswer {
  private static final int FIRST_WITH_SHORT_LIST = 22;

  private final FieldCatalogue catalogue;
  private final CustomFields custom;

  MetadataAnswer(FieldCatalogue catalogue, CustomFields custom) {
    this.catalogue = catalogue;
    this.custom = custom;
  }

  /** The list of all objects; since version 22 each has name, label, code and address only. */
  ObjectNode all(int version, String base) {
    ObjectNode answer = Json.object();
    ObjectNode objects = answer.putObject("objects");
    for (ObjectType type : catalogue.all()) {
      if (!type.operations().isEmpty()) {
        ObjectNode entry = head(objects.putObject(type.name()), type, version, base);
        if (version >= FIRST_WITH_SHORT_LIST) {
          entry.remove("flags");
        }
      }
    }
    return answer;
  }

  /** One object with its fields. */
  ObjectNode of(ObjectType type, int version, String base) {
    ObjectNode answer = Json.object();
    head(answer, type, version, base);
    ObjectNode fields = answer.putObject("fields");
    type.fields().forEach((key, field) -> entry(fields.putObject(key), field, version));
    links(answer.putObject("references"), type.references());
    links(answer.putObject("collections"), type.collections());
    answer.putObject("search");
    answer.putObject("actions");
    answer.putObject("queries");
    strings(answer.putArray("operations"), type.operations());
    if (type.takesForms()) {
      ObjectNode customFields = answer.putObject("custom");
      custom
          .on(type.objCode())
          .forEach((name, field) -> entry(customFields.putObject(name), field, version));
    }
    return answer;
  }

  private static ObjectNode head(ObjectNode node, ObjectType type, int version, String base) {
    node.put("objCode", type.objCode()).put("name", type.name()).put("label", type.label());
    strings(node.putArray("flags"), type.flags());
    return node.put(
        "url",
        base
            + "/attask/api/v"
            + version
            + ".0/"
            + type.objCode().toLowerCase(Locale.ROOT)
            + "/metadata");
  }

  private static void entry(ObjectNode node, Field field, int version) {
    node.put("label", field.label()).put("fieldType", field.type().wire(version));
    node.putNull("typeObjCode").putNull("targetTypeObjCode").putNull("enumTargetObjCode");
    node.putNull("enumType").putNull("url");
    if (!field.flags().isEmpty()) {
      strings(node.putArray("flags"), field.flags());
    }
    if (!field.possibleValues().isEmpty()) {
      ArrayNode values = node.putArray("possibleValues");
      field
          .possibleValues()
          .forEach((value, label) -> values.addObject().put("label", label).set("value", value));
    }
  }

  private static void links(ObjectNode node, Map<String, ObjectType.Link> links) {
    links.forEach(
        (name, link) ->
            node.putObject(name)
                .put("label", link.label())
                .put("fieldType", link.objCode())
                .put("typeObjCode", link.objCode())
                .putNull("enumType"));
  }

  private static void strings(ArrayNode array, Iterable<String> values) {
    values.forEach(array::add);
  }
}
