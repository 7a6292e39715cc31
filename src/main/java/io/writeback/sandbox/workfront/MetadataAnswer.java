package io.writeback.sandbox.workfront;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Json;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The answers of {@code /metadata}.
 *
 * <p>The shapes are those of the vendor's own client's fixtures; {@code custom} is keyed by bare
 * name. The shape of its entries is a {@link MetadataShape}.
 */
final class MetadataAnswer {
  private static final int FIRST_WITH_SHORT_LIST = 22;

  private final FieldCatalogue catalogue;
  private final CustomFields custom;
  private final Supplier<MetadataShape> shape;

  MetadataAnswer(FieldCatalogue catalogue, CustomFields custom, Supplier<MetadataShape> shape) {
    this.catalogue = catalogue;
    this.custom = custom;
    this.shape = shape;
  }

  /** The list of all objects; since version 22 each has only name, label, code and URL. */
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
    type.fields().values().stream()
        .filter(field -> field.isIn(version))
        .forEach(field -> entry(fields.putObject(field.name()), field, version));
    links(answer.putObject("references"), type.references());
    links(answer.putObject("collections"), type.collections());
    answer.putObject("search");
    answer.putObject("actions");
    answer.putObject("queries");
    strings(answer.putArray("operations"), type.operations());
    if (type.takesForms()) {
      ObjectNode entries = answer.putObject("custom");
      boolean captured = shape.get() == MetadataShape.CAPTURED;
      for (CustomFields.OnForms one : custom.on(type.objCode())) {
        ObjectNode entry = entries.putObject(one.field().name());
        if (captured) {
          captured(entry, one);
        } else {
          entry(entry, one.field(), version);
        }
      }
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
    possibleValues(node, field);
  }

  /**
   * No label, no flags; a calculated field looks like any other, a date with a time like a date.
   */
  private static void captured(ObjectNode node, CustomFields.OnForms one) {
    node.put("type", one.field().type().captured());
    ArrayNode categories = node.putArray("categories");
    for (CustomFields.Form form : one.forms()) {
      categories.addObject().put("ID", form.id()).put("name", form.name()).put("objCode", "CTGY");
    }
    possibleValues(node, one.field());
  }

  private static void possibleValues(ObjectNode node, Field field) {
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
