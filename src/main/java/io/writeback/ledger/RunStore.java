package io.writeback.ledger;

import io.writeback.problem.Code;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Records how a run progresses, from its snapshot to its end. Each update but those of a person is
 * refused with {@link RunLostException} if the run has another epoch by now.
 */
public final class RunStore {
  private final LedgerStore store;

  RunStore(LedgerStore store) {
    this.store = store;
  }

  /** A run is about to remove its rows from their source: from here on it alone has them. */
  public void rowsTaken(String runId, long epoch) {
    update(
        runId,
        "update run set rows_taken = 1 where id = ? and epoch = ? and finished_at is null",
        runId,
        epoch);
  }

  public void snapshotTaken(String runId, long epoch, SnapshotEntry snapshot) {
    update(
        runId,
        "update run set state = ?, source = ?, dataset_version = ?, snapshot_file = ?,"
            + " snapshot_rows = ?, snapshot_bytes = ?, snapshot_sha256 = ?"
            + " where id = ? and epoch = ? and finished_at is null",
        RunState.SNAPSHOT,
        snapshot.source(),
        snapshot.version(),
        snapshot.file(),
        snapshot.rows(),
        snapshot.bytes(),
        snapshot.sha256(),
        runId,
        epoch);
  }

  /**
   * What a run has decided, so that it cannot be computed again.
   *
   * @param target what it writes to
   * @param text as JSON
   * @param fields the names of the fields that it writes; empty if it may write any
   * @param number the number that it takes of those of its target; 0 if it takes none
   */
  public record Plan(String target, String text, Set<String> fields, long number) {}

  /** What came of storing a plan. */
  public sealed interface Planned {
    /** It is on disk: from here on the run can send to its target. */
    record Stored() implements Planned {}

    /** Nothing is stored but its fields: a person has to resolve another run first. */
    record Held(String runId) implements Planned {}

    /** Nothing is stored: the run was asked to cancel. */
    record Cancelled() implements Planned {}
  }

  /** Stores what a run has decided, unless it may not begin to send. */
  public Planned storePlan(String runId, long epoch, Plan plan) {
    return store.write(handle -> storePlan(handle, runId, epoch, plan));
  }

  private Planned storePlan(Handle handle, String runId, long epoch, Plan plan) {
    if (RunRequests.cancelAsked(handle, runId)) {
      return new Planned.Cancelled();
    }
    String fields = TargetOrder.text(plan.fields());
    fenced(
        runId,
        handle.execute(
            "update run set target = ?, fields = ?"
                + " where id = ? and epoch = ? and finished_at is null",
            plan.target(),
            fields,
            runId,
            epoch));
    Optional<String> first = TargetOrder.sharesFields(handle, runId, fields, store.now(handle));
    if (first.isPresent()) {
      return new Planned.Held(first.get());
    }
    noted(
        handle,
        runId,
        handle.execute(
            "update run set state = ?, plan = ?, number_taken = ? where id = ?",
            RunState.RUNNING,
            plan.text(),
            plan.number(),
            runId));
    return new Planned.Stored();
  }

  /**
   * Stops a run that has not begun: it can be resumed later.
   *
   * @return false if another process has it, or it is over
   */
  public boolean stop(String runId, long epoch, Code code, String reason) {
    return store.write(
        handle ->
            noted(
                handle,
                runId,
                handle.execute(
                    "update run set state = 'STOPPED', code = ?, reason = ?, finished_at = ?"
                        + " where id = ? and epoch = ? and finished_at is null",
                    code,
                    reason,
                    store.now(handle),
                    runId,
                    epoch)));
  }

  /** Adds what a person should know of a run, one sentence. */
  public void addRemark(String runId, long epoch, String sentence) {
    update(
        runId,
        "update run set remarks = coalesce(remarks || ?, ?)"
            + " where id = ? and epoch = ? and finished_at is null",
        "\n" + sentence,
        sentence,
        runId,
        epoch);
  }

  /**
   * Ends a run that no process executes and whose place a newer run has taken: its rows that were
   * not written are older than what the target holds.
   */
  public void supersede(String runId, String newer) {
    store.write(
        handle ->
            noted(
                handle,
                runId,
                handle.execute(
                    "update run set state = ?, code = ?, reason = ?, finished_at = ?,"
                        + " epoch = epoch + 1 where id = ? and state in "
                        + LedgerRows.UNFINISHED,
                    RunState.CANCELLED,
                    Code.OVERTAKEN,
                    "run "
                        + newer
                        + " of the same writeback read its rows later and has written them",
                    store.now(handle),
                    runId)));
  }

  /** Ends a run; from here on every update of it is refused. */
  public void end(String runId, long epoch, RunState state, Code code, String reason) {
    store.write(
        handle -> {
          fenced(
              runId,
              handle.execute(
                  "update run set state = ?, code = ?, reason = ?, finished_at = ?"
                      + " where id = ? and epoch = ? and finished_at is null",
                  state,
                  code,
                  reason,
                  store.now(handle),
                  runId,
                  epoch));
          OutboxStore.note(handle, runId, store.now(handle));
          return null;
        });
  }

