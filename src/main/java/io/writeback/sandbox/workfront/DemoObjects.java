package io.writeback.sandbox.workfront;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Json;
import java.math.BigDecimal;
import java.util.Set;

/**
 * The objects that the sandbox starts with: people, custom forms and, for the demo, 5,000 projects
 * whose ids are the MD5 of {@code project-1} to {@code project-5000}.
 */
final class DemoObjects {
  static final int PROJECTS = 5000;
  static final int USERS = 8;

  /** Projects that the caller may not edit. */
  private static final Set<Integer> NOT_EDITABLE = Set.of(1250, 3750);

  /** Projects without a custom form. */
  private static final Set<Integer> WITHOUT_FORM = Set.of(2222);

  private static final int TASKS = 40;
  private static final int ISSUES = 20;
  private static final int HOURS = 20;
  private static final int GROUPINGS = 2;

  private final ObjectStore store;

  DemoObjects(ObjectStore store) {
    this.store = store;
  }

  /** The caller. */
  static String userId() {
    return DemoIds.of("user-1");
  }

  /** The company of the caller. */
  static String companyId() {
    return DemoIds.of("company-1");
  }

  /** The users, their company and the custom forms, which every write needs. */
  void putTenant() {
    store.put("CMPY", named("company-1", "Company 1"));
    for (int n = 1; n <= USERS; n++) {
      ObjectNode user = named("user-" + n, "Person " + n);
      user.put("firstName", "Person").put("lastName", String.valueOf(n)).put("isActive", true);
      user.put("companyID", companyId()).put("emailAddr", "person" + n + "@example.com");
      store.put("USER", user);
    }
    FormSetup forms = new FormSetup(store);
    for (JsonNode form : Json.resource("/sandbox/custom-fields.json")) {
      forms.put(form);
    }
  }

  /** The projects and a few of everything else. */
  void putWork() {
    for (int n = 1; n <= GROUPINGS; n++) {
      store.put("PORT", named("portfolio-" + n, "Portfolio " + n).put("isActive", true));
      ObjectNode program = named("program-" + n, "Program " + n);
      store.put("PRGM", program.put("portfolioID", DemoIds.of("portfolio-" + n)));
      store.put("CMPY", named("company-" + n, "Company " + n));
    }
    for (int n = 1; n <= PROJECTS; n++) {
      store.put("PROJ", project(n));
    }
    for (int n = 1; n <= TASKS; n++) {
      ObjectNode task = named("task-" + n, "Task " + n);
      task.put("projectID", DemoIds.of("project-" + n)).put("status", "NEW").put("priority", 0);
      task.put("durationType", n % 2 == 0 ? "S" : "A").put("taskConstraint", "ASAP");
      store.put("TASK", task.put("categoryID", FormSetup.formId("Task Details")));
    }
    for (int n = 1; n <= ISSUES; n++) {
      ObjectNode issue = named("issue-" + n, "Issue " + n);
      issue.put("projectID", DemoIds.of("project-" + n)).put("status", "NEW");
      store.put("OPTASK", issue.put("priority", 0));
    }
    for (int n = 1; n <= HOURS; n++) {
      ObjectNode hour = Json.object().put("ID", DemoIds.of("hour-" + n)).put("hours", 1);
      hour.put("projectID", DemoIds.of("project-" + n)).put("entryDate", "2025-01-06");
      store.put("HOUR", hour.put("ownerID", userId()));
    }
  }

  private static ObjectNode project(int n) {
    ObjectNode project = named("project-" + n, "Project " + n);
    project.put("status", "PLN").put("priority", 0).put("percentComplete", BigDecimal.ZERO);
    project.put("plannedStartDate", "2025-01-06T09:00:00:000+0000");
    project.put("plannedCompletionDate", "2025-12-19T17:00:00:000+0000");
    project.put("projectedCompletionDate", "2025-12-19T17:00:00:000+0000");
    project.put("description", "Before the writeback").put("budget", BigDecimal.ZERO);
    project.put("ownerID", userId()).put("entryDate", "2025-01-01T00:00:00:000+0000");
    project.put("lastUpdateDate", "2025-01-01T00:00:00:000+0000");
    project.put("lastUpdatedByID", userId());
    if (!WITHOUT_FORM.contains(n)) {
      project.put("categoryID", FormSetup.formId("Project Details"));
    }
    if (NOT_EDITABLE.contains(n)) {
      project.put(RecordEdit.NO_EDIT, true);
    }
    return project;
  }

  private static ObjectNode named(String key, String name) {
    return Json.object().put("ID", DemoIds.of(key)).put("name", name);
  }
}
