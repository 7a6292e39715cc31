package io.writeback.sandbox.workfront;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.writeback.sandbox.http.Json;
import io.writeback.sandbox.http.Traffic;
import io.writeback.sandbox.workfront.Updates.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Creates objects and deletes them. */
final class BulkCreate {
  private static final Set<String> PARTS_OF_PROJECTS = Set.of("TASK", "OPTASK");

  /** An object with this key is needed by others, so that it is deleted by force only. */
  static final String REFERENCED = "sandboxReferenced";

  private static final int MOST = 100;

  private final ObjectStore store;
  private final RecordEdit edit;
  private final Traffic traffic;

  BulkCreate(ObjectStore store, RecordEdit edit, Traffic traffic) {
    this.store = store;
    this.edit = edit;
    this.traffic = traffic;
  }

  /**
   * The new objects. Of more than 100 none is created (users' reports). What one bad record among
   * others does is not documented, for creates as little as for edits: it is the failure mode.
   */
  List<ObjectNode> create(ObjectType type, List<Update> updates, FailureMode mode, String userId)
      throws Refusal {
    synchronized (store) {
      List<ObjectNode> created = new ArrayList<>(updates.size());
      try {
        for (Update update : updates) {
          if (!update.id().isEmpty()) {
            throw Refusal.invalid("ID", update.id());
          }
          created.add(create(type, update, userId));
        }
      } catch (Refusal e) {
        if (mode == FailureMode.STOP_AT_FIRST) {
          created.forEach(object -> put(type, object));
        }
        throw e;
      }
      created.forEach(object -> put(type, object));
      return created;
    }
  }

  private void put(ObjectType type, ObjectNode object) {
    store.put(type.objCode(), object);
    traffic.wrote(object.get("ID").asText());
  }

  /**
   * Deletes all of them with what belongs to them, or none if one does not exist, the caller may
   * not delete it, or others refer to it and it is not forced (inferred; also for more than 100).
   *
   * @param force the parameter of the vendor's own client
   */
  void delete(ObjectType type, List<String> ids, boolean force) throws Refusal {
    if (ids.isEmpty()) {
      throw Refusal.verbNotOffered("DELETE", type);
    }
    if (ids.size() > MOST) {
      throw Refusal.tooMany("delete");
    }
    synchronized (store) {
      for (String id : ids) {
        ObjectNode object = edit.find(type, id);
        edit.checkPermission(type, object, "delete");
        if (object.path(REFERENCED).asBoolean() && !force) {
          throw Refusal.referenced(type);
        }
      }
      ids.forEach(id -> remove(type.objCode(), id));
    }
  }

  /** A project goes with its tasks and issues, a task with those below it (vendor's help pages). */
  private void remove(String objCode, String id) {
    store.remove(objCode, id);
    traffic.wrote(id);
    if (objCode.equals("PROJ")) {
      removeAll("TASK", "projectID", id);
      removeAll("OPTASK", "projectID", id);
    } else if (objCode.equals("TASK")) {
      removeAll("TASK", "parentID", id);
      removeAll("OPTASK", "sourceTaskID", id);
    }
  }

  private void removeAll(String objCode, String reference, String id) {
    List.copyOf(store.all(objCode)).stream()
        .filter(object -> object.path(reference).asText().equals(id))
        .forEach(object -> remove(objCode, object.get("ID").asText()));
  }

  private ObjectNode create(ObjectType type, Update update, String userId) throws Refusal {
    checkProject(type, update);
    for (Field field : type.fields().values()) {
      if (field.isRequired() && !update.values().containsKey(field.name())) {
        throw Refusal.invalid(field.name(), "null");
      }
    }
    checkParameterName(type, update);
    if (update.values().containsKey("templateID")) {
      throw Refusal.notImitated("projects that are made of a template");
    }
    ObjectNode object = edit.changed(type, Json.object(), update, userId);
    NewObjectDefaults.fill(type, object);
    object.put("ID", UUID.randomUUID().toString().replace("-", ""));
    if (type.fields().containsKey("entryDate") && !object.has("entryDate")) {
      object.set("entryDate", new TextNode(DateTimes.now()));
    }
    if (type.fields().containsKey("enteredByID")) {
      object.put("enteredByID", userId);
    }
    return object;
  }

  /** Tasks and issues belong to a project; the message is inferred. */
  private static void checkProject(ObjectType type, Update update) throws Refusal {
    JsonNode project = update.values().getOrDefault("projectID", NullNode.getInstance());
    boolean none = project.isNull() || project.asText().isEmpty();
    if (PARTS_OF_PROJECTS.contains(type.objCode()) && none) {
      throw Refusal.invalid("projectID", project.isNull() ? "null" : "");
    }
  }

  /** The name of a custom field is unique in the whole tenant. */
  private void checkParameterName(ObjectType type, Update update) throws Refusal {
    if (!type.objCode().equals("PARAM")) {
      return;
    }
    String name = update.values().get("name").asText();
    for (ObjectNode parameter : store.all("PARAM")) {
      if (parameter.path("name").asText().equals(name)) {
        throw Refusal.invalid("name", name);
      }
    }
  }
}
