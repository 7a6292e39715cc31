package io.writeback.console;

import io.writeback.ledger.BatchEntry;
import io.writeback.ledger.Cause;
import io.writeback.run.Report;
import io.writeback.view.RunDetails;
import io.writeback.view.StateText;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Everything that is known of a run. */
public record RunPage(
    RunRow run,
    RunDetails details,
    Timeline timeline,
    List<RunAction> actions,
    boolean showValues) {
  public RunPage {
    actions = List.copyOf(actions);
  }

  public Report report() {
    return details.report();
  }

  /** Whether it goes on, so that the page does too. */
  public boolean isLive() {
    return run.tone() == Tone.BUSY;
  }

  public Instant ended() {
    return report().finishedAt() == null ? null : Instant.parse(report().finishedAt());
  }

  public String reason() {
    return Reasons.shown(run.code(), run.reason(), showValues);
  }

  public List<Segment> bar() {
    return Segment.of(report().tally(), isLive());
  }

  /** How far it is. */
  public String progress() {
    long rows = report().tally().rows();
    if (rows == 0) {
      return "reads its rows";
    }
    long done = rows - report().tally().notSent() - report().tally().inDoubt();
    return String.format(
        Locale.ROOT,
        "%,d of %,d rows done, %.1f %%; %,.0f rows a second",
        done,
        rows,
        100.0 * done / rows,
        report().seconds() == 0 ? 0 : done / report().seconds());
  }

  public String timelineSays() {
    return String.format(
        Locale.ROOT,
        "%s from the first batch to the last; each column is %s, as tall as its rows. A mark below says that a batch was sent more than once.",
        StateText.length(java.time.Duration.between(timeline.from(), timeline.to()).toMillis()),
        StateText.length(timeline.slice().toMillis()));
  }

  /** The address of the rejects of a cause. */
  public String rejectsOf(Cause cause) {
    return "/runs/%s/rejects?all=true&code=%s&column=%s&cause=%s"
        .formatted(
            run.id(), encoded(cause.code()), encoded(cause.column()), encoded(cause.cause()));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  public String batchesSay() {
    return details.batches().size() == report().batches()
        ? "Batches"
        : String.format(
            Locale.ROOT,
            "Batches in which something happened: the first %d of %,d",
            details.batches().size(),
            report().batches());
  }

  public String time(BatchEntry batch) {
    return batch.millis() == null ? "" : StateText.length(batch.millis());
  }
}
