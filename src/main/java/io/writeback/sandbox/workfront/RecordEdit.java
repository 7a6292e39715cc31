package io.writeback.sandbox.workfront;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.writeback.sandbox.workfront.Updates.Update;
import java.util.Map;

/** Checks and makes the change of one record. */
final class RecordEdit {
  static final String NO_EDIT = "sandboxNoEdit";

  /** An object with this key is one that the server itself stumbles over. */
  static final String SERVER_ERROR = "sandboxServerError";

  private final ObjectStore store;
  private final FieldCatalogue catalogue;
  private final CustomFields custom;
  private final Names names;
  private final Alterations alterations;

  RecordEdit(
      ObjectStore store,
      FieldCatalogue catalogue,
      CustomFields custom,
      Names names,
      Alterations alterations) {
    this.store = store;
    this.catalogue = catalogue;
    this.custom = custom;
    this.names = names;
    this.alterations = alterations;
  }

  /** Unknown keys first, over all records; unknown custom fields after them. */
  void checkNames(ObjectType type, Iterable<Update> updates, int version) throws Refusal {
    for (boolean customTurn : new boolean[] {false, true}) {
      for (Update update : updates) {
        for (String name : update.values().keySet()) {
          if (Names.isCustom(name) == customTurn && !isEnvelope(type, name)) {
            names.require(type, name, version);
          }
        }
      }
    }
  }

  /** The object with that id, or the refusal that it is not there. */
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
      if (isEnvelope(type, name)) {
        continue;
      }
      Field field = names.find(type, name).orElseThrow();
      if (field.isReadOnly()) {
        throw Refusal.readOnly(field.name());
      }
      JsonNode stored = ValueCheck.stored(field, entry.getValue(), update.fromParameters());
      checkTarget(field, stored);
      if (!before.has("ID") || !SilentNoOps.drops(type.objCode(), name, before)) {
        after.set(name, alterations.of(type.objCode(), name).orElse(stored));
      }
    }
    checkForm(update, after);
    if (type.fields().containsKey("lastUpdateDate")) {
      after.set("lastUpdateDate", new TextNode(DateTimes.now()));
      after.set("lastUpdatedByID", new TextNode(userId));
    }
    return after;
  }

  /**
   * A custom value is accepted only where the form that carries the field is attached, at the
   * latest by this update.
   */
  private void checkForm(Update update, ObjectNode after) throws Refusal {
    for (Map.Entry<String, JsonNode> entry : update.values().entrySet()) {
      String name = entry.getKey();
      if (Names.isCustom(name) && !custom.onForm(after.get("categoryID"), Names.bare(name))) {
        JsonNode value = entry.getValue();
        throw Refusal.invalid(
            Names.bare(name), value.isValueNode() ? value.asText() : value.toString());
      }
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

  private static boolean isEnvelope(ObjectType type, String name) {
    return type.takesForms() && name.equals(SilentNoOps.PARAMETER_VALUES);
  }
}
