package io.writeback.ledger;

import java.time.Instant;
import org.jdbi.v3.core.mapper.reflect.ColumnName;

/**
 * What is delivered of a run that has ended.
 *
 * @param kind {@code rows} or {@code runs}: what became of each row, or of the run
 * @param destination {@code domo:NAME} or {@code csv:FOLDER}
 * @param account the account of Domo; null for files
 * @param tries how often its delivery was begun
 * @param execution the execution of Domo's stream that has its parts; null if none is begun
 * @param committedAt since when it is unknown whether that is committed; null if it was not asked
 *     to
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
    @ColumnName("commit_at") Instant committedAt,
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
        committedAt,
        failure,
        doneAt);
  }

  /** Whether it is where it belongs. */
  public boolean isDelivered() {
    return doneAt != null && failure == null;
  }
}
