package io.writeback.ledger;

import java.time.Instant;

/**
 * What is delivered of a run that has ended.
 *
 * @param kind {@code rows} or {@code runs}: what became of each row, or of the run
 * @param destination {@code domo:NAME} or {@code csv:FOLDER}
 * @param account the account of Domo; null for files
 * @param tries how often its delivery was begun
 * @param execution the execution of Domo's stream that has its parts; null if none is begun
 * @param askedAt when Domo was asked to commit that; null if it was not
 * @param acceptedAt when Domo answered that it does; null if that is unknown
 * @param failure why the last try failed; null if none did
 * @param doneAt when it was delivered, or given up with a failure; null until then
 */
public record ResultDelivery(
    String runId,
    String kind,
    String destination,
    String account,
    Instant since,
    int tries,
    Instant tryAt,
    Long execution,
    Instant askedAt,
    Instant acceptedAt,
    String failure,
    Instant doneAt) {
  public static final String ROWS = "rows";
  public static final String RUNS = "runs";

  /** The same once it was claimed. */
  public ResultDelivery claimed() {
    return new ResultDelivery(
        runId,
        kind,
        destination,
        account,
        since,
        tries + 1,
        tryAt,
        execution,
        askedAt,
        acceptedAt,
        failure,
        doneAt);
  }

  /** Whether it is where it belongs. */
  public boolean isDelivered() {
    return doneAt != null && failure == null;
  }

  /** Whether it is not tried any more, and did not arrive. */
  public boolean isGivenUp() {
    return doneAt != null && failure != null;
  }
}
