package io.writeback.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.ledger.AlertMessage;
import io.writeback.problem.Lengths;
import io.writeback.problem.Visible;
import io.writeback.run.Report;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.lang3.StringUtils;

/** What a message says on each channel. */
final class AlertText {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_SUBJECT = 120;

  private final AlertMessage message;
  private final Optional<Report> report;

  /**
   * @param report of the run that it is about, unless there is none or it was removed
   */
  AlertText(AlertMessage message, Optional<Report> report) {
    this.message = message;
    this.report = report;
  }

  AlertMessage message() {
    return message;
  }

  /** {@code alert.raised} or {@code alert.recovered}. */
  String event() {
    return message.recovered() ? "alert.recovered" : "alert.raised";
  }

  /** One sentence. */
  String sentence() {
    return Visible.line(
        message.recovered()
            ? "%s: recovered (%s) after %s: %s"
                .formatted(
                    message.writeback(),
                    message.rule(),
                    Lengths.about(Duration.between(message.since(), message.at())),
                    message.message())
            : "%s: %s: %s".formatted(message.writeback(), message.rule(), message.message()));
  }

  /** The sentence and the facts, for programs; with the report, unless it is asked to be brief. */
  String json(boolean brief) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("event", event());
    fields.put("id", message.number());
    fields.put("text", sentence());
    fields.put("writeback", message.writeback());
    fields.put("rule", message.rule().key());
    fields.put("since", message.since().toString());
    fields.put("at", message.at().toString());
    fields.put("run", message.runId());
    fields.put("state", report.map(run -> run.state().name()).orElse(null));
    fields.put("code", report.map(run -> run.code() == null ? null : run.code().id()).orElse(null));
    fields.put("reason", report.map(Report::reason).orElse(null));
    if (!brief) {
      fields.put("report", report.orElse(null));
    }
    return Visible.text(json(fields));
  }

  /** What a chat takes; it would read these three characters as its own. */
  String slack() {
    return json(
        Map.of("text", sentence().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")));
  }

  /** One line that a list of mails shows whole. */
  String subject() {
    String what =
        message.recovered()
            ? "recovered (" + message.rule() + ")"
            : message.rule() + ": " + message.message();
    return "camel-writeback: %s: %s"
        .formatted(
            Visible.line(message.writeback()),
            StringUtils.abbreviate(Visible.line(what), "…", LONGEST_SUBJECT));
  }

  /** The text of a mail. */
  String mail() {
    return sentence() + "\n\n" + report.map(run -> run.toJson() + "\n").orElse("");
  }

  private static String json(Map<String, Object> fields) {
    try {
      return JSON.writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
