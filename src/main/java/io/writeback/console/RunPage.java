package io.writeback.console;

import io.writeback.ledger.BatchEntry;
import io.writeback.ledger.Cause;
import io.writeback.ledger.KnownObjectStore;
import io.writeback.ledger.ResultDelivery;
import io.writeback.ledger.RunState;
import io.writeback.problem.Code;
import io.writeback.run.Report;
import io.writeback.view.RunDetails;
import io.writeback.view.StateText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Everything that is known of a run.
 *
 * @param changes what it would change; null if nobody wanted to know that
 */
public record RunPage(
    RunRow run,
    RunDetails details,
    Timeline timeline,
    List<RunAction> actions,
    RunChanges changes,
    boolean showValues) {
  public RunPage {
    actions = List.copyOf(actions);
  }

  public Report report() {
    return details.report();
  }

  /** Whether it is still in progress, so that the page is updated. */
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
    if (report().state() == RunState.ACCEPTED) {
      return "waits for its turn, or reads its rows";
    }
    long rows = report().tally().rows();
    long done = rows - report().tally().notSent() - report().tally().inDoubt();
    return String.format(
        Locale.ROOT,
        "%,d of %,d rows done, %.1f %%; %,d rows a second",
        done,
        rows,
        rows == 0 ? 0 : 100.0 * done / rows,
        speed());
  }

  /** Rows a second between the first batch and the last account. */
  public long speed() {
    if (timeline.columns().isEmpty()) {
      return 0;
    }
    long millis = Math.max(1, Duration.between(timeline.from(), timeline.to()).toMillis());
    long done = report().tally().rows() - report().tally().notSent() - report().tally().inDoubt();
    return Math.round(done * 1_000.0 / millis);
  }

  public String timelineSays() {
    return String.format(
        Locale.ROOT,
        "%s from the first batch to the last; each column is %s, as tall as its rows. A mark below says that a batch was sent more than once%s.",
        StateText.length(Duration.between(timeline.from(), timeline.to()).toMillis()),
        StateText.length(timeline.slice().toMillis()),
        timeline.waits().isEmpty()
            ? ""
            : "; the light parts are waits: "
                + timeline.waits().stream()
                    .map(Timeline.Wait::says)
                    .collect(Collectors.joining("; ")));
  }

  /** Whether objects were created, prepared, cleared or deleted, which no count of rows says. */
  public boolean hasObjects() {
    return report().created() > 0 || details.prepared() > 0 || !details.gone().isEmpty();
  }

  /** What became of the objects whose rows were gone, in words. */
  public String gone() {
    return details.gone().stream().map(this::gone).collect(Collectors.joining(", "));
  }

  private String gone(KnownObjectStore.GoneCount count) {
    String became =
        switch (count.outcome()) {
          case CLEARED -> "cleared";
          case DELETED -> "deleted";
          case RESTORED -> "put back";
          case NOTHING -> report().undoes() == null ? "blank or gone already" : "as before already";
          case KEPT -> "kept, as someone has changed them since";
          case REFUSED -> "refused";
          case IN_DOUBT -> "in doubt";
        };
    return String.format(Locale.ROOT, "%,d %s", count.objects(), became);
  }

  /** How a delivery of results looks. */
  public Tone tone(ResultDelivery delivery) {
    return delivery.isDelivered()
        ? Tone.GOOD
        : delivery.failure() == null ? Tone.BUSY : delivery.isGivenUp() ? Tone.BAD : Tone.WARN;
  }

  public String state(ResultDelivery delivery) {
    return delivery.isDelivered()
        ? "delivered"
        : delivery.isGivenUp()
            ? "given up"
            : delivery.failure() == null ? "to be delivered" : "not delivered";
  }

  /** Why a delivery is not where it belongs, as far as that may be shown. */
  public String failure(ResultDelivery delivery) {
    return Reasons.shown(Code.RESULTS_UNDELIVERED.id(), delivery.failure(), showValues);
  }

  /** The address of the rejects of a cause. */
  public String rejectsOf(Cause cause) {
    return "/runs/%s/rejects?all=true&cause=%d".formatted(run.id(), cause.exampleRow());
  }

  /** What rejects have in common, as far as it may be shown. */
  public String cause(Cause cause) {
    return Reasons.cause(cause, showValues);
  }

  /** {@code closed}, or {@code open} until when. */
  public String state(BatchEntry batch) {
    return batch.state().toLowerCase(Locale.ROOT)
        + (batch.until() == null ? "" : " until " + StateText.time(batch.until()));
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
