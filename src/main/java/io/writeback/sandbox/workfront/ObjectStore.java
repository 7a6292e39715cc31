package io.writeback.sandbox.workfront;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * All objects by type and id, sorted by id.
 *
 * <p>A stored object is never changed, only replaced, so readers need no lock and a transaction is
 * rolled back by restoring the old objects. Writers hold the store's monitor.
 */
final class ObjectStore {
  private final Map<String, ConcurrentSkipListMap<String, ObjectNode>> tables =
      new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> changes = new ConcurrentHashMap<>();

  /** The object; shared, must not be changed. */
  Optional<ObjectNode> get(String objCode, String id) {
    return Optional.ofNullable(table(objCode).get(id));
  }

  boolean has(String objCode, String id) {
    return table(objCode).containsKey(id);
  }

  /** Replaces the object with this {@code ID}. */
  synchronized void put(String objCode, ObjectNode object) {
    table(objCode).put(object.get("ID").asText(), object);
    changes(objCode).incrementAndGet();
  }

  synchronized void remove(String objCode, String id) {
    table(objCode).remove(id);
    changes(objCode).incrementAndGet();
  }

  /** All objects of a type, by id. */
  Collection<ObjectNode> all(String objCode) {
    return table(objCode).values();
  }

  /** Increases with every change of that type. */
  long version(String objCode) {
    return changes(objCode).get();
  }

  /** Renames a field in all objects of a type. */
  synchronized void renameField(String objCode, String from, String to) {
    for (Map.Entry<String, ObjectNode> entry : table(objCode).entrySet()) {
      JsonNode value = entry.getValue().get(from);
      if (value != null) {
        ObjectNode renamed = entry.getValue().deepCopy();
        renamed.remove(from);
        renamed.set(to, value);
        table(objCode).put(entry.getKey(), renamed);
      }
    }
  }

  private AtomicLong changes(String objCode) {
    return changes.computeIfAbsent(objCode, code -> new AtomicLong());
  }

  private ConcurrentSkipListMap<String, ObjectNode> table(String objCode) {
    return tables.computeIfAbsent(objCode, code -> new ConcurrentSkipListMap<>());
  }
}