  /**
   * Pauses a run: no process executes it from here on. One that was asked to cancel is cancelled
   * instead.
   *
   * @param until when it resumes by itself; null if a person has to resume it
   * @param pauses how often in a row it has been paused, this time included
   */
  public void pause(
      String runId,
      long epoch,
      Pause.Kind kind,
      Instant until,
      int pauses,
      Code code,
      String reason) {
    store.write(
        handle -> {
          pause(handle, runId, epoch, kind, until, pauses, code, reason);
          return null;
        });
  }

  private void pause(
      Handle handle,
      String runId,
      long epoch,
      Pause.Kind kind,
      Instant until,
      int pauses,
      Code code,
      String reason) {
    long now = store.now(handle);
    boolean cancelled = RunRequests.cancelAsked(handle, runId);
    fenced(
        runId,
        handle.execute(
            "update run set state = ?, code = ?, reason = ?, finished_at = ?,"
                + " pause_kind = ?, paused_at = ?, resume_at = ?, pauses = ?,"
                + " epoch = epoch + 1"
                + " where id = ? and epoch = ? and finished_at is null",
            cancelled ? RunState.CANCELLED : RunState.PAUSED,
            code,
            reason,
            cancelled ? now : null,
            cancelled ? null : kind,
            cancelled ? null : now,
            cancelled ? null : until,
            pauses,
            runId,
            epoch));
    OutboxStore.note(handle, runId, now);
  }

  /**
   * Pauses a run whose source does not have its rows yet, and records what the next try has to know
   * of this one.
   */
  public void awaitSource(
      String runId, long epoch, Instant until, SourceWait waited, Code code, String reason) {
    store.write(
        handle -> {
          handle.execute(
              "update run set exports = ?, seen_version = ?, seen_at = ?"
                  + " where id = ? and epoch = ?",
              waited.exports(),
              waited.version(),
              waited.seenAt(),
              runId,
              epoch);
          int pauses =
              handle
                  .select("select pauses from run where id = ?", runId)
                  .mapTo(Integer.class)
                  .one();
          pause(handle, runId, epoch, Pause.Kind.SOURCE, until, pauses, code, reason);
          return null;
        });
  }

  /**
   * Cancels a run that no process executes; one that still does is fenced off.
   *
   * @return false if it had ended already
   */
  public boolean cancel(String runId) {
    return store.write(
        handle ->
            noted(
                handle,
                runId,
                handle.execute(
                    "update run set state = ?, finished_at = ?, epoch = epoch + 1"
                        + " where id = ? and state in "
                        + LedgerRows.UNFINISHED,
                    RunState.CANCELLED,
                    store.now(handle),
                    runId)));
  }

  /**
   * Asks the process that executes a run to cancel it; it sees that in {@link
   * RunHistory#cancelAsked}. A run that no process executes ends at once.
   *
   * @return false if it had ended already
   */
  public boolean requestCancel(String runId) {
    return store.write(
        handle -> {
          int ended =
              handle.execute(
                  "update run set state = ?, finished_at = ?, epoch = epoch + 1"
                      + " where id = ? and state in "
                      + LedgerRows.UNFINISHED
                      + " and (state = 'PAUSED' or not exists (select 1 from target_lease"
                      + " where run_id = run.id and held_until > ?))",
                  RunState.CANCELLED,
                  store.now(handle),
                  runId,
                  store.now(handle));
          int asked =
              handle.execute(
                  "update run set cancel_asked_at = coalesce(cancel_asked_at, ?)"
                      + " where id = ? and state in "
                      + LedgerRows.UNFINISHED,
                  store.now(handle),
                  runId);
          noted(handle, runId, ended);
          return ended + asked == 1;
        });
  }

  /**
   * Lets a run that stopped or is paused resume with a new deadline, as soon as a process executes
   * runs. One that never began joins a run of its writeback that waits for its turn, as a new
   * request would. A person asked for it, so it no longer waits for its source to settle.
   *
   * @return the run that resumes: this one, or the one that it joined
   */
  public String resume(String runId) {
    return store.write(
        handle -> {
          handle.execute("update run set settles = 0, exports = 0 where id = ?", runId);
          return RunRequests.resume(handle, runId, store.now(handle));
        });
  }

  /** Records that the snapshot of a run that is over was removed. */
  public void snapshotRemoved(String runId) {
    store.write(
        handle ->
            handle.execute(
                "update run set snapshot_removed_at = ? where id = ?", store.now(handle), runId));
  }

  private void update(String runId, String sql, Object... values) {
    store.write(handle -> noted(handle, runId, fenced(runId, handle.execute(sql, values))));
  }

  /** Whether a run was updated; if so, its new state is in the outbox. */
  private boolean noted(Handle handle, String runId, int updated) {
    if (updated == 1) {
      OutboxStore.note(handle, runId, store.now(handle));
    }
    return updated == 1;
  }

  /** An update of no row means that another process has the run now, or that it has ended. */
  static int fenced(String runId, int updated) {
    if (updated == 0) {
      throw new RunLostException(runId);
    }
    return updated;
  }
}
