package io.writeback.camel.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.ledger.OutboxStore;
import io.writeback.ledger.RunEvent;
import io.writeback.problem.Visible;
import io.writeback.run.Runs;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.lang3.StringUtils;

/**
 * Events as JSON of at most {@link io.writeback.queue.QueueSettings#EVENT_CHARACTERS}: neither many
 * requests nor a vendor's long reason may exceed what a broker accepts.
 *
 * <p>One instance per round: the requests of a run are read once.
 */
final class EventText {
  /** Of at most 200 characters each. */
  static final int MOST_IDS = 50;

  /** A character may take six in JSON. */
  static final int LONGEST_REASON = 2_000;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<LinkedHashMap<String, Long>> COUNTS = new TypeReference<>() {};

  private final OutboxStore outbox;
  private final Runs runs;
  private final Map<String, OutboxStore.Requests> known = new HashMap<>();

  EventText(OutboxStore outbox, Runs runs) {
    this.outbox = outbox;
    this.runs = runs;
  }

  /** The counts are current; those of a run that has ended no longer change. */
  String full(RunEvent event) {
    Map<String, Object> fields = fields(event);
    OutboxStore.Requests asked =
        event.requestId() == null
            ? known.computeIfAbsent(event.runId(), run -> outbox.requests(run, MOST_IDS))
            : new OutboxStore.Requests(List.of(event.requestId()), 1);
    fields.put("requestIds", asked.first());
    fields.put("requests", asked.all());
    if (event.state().ended() || event.code() != null) {
      fields.put("code", event.code());
      fields.put("reason", StringUtils.abbreviate(event.reason(), "…", LONGEST_REASON));
      fields.putAll(JSON.convertValue(runs.report(event.runId()).tally(), COUNTS));
    }
    return json(fields);
  }

  /** Only the event itself, in case the broker refuses it because of the rest. */
  static String brief(RunEvent event) {
    Map<String, Object> fields = fields(event);
    fields.put("code", event.code());
    return json(fields);
  }

  private static Map<String, Object> fields(RunEvent event) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("event", event.id());
    fields.put("run", event.runId());
    fields.put("writeback", event.writeback());
    fields.put("state", event.state().name());
    fields.put("at", event.at().toString());
    return fields;
  }

  private static String json(Map<String, Object> fields) {
    try {
      return Visible.text(JSON.writeValueAsString(fields));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
