package io.writeback.sandbox.workfront;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Json;
import java.util.Map;

/**
 * What a new object has where its creator said nothing.
 *
 * <p>For a task, the answer to a create that Workfront's own client is tested with, and users'
 * reports of the duration type and the constraint; for a project and an issue inferred from it. The
 * status of a new project is a preference of the tenant, and here is {@code PLN}. Dates are
 * computed by the scheduler, which the sandbox has not, and stay empty; so do the numbers of the
 * task.
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

  /** Gives a new object what it lacks. */
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
