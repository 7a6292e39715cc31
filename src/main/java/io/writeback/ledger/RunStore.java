package io.writeback.ledger;

import io.writeback.problem.Code;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.sqlobject.CreateSqlObject;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/**
 * Records how a run progresses, from its snapshot to its end. Each update but those of a person is
 * refused with {@link RunLostException} if the run has another epoch by now.
 */
public interface RunStore {
  @CreateSqlObject
  RunWrites writes();

  @CreateSqlObject
  RunRequests requests();

  /** A run is about to remove its rows from their source: from here on it alone has them. */
  @SqlUpdate(
      """
      update run set rows_taken = 1
      where id = :runId and epoch = :epoch and finished_at is null
      """)
  void rowsTaken(@Fenced String runId, long epoch);

  @Transaction
  default void snapshotTaken(String runId, long epoch, SnapshotEntry snapshot) {
    writes().snapshotTaken(runId, epoch, snapshot);
    writes().events().note(runId);
  }

  /**
   * What a run has decided, so that it cannot be computed again.
   *
   * @param target what it writes to
   * @param text as JSON
   * @param fields the names of the fields that it writes; empty if it may write any
   * @param number the number that it takes of those of its target; 0 if it takes none
   * @param asks whether it waits until a person has approved what it would change
   */
  record Plan(String target, String text, Set<String> fields, long number, boolean asks) {
    /** That of a run that waits for nobody. */
    public Plan(String target, String text, Set<String> fields, long number) {
      this(target, text, fields, number, false);
    }
  }

  /** What came of storing a plan. */
  sealed interface Planned {
    /** It is on disk: from here on the run can send to its target. */
    record Stored() implements Planned {}

    /** Nothing is stored but its fields: a person has to resolve another run first. */
    record Held(String runId) implements Planned {}

    /** Nothing is stored: the run was asked to cancel. */
    record Cancelled() implements Planned {}
  }

  /** Stores what a run has decided, unless it may not begin to send. */
  @Transaction
  default Planned storePlan(String runId, long epoch, Plan plan) {
    RunWrites writes = writes();
    if (writes.history().isCancelAsked(runId)) {
      return new Planned.Cancelled();
    }
    String fields = TargetOrder.text(plan.fields());
    writes.storeFields(runId, epoch, plan.target(), fields);
    Optional<String> first =
        writes.order().sharesFields(runId, fields, writes.events().now().toEpochMilli());
    if (first.isPresent()) {
      return new Planned.Held(first.get());
    }
    writes.storePlan(runId, plan);
    writes.events().note(runId);
    return new Planned.Stored();
  }

  /**
   * Stops a run that has not begun: it can be resumed later. Nothing happens if another process has
   * it, or it is over.
   */
  @Transaction
  default void stop(String runId, long epoch, Code code, String reason) {
    if (writes().end(runId, epoch, RunState.STOPPED, code, reason)) {
      writes().events().note(runId);
    }
  }

  /** Adds what a person should know of a run, one sentence. */
  default void addRemark(String runId, long epoch, String sentence) {
    addRemark(runId, epoch, sentence, "\n" + sentence);
  }

  @SqlUpdate(
      """
      update run set remarks = coalesce(remarks || :line, :sentence)
      where id = :runId and epoch = :epoch and finished_at is null
      """)
  void addRemark(@Fenced String runId, long epoch, String sentence, String line);

  /**
   * Ends a run that no process executes and whose place a newer run has taken: its rows that were
   * not written are older than what the target holds.
   */
  @Transaction
  default void supersede(String runId, String newer) {
    String reason =
        "run " + newer + " of the same writeback read its rows later and has written them";
    if (writes().cancel(runId, Code.OVERTAKEN, reason)) {
      writes().events().note(runId);
    }
  }

  /** Ends a run; from here on every update of it is refused. */
  @Transaction
  default void end(String runId, long epoch, RunState state, Code code, String reason) {
    if (!writes().end(runId, epoch, state, code, reason)) {
      throw new RunLostException(runId);
    }
    if (state == RunState.COMPLETE || state == RunState.COMPLETE_WITH_REJECTS) {
      writes().advanceSource(runId);
    }
    writes().events().note(runId);
  }

  /**
   * Pauses a run: no process executes it from here on. One that was asked to cancel is cancelled
   * instead.
   *
   * @param until when it resumes by itself; null if a person has to resume it
   * @param pauses how often in a row it has been paused, this time included
   */
  @Transaction
  default void pause(
      String runId,
      long epoch,
      Pause.Kind kind,
      Instant until,
      int pauses,
      Code code,
      String reason) {
    writes().pause(runId, epoch, kind, until, pauses, code, reason);
    if (writes().history().isCancelAsked(runId)) {
      writes().cancel(runId);
    }
    writes().events().note(runId);
  }

  /**
   * Pauses a run whose source does not have its rows yet, and records what the next try has to know
   * of this one.
   */
  @Transaction
  default void awaitSource(
      String runId, long epoch, Instant until, SourceWait waited, Code code, String reason) {
    writes().awaitSource(runId, epoch, waited);
    pause(runId, epoch, Pause.Kind.SOURCE, until, writes().pauses(runId), code, reason);
  }

  /**
   * Cancels a run that no process executes; one that still does is fenced off.
   *
   * @return false if it had ended already
   */
  @Transaction
  default boolean cancel(String runId) {
    boolean ended = writes().cancel(runId);
    if (ended) {
      writes().events().note(runId);
    }
    return ended;
  }

  /**
   * Asks the process that executes a run to cancel it; it sees that in {@link
   * RunHistory#cancelAsked}. A run that no process executes ends at once.
   *
   * @return false if it had ended already
   */
  @Transaction
  default boolean requestCancel(String runId) {
    if (!writes().cancelUnexecuted(runId)) {
      return writes().askToCancel(runId);
    }
    writes().events().note(runId);
    return true;
  }

  /**
   * Lets a run that stopped or is paused resume with a new deadline, as soon as a process executes
   * runs. One that never began joins a run of its writeback that waits for its turn, as a new
   * request would. A person asked for it, so it no longer waits for its source to settle.
   *
   * @return the run that resumes: this one, or the one that it joined
   */
  @Transaction
  default String resume(String runId) {
    writes().stopSettling(runId);
    return requests().resume(runId);
  }

  /**
   * Lets a run that waits for approval send what it would change, as soon as a process executes
   * runs.
   *
   * @param by who approves it
   * @return false if it does not wait for approval
   */
  @Transaction
  default boolean approve(String runId, String by) {
    if (!writes().approve(runId, by)) {
      return false;
    }
    requests().resume(runId);
    return true;
  }

  /**
   * Ends a run that waits for approval: nothing of it is sent.
   *
   * @param by who rejects it
   * @return false if it does not wait for approval
   */
  @Transaction
  default boolean reject(String runId, String by) {
    String reason = "rejected by " + by + "; nothing was sent";
    boolean rejected = writes().reject(runId, Code.RUN_CANCELLED, reason);
    if (rejected) {
      writes().events().note(runId);
    }
    return rejected;
  }

  /** Records that the snapshot of a run that is over was removed. */
  @SqlUpdate("update run set snapshot_removed_at = :now where id = :runId")
  void snapshotRemoved(String runId);
}
