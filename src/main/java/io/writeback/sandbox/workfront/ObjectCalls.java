package io.writeback.sandbox.workfront;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Json;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Gets, searches, edits, creates and deletes the objects of one type. */
final class ObjectCalls {
  private static final Set<String> SEARCHES = Set.of("search", "count");
  private static final Set<String> SETUP = Set.of("PARAM", "POPT", "CTGY");
  private static final int FIRST_WITH_BIG_DECIMAL = 20;

  private final ObjectStore store;
  private final FieldCatalogue catalogue;
  private final Names names;
  private final RecordEdit edit;
  private final BulkEdit bulkEdit;
  private final BulkCreate bulkCreate;
  private final FormActions formActions;
  private final Supplier<WorkfrontKnobs> knobs;

  ObjectCalls(
      ObjectStore store,
      FieldCatalogue catalogue,
      Names names,
      RecordEdit edit,
      BulkEdit bulkEdit,
      BulkCreate bulkCreate,
      FormActions formActions,
      Supplier<WorkfrontKnobs> knobs) {
    this.store = store;
    this.catalogue = catalogue;
    this.names = names;
    this.edit = edit;
    this.bulkEdit = bulkEdit;
    this.bulkCreate = bulkCreate;
    this.formActions = formActions;
    this.knobs = knobs;
  }

  /** The {@code data} of the answer. */
  JsonNode call(ObjectType type, RequestForm form, String userId) throws Refusal {
    if (access(type) == SetupAccess.REFUSED) {
      throw Refusal.noAccess("view", type);
    }
    checkBodyType(form);
    if (SEARCHES.contains(form.part(1)) && form.isRead()) {
      return search(type, form.withBodyAsParameters(), userId);
    }
    return switch (form.verb()) {
      case "GET" -> get(type, form);
      case "PUT" -> edit(type, form, userId);
      case "POST" -> create(type, form, userId);
      case "DELETE" -> delete(type, form);
      default -> throw Refusal.verbNotOffered(form.verb(), type);
    };
  }

  /** The vendor's page on its integration product says that text/plain helps in some cases. */
  private void checkBodyType(RequestForm form) throws Refusal {
    boolean json = form.bodyType().equals("application/json");
    if (form.body().isPresent() && !json && !knobs.get().wire().jsonAsText()) {
      throw Refusal.unsupportedMediaType(form.bodyType());
    }
  }

  private JsonNode search(ObjectType type, RequestForm form, String userId) throws Refusal {
    Selection selection = selection(type, form);
    Wildcards wildcards =
        new Wildcards(
            LocalDateTime.now(ZoneOffset.UTC), store.get("USER", userId).orElseGet(Json::object));
    Search search = Search.parse(form, type, objects(form), wildcards);
    boolean empty = access(type) == SetupAccess.EMPTY;
    if (form.part(1).equals("count")) {
      return Json.object().put("count", empty ? 0 : search.count(store, type));
    }
    List<ObjectNode> page = empty ? List.of() : search.page(store, type);
    return keyed(form, WorkfrontService.shown(selection, page));
  }

  /** Everything outside the set-up is granted. */
  private SetupAccess access(ObjectType type) {
    return SETUP.contains(type.objCode())
        ? knobs.get().customFields().setupAccess()
        : SetupAccess.GRANTED;
  }

  private JsonNode get(ObjectType type, RequestForm form) throws Refusal {
    if (FormActions.isOne(form.part(1))) {
      throw Refusal.noSuchQuery(form.part(1), type, form.version());
    }
    if (form.path().size() > 2 || isWord(form.part(1))) {
      throw Refusal.notImitated(
          "named queries and reports: " + form.part(form.path().size() - 1) + " of " + type.name());
    }
    Selection selection = selection(type, form);
    List<String> ids = form.ids();
    if (ids.isEmpty()) {
      throw Refusal.verbNotOffered("GET", type);
    }
    List<ObjectNode> found = new ArrayList<>();
    for (String id : ids) {
      if (access(type) == SetupAccess.EMPTY) {
        throw Refusal.notFound(type.name(), id);
      }
      found.add(edit.find(type, id));
    }
    return ids.size() == 1
        ? selection.show(found.get(0))
        : keyed(form, WorkfrontService.shown(selection, found));
  }

