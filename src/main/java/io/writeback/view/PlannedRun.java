package io.writeback.view;

import io.writeback.ledger.RunEntry;
import io.writeback.run.PlannedChanges;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a run would change, as scripts read it. */
public final class PlannedRun {
  private PlannedRun() {}

  /** The fields of its JSON object. */
  public static Map<String, Object> fields(RunEntry run, PlannedChanges planned) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("plan", run.id());
    fields.put("writeback", run.writeback());
    fields.put("undoes", run.undoes());
    fields.put("state", run.state().name());
    fields.put("lookedAt", Instant.ofEpochMilli(planned.millis()).toString());
    fields.put("waitsForApproval", run.waitsForApproval());
    fields.put("approvedAt", run.approvedAt() == null ? null : run.approvedAt().toString());
    fields.put("approvedBy", run.approvedBy());
    fields.put("over", run.waitsForApproval() ? run.reason() : null);
    fields.put("changes", planned.changes());
    fields.put("requests", planned.requests());
    fields.put("seconds", planned.seconds());
    return fields;
  }
}
