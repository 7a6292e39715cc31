package io.writeback.sandbox.workfront;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Values that Workfront accepts with a 200 and does not store (users' reports, verified by them).
 *
 * <p>An issue changes its project only by a move. Work is computed for a task whose duration type
 * is calculated (A) or that is unassigned. The scheduler computes the dates of a task that has no
 * fixed-date constraint. Custom fields must be written one by one, not in {@code parameterValues}.
 */
final class SilentNoOps {
  static final String PARAMETER_VALUES = "parameterValues";

  private SilentNoOps() {}

  /** Whether the write of that field to that object is silently dropped. */
  static boolean drops(String objCode, String field, ObjectNode object) {
    if (field.equals(PARAMETER_VALUES)) {
      return true;
    }
    if (objCode.equals("OPTASK")) {
      return field.equals("projectID");
    }
    if (!objCode.equals("TASK")) {
      return false;
    }
    return switch (field) {
      case "workRequired", "work" ->
          object.path("durationType").asText("A").equals("A")
              || object.path("assignedToID").asText("").isEmpty()
              || object.path("assignedToID").isNull();
      case "plannedStartDate", "plannedCompletionDate" ->
          !object.path("taskConstraint").asText("ASAP").equals("FIXT");
      default -> false;
    };
  }
}
