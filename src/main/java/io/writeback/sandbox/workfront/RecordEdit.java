package io.writeback.sandbox.workfront;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.writeback.sandbox.workfront.Updates.Update;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Checks and applies the change of one record. */
final class RecordEdit {
  static final String NO_EDIT = "sandboxNoEdit";

  /** An object with this key causes a server error. */
  static final String SERVER_ERROR = "sandboxServerError";

  private final ObjectStore store;
  private final FieldCatalogue catalogue;
  private final CustomFields custom;
  private final Names names;
  private final Alterations alterations;
  private final ReferenceText references;
  private final Supplier<CustomFieldKnobs> knobs;

  RecordEdit(
      ObjectStore store,
      FieldCatalogue catalogue,
      CustomFields custom,
      Names names,
      Alterations alterations,
      Supplier<CustomFieldKnobs> knobs) {
    this.store = store;
    this.catalogue = catalogue;
    this.custom = custom;
    this.names = names;
    this.alterations = alterations;
    this.references = new ReferenceText(store, catalogue);
    this.knobs = knobs;
  }

  /** Unknown keys first, over all records; unknown custom fields after them. */
  void checkNames(ObjectType type, Iterable<Update> updates, int version) throws Refusal {
    for (boolean customTurn : new boolean[] {false, true}) {
      for (Update update : updates) {
        for (String name : update.values().keySet()) {
          if (Names.isCustom(name) == customTurn
              && !isEnvelope(type, name)
              && !isForms(type, name)) {
            if (type.references().containsKey(name) || type.collections().containsKey(name)) {
              throw Refusal.notImitatedLink("writing " + name, type);
            }
            names.require(type, name, version);
          }
        }
      }
    }
  }

  /** The object with that id, or the refusal that it does not exist. */
  ObjectNode find(ObjectType type, String id) throws Refusal {
    return store.get(type.objCode(), id).orElseThrow(() -> Refusal.notFound(type.name(), id));
  }

  void checkPermission(ObjectType type, ObjectNode object, String verb) throws Refusal {
    if (object.path(NO_EDIT).asBoolean()) {
      throw Refusal.noAccess(verb, type);
    }
    if (object.path(SERVER_ERROR).asBoolean()) {
      throw Refusal.serverError();
    }
  }

  /** The object as it is after the update; nothing is stored. */
  ObjectNode changed(ObjectType type, ObjectNode before, Update update, String userId)
      throws Refusal {
    ObjectNode after = before.deepCopy();
    for (Map.Entry<String, JsonNode> entry : update.values().entrySet()) {
      String name = entry.getKey();
      if (isForms(type, name)) {
        checkForms(type, entry.getValue());
        AttachedForms.replace(after, entry.getValue());
      } else if (!isEnvelope(type, name)) {
        change(type, before, after, entry, update.fromParameters());
      }
    }
    checkValuesHaveForms(type, before, update, after);
    if (type.fields().containsKey("lastUpdateDate")) {
      after.set("lastUpdateDate", new TextNode(DateTimes.now()));
      after.set("lastUpdatedByID", new TextNode(userId));
    }
    return after;
  }

  private void change(
      ObjectType type,
      ObjectNode before,
      ObjectNode after,
      Map.Entry<String, JsonNode> entry,
      boolean fromParameters)
      throws Refusal {
    String name = entry.getKey();
    Field field = names.find(type, name).orElseThrow();
    if (field.isReadOnly()) {
      if (Names.isCustom(name) && knobs.get().calculatedIgnored()) {
        return;
      }
      throw Refusal.readOnly(field.name());
    }
    JsonNode stored = ValueCheck.stored(field, entry.getValue(), fromParameters, knobs.get());
    checkTarget(field, stored);
    if (field.type() == FieldType.REFERENCE || field.type() == FieldType.REFERENCE_LIST) {
      stored = references.stored(field, stored);
    }
    if (type.takesForms() && name.equals(AttachedForms.FIRST)) {
      checkForm(type, stored);
      AttachedForms.lead(after, stored);
    } else if (!before.has("ID") || !SilentNoOps.drops(type.objCode(), name, before)) {
      after.set(name, alterations.of(type.objCode(), name).orElse(stored));
    }
  }

  /**
   * A custom value is accepted only if a form with the field is attached: on create by the same
   * call, on update beforehand, or, with the knob, by the same call.
   */
  private void checkValuesHaveForms(
      ObjectType type, ObjectNode before, Update update, ObjectNode after) throws Refusal {
    boolean same = !before.has("ID") || knobs.get().attachInSameWrite();
    List<String> forms = AttachedForms.of(same ? after : before);
    for (Map.Entry<String, JsonNode> entry : update.values().entrySet()) {
      String name = entry.getKey();
      if (Names.isCustom(name) && !custom.onAnyForm(type.objCode(), forms, Names.bare(name))) {
        JsonNode value = entry.getValue();
        throw Refusal.invalid(
            Names.bare(name), value.isValueNode() ? value.asText() : value.toString());
      }
    }
  }

  private void checkForms(ObjectType type, JsonNode collection) throws Refusal {
    if (!collection.isArray()) {
      throw Refusal.wrongShape("java.lang.Object", "java.util.Collection");
    }
    for (JsonNode row : collection) {
      if (!row.path(AttachedForms.FIRST).isTextual()) {
        throw Refusal.invalid(AttachedForms.FIRST, row.path(AttachedForms.FIRST).asText("null"));
      }
      checkForm(type, row.get(AttachedForms.FIRST));
    }
  }

  private void checkForm(ObjectType type, JsonNode id) throws Refusal {
    if (id.isNull()) {
      return;
    }
    ObjectNode form =
        store.get("CTGY", id.asText()).orElseThrow(() -> Refusal.notFound("Category", id.asText()));
    if (!CustomFields.objCodes(form).contains(type.objCode())) {
      throw Refusal.wrongForm(form.path("name").asText(), type.objCode());
    }
  }

  private void checkTarget(Field field, JsonNode stored) throws Refusal {
    if (field.isReference() && stored.isTextual()) {
      var target = catalogue.coded(field.target());
      if (target.isPresent() && !store.has(field.target(), stored.asText())) {
        throw Refusal.notFound(target.get().name(), stored.asText());
      }
    }
  }

  private static boolean isForms(ObjectType type, String name) {
    return type.takesForms() && name.equals(AttachedForms.COLLECTION);
  }

  private static boolean isEnvelope(ObjectType type, String name) {
    return type.takesForms() && name.equals(SilentNoOps.PARAMETER_VALUES);
  }
}
