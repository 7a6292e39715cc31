package io.writeback.sandbox.workfront;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Fields that, once written, end with another value than the one sent, while the answer is 200. */
final class Alterations {
  private final Map<String, JsonNode> values = new ConcurrentHashMap<>();

  /** From now on a write of that field of that type stores this value. */
  void set(String objCode, String field, JsonNode value) {
    values.put(objCode + " " + field, value);
  }

  Optional<JsonNode> of(String objCode, String field) {
    return values.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(values.get(objCode + " " + field));
  }

  void clear() {
    values.clear();
  }
}
