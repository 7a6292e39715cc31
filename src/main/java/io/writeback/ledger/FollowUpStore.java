package io.writeback.ledger;

import io.writeback.problem.Code;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.core.mapper.reflect.ColumnName;

/**
 * The runs that a schedule or a refreshed DataSet began, and the follow-up of their end: a retry, a
 * notification. Nothing of it is lost in a crash.
 */
public final class FollowUpStore {
  private static final String LATER =
      """
      from run as later
      where later.writeback = run.writeback and later.parent is null
        and later.accepted_number > run.accepted_number
      """;

  private static final String ENDED =
      """
      select run.*, triggered_run.origin, triggered_run.attempt, triggered_run.retries_left,
        triggered_run.retry_every,
        (select later.id %1$s and (later.code is null or later.code <> '%2$s')
         order by later.accepted_number desc limit 1) as newer_run,
        case when exists (select 1 %1$s and later.state = 'COMPLETE') then 1 else 0 end
          as newer_complete
      from triggered_run join run on run.id = triggered_run.run_id
      where triggered_run.over_at is null
        and (run.finished_at is not null or run.state = 'PAUSED' and run.resume_at is null)
      """
          .formatted(LATER, Code.FIRE_SKIPPED);

  private final LedgerStore store;

  FollowUpStore(LedgerStore store) {
    this.store = store;
  }

  /**
   * A run that has ended, or is paused until a person resumes it, and may need a follow-up.
   *
   * @param origin the schedule or the DataSet that began it
   * @param attempt 0 for the first, 1 for the first retry
   * @param newerRun the last run of the writeback that was accepted after it, or null
   * @param newerComplete whether a run that was accepted after it has come to COMPLETE
   */
  public record Ended(
      @Nested RunEntry run,
      String origin,
      int attempt,
      int retriesLeft,
      @ColumnName("retry_every") Duration every,
      String newerRun,
      boolean newerComplete) {
    /** When it ended or was paused. */
    public Instant since() {
      return run.pause() == null ? run.finished().orElse(run.acceptedAt()) : run.pause().since();
    }
  }

  /**
   * What the trigger of a run asks for. A run that answers several has the retries of the most
   * patient one.
   */
  static void insert(Handle handle, String runId, String origin, Fire.Tries tries) {
    handle.execute(
        "insert into triggered_run (run_id, origin, attempt, retries_left, retry_every)"
            + " values (?, ?, 0, ?, ?) on conflict (run_id) do update set"
            + " retries_left = excluded.retries_left, retry_every = excluded.retry_every,"
            + " over_at = null where triggered_run.retries_left < excluded.retries_left"
            // A run that was tried again has passed its tries on.
            + " and not exists (select 1 from triggered_run as retry"
            + " where retry.retry_of = triggered_run.run_id)",
        runId,
        origin,
        tries.retries(),
        tries.every().toMillis());
  }

  /** Runs that have ended and may need a follow-up, in the order of their ends. */
  public List<Ended> ended() {
    return store.list(
        Ended.class, ENDED + " order by coalesce(run.finished_at, run.paused_at), run.id");
  }

  /** The same of one run, as it is now; empty if none is left, or not yet due. */
  public Optional<Ended> ended(String runId) {
    return store.find(Ended.class, ENDED + " and run.id = ?", runId);
  }

  /** A run that resumes is followed up again, and its next end is notified again. */
  static void runResumes(Handle handle, String runId) {
    handle.execute(
        "update triggered_run set over_at = null where run_id = ? and over_at is not null", runId);
    // Also those that are not delivered yet: they are about the end before.
    handle.execute("delete from notice where run_id = ?", runId);
  }

  /** No follow-up of a run is left. */
  public void markDone(String runId) {
    store.write(handle -> over(handle, runId));
  }

  private int over(Handle handle, String runId) {
    return handle.execute(
        "update triggered_run set over_at = ? where run_id = ? and over_at is null",
        store.now(handle),
        runId);
  }