  private JsonNode edit(ObjectType type, RequestForm form, String userId) throws Refusal {
    String action = form.parameters().first("action").orElse(form.part(2));
    if (!action.isEmpty() || isWord(form.part(1))) {
      String name = action.isEmpty() ? form.part(1) : action;
      if (FormActions.isOne(name)) {
        return formActions.call(type, form, name, userId);
      }
      throw Refusal.notImitated("the action " + name + " of " + type.name());
    }
    Updates updates = Updates.of(taken(form), "edit");
    if (updates.bulk() && !type.bulk()) {
      throw Refusal.verbNotOffered("EDIT", type);
    }
    Selection selection = selection(type, form);
    edit.checkNames(type, updates.records(), form.version());
    boolean atomic = form.flag("atomic") && updates.bulk();
    FailureMode mode = atomic ? FailureMode.ALL_OR_NOTHING : knobs.get().failureMode();
    List<ObjectNode> written = bulkEdit.apply(type, updates.records(), mode, userId);
    return atomic ? WorkfrontService.success() : answer(updates, selection, written, form);
  }

  private JsonNode create(ObjectType type, RequestForm form, String userId) throws Refusal {
    if (form.path().size() > 1) {
      throw Refusal.tooManyParts();
    }
    if (form.parameters().first("copySourceID").isPresent()) {
      throw Refusal.notImitated("copies (copySourceID)");
    }
    Updates updates = Updates.of(taken(form), "add");
    Selection selection = selection(type, form);
    edit.checkNames(type, updates.records(), form.version());
    boolean atomic = form.flag("atomic") && updates.bulk();
    FailureMode mode = atomic ? FailureMode.ALL_OR_NOTHING : knobs.get().failureMode();
    List<ObjectNode> created = bulkCreate.create(type, updates.records(), mode, userId);
    return atomic ? WorkfrontService.success() : answer(updates, selection, created, form);
  }

  /** The call without its JSON body if JSON bodies are not accepted. */
  private RequestForm taken(RequestForm form) throws Refusal {
    if (form.body().isEmpty()) {
      return form;
    }
    return switch (knobs.get().wire().jsonBodies()) {
      case ACCEPTED -> form;
      case REFUSED -> throw Refusal.unsupportedMediaType(form.bodyType());
      case IGNORED -> form.withoutBody();
    };
  }

  private JsonNode delete(ObjectType type, RequestForm form) throws Refusal {
    bulkCreate.delete(type, form.ids(), form.flag("force"));
    return WorkfrontService.success();
  }

  private static JsonNode answer(
      Updates updates, Selection selection, List<ObjectNode> objects, RequestForm form) {
    return updates.bulk()
        ? keyed(form, WorkfrontService.shown(selection, objects))
        : selection.show(objects.get(0));
  }

  /** With {@code map=true} the response is keyed by id instead of being an array. */
  private static JsonNode keyed(RequestForm form, JsonNode array) {
    if (!form.flag("map")) {
      return array;
    }
    ObjectNode byId = Json.object();
    array.forEach(object -> byId.set(object.get("ID").asText(), object));
    return byId;
  }

  /** Actions, named queries and reports are in the position of an object's id. */
  private static boolean isWord(String part) {
    return !ValueCheck.isId(part) && part.matches("[a-zA-Z]+");
  }

  private Selection selection(ObjectType type, RequestForm form) throws Refusal {
    return Selection.parse(objects(form), type, form.parameters().all("fields"));
  }

  private Selection.Objects objects(RequestForm form) {
    boolean moneyAsText = knobs.get().moneyAsText() && form.version() >= FIRST_WITH_BIG_DECIMAL;
    return new Selection.Objects(store, catalogue, names, form.version(), moneyAsText);
  }
}
