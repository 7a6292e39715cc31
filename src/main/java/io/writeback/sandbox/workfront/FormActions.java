package io.writeback.sandbox.workfront;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.writeback.sandbox.http.Json;
import io.writeback.sandbox.http.Traffic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The actions of CTGY that attach forms to an object: {@code PUT /ctgy/assignCategory} and {@code
 * assignCategories}, with the arguments in {@code updates} and nowhere else.
 *
 * <p>Users' reports, verified on version 17: they add to the forms that are there, a form that is
 * attached already refuses the whole call, and neither parameters nor another path work. That a
 * form has to be active, and that an object has ten forms at most (vendor's help pages), is refused
 * in words that are inferred.
 */
final class FormActions {
  private static final Set<String> ACTIONS = Set.of("assignCategory", "assignCategories");
  private static final int MOST = 10;

  private final ObjectStore store;
  private final FieldCatalogue catalogue;
  private final RecordEdit edit;
  private final Traffic traffic;

  FormActions(ObjectStore store, FieldCatalogue catalogue, RecordEdit edit, Traffic traffic) {
    this.store = store;
    this.catalogue = catalogue;
    this.edit = edit;
    this.traffic = traffic;
  }

  static boolean isOne(String name) {
    return ACTIONS.contains(name);
  }

  /** The {@code data} of the answer. */
  JsonNode call(ObjectType type, RequestForm form, String name, String userId) throws Refusal {
    if (!type.objCode().equals("CTGY") || form.path().size() > 2) {
      throw Refusal.noSuchAction(name, type, form.version());
    }
    if (form.parameters().first("updates").isEmpty()) {
      throw Refusal.typeMismatch();
    }
    JsonNode arguments = form.json().orElseThrow();
    ObjectType target =
        catalogue
            .coded(arguments.path("objCode").asText())
            .filter(ObjectType::takesForms)
            .orElseThrow(() -> Refusal.invalid("objCode", arguments.path("objCode").asText()));
    synchronized (store) {
      ObjectNode object = edit.find(target, arguments.path("objID").asText());
      edit.checkPermission(target, object, "edit");
      ObjectNode after = object.deepCopy();
      List<String> forms = new ArrayList<>(AttachedForms.of(object));
      List<String> more = ids(name, arguments);
      check(target, forms, more);
      forms.addAll(more);
      AttachedForms.set(after, forms);
      if (target.fields().containsKey("lastUpdateDate")) {
        after.set("lastUpdateDate", new TextNode(DateTimes.now()));
        after.set("lastUpdatedByID", new TextNode(userId));
      }
      store.put(target.objCode(), after);
      traffic.wrote(after.get("ID").asText());
    }
    return Json.object().putNull("result");
  }

  private static List<String> ids(String name, JsonNode arguments) throws Refusal {
    JsonNode given = arguments.path(name.equals("assignCategory") ? "categoryID" : "categoryIDs");
    if (name.equals("assignCategory") ? !given.isTextual() : !given.isArray() || given.isEmpty()) {
      throw Refusal.typeMismatch();
    }
    List<String> ids = new ArrayList<>();
    if (given.isTextual()) {
      ids.add(given.asText());
    }
    given.forEach(id -> ids.add(id.asText()));
    return ids;
  }

  private void check(ObjectType target, List<String> attached, List<String> more) throws Refusal {
    for (String id : more) {
      Optional<ObjectNode> form = store.get("CTGY", id);
      if (form.isEmpty() || !form.get().path("isActive").asBoolean(true)) {
        throw Refusal.invalid("categoryIDs", "[" + id + "]");
      }
      if (!CustomFields.objCodes(form.get()).contains(target.objCode())) {
        throw Refusal.wrongForm(form.get().path("name").asText(), target.objCode());
      }
    }
    List<String> twice = more.stream().filter(attached::contains).toList();
    if (!twice.isEmpty()) {
      throw Refusal.alreadyAttached(twice);
    }
    if (attached.size() + more.size() > MOST) {
      throw Refusal.tooManyForms(MOST);
    }
  }
}
