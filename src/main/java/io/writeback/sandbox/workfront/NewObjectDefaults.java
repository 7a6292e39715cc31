package io.writeback.sandbox.workfront;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Json;
import java.util.Map;

/**
 * Default values of a new object.
 *
 * <p>For a task, from the response to a create in the tests of Workfront's own client, and from
 * users' reports of the duration type and the constraint; for a project and an issue inferred from
 * it. The status of a new project is a preference of the tenant, and here is {@code PLN}. Dates are
 * computed by the scheduler, which the sandbox does not have, and stay empty, as do the numbers of
 * the task.
 */
final class NewObjectDefaults {
  private static final Map<String, ObjectNode> DEFAULTS =
      Map.of(
          "PROJ",
          Json.object().put("percentComplete", 0).put("priority", 0).put("status", "PLN"),
          "TASK",
          Json.object()
              .put("percentComplete", 0)
              .put("priority", 0)
              .put("status", "NEW")
              .put("durationType", "A")
              .put("taskConstraint", "ASAP"),
          "OPTASK",
          Json.object().put("priority", 0).put("status", "NEW"));

  private NewObjectDefaults() {}

  /** Adds the missing defaults to a new object. */
  static void fill(ObjectType type, ObjectNode object) {
    DEFAULTS
        .getOrDefault(type.objCode(), Json.object())
        .properties()
        .forEach(
            one -> {
              if (!object.has(one.getKey())) {
                object.set(one.getKey(), one.getValue());
              }
            });
  }
}
