package io.writeback.ledger;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.mapper.reflect.ColumnName;
import org.jdbi.v3.sqlobject.CreateSqlObject;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/**
 * Removes runs that ended long ago with everything that the ledger has of them, in steps so small
 * that no other writer waits.
 *
 * <p>A run stays while anything may still need it: an unfinished run of its writeback or its
 * target, a replay of its rejects, an undo, a retry, an event that was not sent, the next run that
 * compares itself with the last complete one, the next number of a file name, or a person, if it
 * took row messages that it did not write.
 */
public interface EndedRuns {
  /** Runs that are examined in one step. */
  int EXAMINED = 500;

  @CreateSqlObject
  RunRemovals removals();

  /**
   * How far the runs have been examined, the oldest end first.
   *
   * @param finishedAt in milliseconds since 1970
   */
  record Position(long finishedAt, @ColumnName("id") String runId) {
    /** Before all runs. */
    public static final Position FIRST = new Position(-1, "");
  }

  /**
   * The result of one step.
   *
   * @param removed how many runs are gone
   * @param openRejects how many of their rejects no run had written
   * @param next where to look next
   * @param more whether there is more to do from there
   */
  record Step(int removed, long openRejects, Position next, boolean more) {}

  /**
   * Removes some of what is left of runs that ended before a time.
   *
   * @param from where an earlier step got to
   * @param most how many rows are removed, about
   */
  @Transaction
  default Step removeSome(Instant before, Position from, int most) {
    RunRemovals removals = removals();
    RunRemovals.Step step = new RunRemovals.Step(removals, most);
    for (String begun : removals.removing()) {
      if (!step.remove(begun)) {
        return step.ends(from, true);
      }
    }
    Position reached = from;
    List<Position> examined = ended(before, from, EXAMINED);
    for (Position run : examined) {
      if (removals.begin(run.runId()) && !step.remove(run.runId())) {
        return step.ends(reached, true);
      }
      reached = run;
    }
    return step.ends(reached, examined.size() == EXAMINED);
  }

  @SqlQuery(
      """
      select id, finished_at from run
      where finished_at is not null and finished_at < :before
        and (finished_at, id) > (:finishedAt, :runId)
      order by finished_at, id limit :most
      """)
  List<Position> ended(Instant before, @BindMethods Position after, int most);

  /** A run that was removed. */
  record Removed(String runId, @ColumnName("removed_at") Instant at) {}

  /**
   * Runs that were removed since a time, in the order of their removal.
   *
   * @param after the last of those that are known already; "" for none
   */
  @SqlQuery(
      """
      select run_id, removed_at from removed_run where (removed_at, run_id) > (:since, :after)
      order by removed_at, run_id limit :most
      """)
  List<Removed> removedSince(Instant since, String after, int most);

  /** Forgets which runs were removed before a time: no process has a folder of them any more. */
  @SqlUpdate("delete from removed_run where removed_at < :before")
  void forgetRemoved(Instant before);
}