  /**
   * Accepts the retry of a failed run, whose follow-up that is, in one transaction.
   *
   * @return empty if another process did so before
   */
  public Optional<AcceptedRun> retry(Ended failed, String id) {
    RunRequest request =
        new RunRequest(
                id,
                "retry:" + failed.run().id() + ":" + (failed.attempt() + 1),
                failed.run().writeback(),
                failed.run().full(),
                null,
                failed.run().scheduledAt())
            .settling();
    return store.write(
        handle -> {
          if (over(handle, failed.run().id()) == 0) {
            return Optional.empty();
          }
          boolean columns = RunRequests.columnsAccepted(handle, failed.run().id());
          AcceptedRun accepted =
              RunRequests.accept(
                  handle, request.acceptingColumns(columns), null, store.now(handle));
          // What the trigger waited for before the first try need not be waited for again.
          handle.execute(
              "update run set seen_version = (select seen_version from run where id = ?),"
                  + " seen_at = (select seen_at from run where id = ?)"
                  + " where id = ? and seen_version is null",
              failed.run().id(),
              failed.run().id(),
              accepted.run().id());
          RunRequests.remark(
              handle,
              accepted.run().id(),
              "retry %d of %d of run %s, which ended with %s"
                  .formatted(
                      failed.attempt() + 1,
                      failed.attempt() + failed.retriesLeft(),
                      failed.run().id(),
                      failed.run().code()));
          handle.execute(
              "insert into triggered_run (run_id, origin, attempt, retries_left, retry_every,"
                  + " retry_of) values (?, ?, ?, ?, ?, ?) on conflict do nothing",
              accepted.run().id(),
              failed.origin(),
              failed.attempt() + 1,
              failed.retriesLeft() - 1,
              failed.every().toMillis(),
              failed.run().id());
          return Optional.of(accepted);
        });
  }

  /**
   * Resumes a run that stopped, as one of its retries.
   *
   * @return false if another process did so before
   */
  public boolean resume(Ended stopped) {
    return store.write(
        handle -> {
          int mine =
              handle.execute(
                  "update triggered_run set attempt = attempt + 1,"
                      + " retries_left = retries_left - 1"
                      + " where run_id = ? and attempt = ? and over_at is null",
                  stopped.run().id(),
                  stopped.attempt());
          if (mine == 1) {
            RunRequests.resume(handle, stopped.run().id(), store.now(handle));
          }
          return mine == 1;
        });
  }

  /** The run that a run retries. */
  public Optional<String> retryOf(String runId) {
    return one(
        "select retry_of from triggered_run where run_id = ? and retry_of is not null", runId);
  }

  /** The schedule or the DataSet that began a run, if one did. */
  public Optional<String> origin(String runId) {
    return one("select origin from triggered_run where run_id = ?", runId);
  }

  /** The retry of a run. */
  public Optional<String> retriedBy(String runId) {
    return one("select run_id from triggered_run where retry_of = ?", runId);
  }

  private Optional<String> one(String sql, String runId) {
    return store.find(String.class, sql, runId);
  }

  /**
   * Claims the delivery of a notification, if it is due and no other process has it.
   *
   * @param again when it is due again, unless it is recorded as done before
   * @return which try this is, from 1; empty if it is not due
   */
  public OptionalLong claimNotice(String runId, String channel, Instant now, Instant again) {
    return store.write(
        handle -> {
          handle.execute(
              "insert into notice (run_id, channel, tries, try_at) values (?, ?, 0, 0)"
                  + " on conflict do nothing",
              runId,
              channel);
          int claimed =
              handle.execute(
                  "update notice set tries = tries + 1, try_at = ?"
                      + " where run_id = ? and channel = ? and done_at is null and try_at <= ?",
                  again,
                  runId,
                  channel,
                  now);
          return claimed == 0
              ? OptionalLong.empty()
              : OptionalLong.of(
                  handle
                      .select(
                          "select tries from notice where run_id = ? and channel = ?",
                          runId,
                          channel)
                      .mapTo(Long.class)
                      .one());
        });
  }

  /** When a notification that could not be delivered is tried again. */
  public void noticeAgain(String runId, String channel, Instant at) {
    store.execute(
        "update notice set try_at = ? where run_id = ? and channel = ?", at, runId, channel);
  }

  /** A notification was delivered, or given up. */
  public void noticeDone(String runId, String channel) {
    store.write(
        handle ->
            handle.execute(
                "update notice set done_at = ? where run_id = ? and channel = ?",
                store.now(handle),
                runId,
                channel));
  }

  /** The channels on which the notification of a run is done. */
  public List<String> noticesDone(String runId) {
    return store.list(
        String.class, "select channel from notice where run_id = ? and done_at is not null", runId);
  }
}
