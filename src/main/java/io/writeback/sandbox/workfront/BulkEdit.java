package io.writeback.sandbox.workfront;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Traffic;
import io.writeback.sandbox.workfront.Updates.Update;
import java.util.ArrayList;
import java.util.List;

/** Writes the records of one call, in order, in the configured failure mode. */
final class BulkEdit {
  private final ObjectStore store;
  private final RecordEdit edit;
  private final Traffic traffic;

  BulkEdit(ObjectStore store, RecordEdit edit, Traffic traffic) {
    this.store = store;
    this.edit = edit;
    this.traffic = traffic;
  }

  /** The objects after the call, in the order in which they were sent. */
  List<ObjectNode> apply(ObjectType type, List<Update> updates, FailureMode mode, String userId)
      throws Refusal {
    synchronized (store) {
      List<ObjectNode> before = new ArrayList<>(updates.size());
      if (mode == FailureMode.VALIDATE_FIRST) {
        checkInPhases(type, updates, userId);
      }
      try {
        for (Update update : updates) {
          ObjectNode object = edit.find(type, update.id());
          edit.checkPermission(type, object, "edit");
          ObjectNode after = edit.changed(type, object, update, userId);
          before.add(object);
          commit(type, object, after);
        }
      } catch (Refusal e) {
        if (mode == FailureMode.ALL_OR_NOTHING) {
          takeBack(type, before);
        } else {
          count(before);
        }
        throw e;
      }
      count(before);
      List<ObjectNode> after = new ArrayList<>(updates.size());
      for (Update update : updates) {
        after.add(edit.find(type, update.id()));
      }
      return after;
    }
  }

  private void checkInPhases(ObjectType type, List<Update> updates, String userId) throws Refusal {
    List<ObjectNode> objects = new ArrayList<>(updates.size());
    for (Update update : updates) {
      objects.add(edit.find(type, update.id()));
    }
    for (ObjectNode object : objects) {
      edit.checkPermission(type, object, "edit");
    }
    for (int i = 0; i < objects.size(); i++) {
      edit.changed(type, objects.get(i), updates.get(i), userId);
    }
  }

  private void commit(ObjectType type, ObjectNode before, ObjectNode after) {
    store.put(type.objCode(), after);
    String oldName = before.path("name").asText();
    String newName = after.path("name").asText();
    if (type.objCode().equals("PARAM") && !oldName.equals(newName)) {
      renameValues(oldName, newName);
    }
  }

  /** A renamed custom field keeps its values. */
  private void renameValues(String from, String to) {
    for (String objCode : List.of("PROJ", "TASK", "OPTASK", "USER", "PORT", "PRGM", "CMPY")) {
      store.renameField(objCode, Names.CUSTOM + from, Names.CUSTOM + to);
    }
  }

  private void takeBack(ObjectType type, List<ObjectNode> before) {
    for (int i = before.size() - 1; i >= 0; i--) {
      ObjectNode now = store.get(type.objCode(), before.get(i).get("ID").asText()).orElseThrow();
      commit(type, now, before.get(i));
    }
  }

  private void count(List<ObjectNode> written) {
    written.forEach(object -> traffic.wrote(object.get("ID").asText()));
  }
}
