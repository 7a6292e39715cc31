package io.writeback.sandbox.workfront;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Fields that store another value than the one sent, while the response is 200. */
final class Alterations {
  private final Map<String, JsonNode> values = new ConcurrentHashMap<>();

  /** Makes each write of that field of that type store this value. */
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
