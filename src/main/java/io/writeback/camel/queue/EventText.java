package io.writeback.camel.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.ledger.OutboxStore;
import io.writeback.ledger.RunEvent;
import io.writeback.problem.Visible;
import io.writeback.run.Report;
import io.writeback.run.Runs;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What events say, as JSON of at most {@link io.writeback.queue.QueueSettings#EVENT_CHARACTERS}:
 * neither the requests of a run nor a reason, which may be a vendor's, make one so long that a
 * broker does not take it.
 *
 * <p>For one round of events: the requests of a run are read once.
 */
final class EventText {
  /** Of at most 200 characters each. */
  static final int MOST_IDS = 50;

  /** In JSON each may take six. */
  static final int LONGEST_REASON = 2_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Function<String, OutboxStore.Requests> requests;
  private final Function<String, Report> reports;
  private final Map<String, OutboxStore.Requests> known = new HashMap<>();

  EventText(OutboxStore outbox, Runs runs) {
    this(run -> outbox.requests(run, MOST_IDS), runs::report);
  }

  EventText(Function<String, OutboxStore.Requests> requests, Function<String, Report> reports) {
    this.requests = requests;
    this.reports = reports;
  }

  /** Counts are those of now: of a run that has ended they do not change any more. */
  String full(RunEvent event) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("event", event.id());
    fields.put("run", event.runId());
    fields.put("writeback", event.writeback());
    OutboxStore.Requests asked =
        event.requestId() == null
            ? known.computeIfAbsent(event.runId(), requests)
            : new OutboxStore.Requests(List.of(event.requestId()), 1);
    fields.put("requestIds", asked.first());
    fields.put("requests", asked.all());
    fields.put("state", event.state().name());
    fields.put("at", event.at().toString());
    if (event.state().ended() || event.code() != null) {
      Report report = reports.apply(event.runId());
      fields.put("code", event.code());
      fields.put("reason", shortened(event.reason()));
      fields.put("rows", report.rows());
      fields.put("confirmed", report.confirmed());
      fields.put("differs", report.differs());
      fields.put("unchanged", report.unchanged());
      fields.put("superseded", report.superseded());
      fields.put("rejected", report.rejected());
      fields.put("inDoubt", report.inDoubt());
      fields.put("notSent", report.notSent());
    }
    return json(fields);
  }

  /** Only what the event itself has, in case that the rest is what stands in its way. */
  static String brief(RunEvent event) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("event", event.id());
    fields.put("run", event.runId());
    fields.put("writeback", event.writeback());
    fields.put("state", event.state().name());
    fields.put("at", event.at().toString());
    fields.put("code", event.code());
    return json(fields);
  }

  private static String shortened(String reason) {
    return reason == null || reason.length() <= LONGEST_REASON
        ? reason
        : reason.substring(0, LONGEST_REASON) + "…";
  }

  private static String json(Map<String, Object> fields) {
    try {
      return Visible.text(JSON.writeValueAsString(fields));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
