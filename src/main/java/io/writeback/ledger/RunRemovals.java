package io.writeback.ledger;

import java.util.List;
import java.util.Map;
import org.jdbi.v3.sqlobject.customizer.Define;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements that remove runs, in the transaction of a step. */
interface RunRemovals {
  /** The runs that a step left half removed. */
  @SqlQuery("select id from run where removing_since is not null order by removing_since, id")
  List<String> removing();

  /** Whether a run may be removed; from then on no replay or undo of it begins. */
  @SqlUpdate(
      """
      update run set removing_since = :now
      where id = :runId and run.finished_at is not null and run.state not in <unfinished>
        and run.writeback not in (select unfinished.writeback from run as unfinished
          where unfinished.state in <unfinished>)
        and (run.target is null or run.target not in (select coalesce(unfinished.target, '')
          from run as unfinished where unfinished.state in <unfinished>))
        and not exists (select 1 from run as replay where replay.parent = run.id)
        and not exists (select 1 from run as undo where undo.undoes = run.id)
        and not exists (select 1 from target_lease where target_lease.run_id = run.id)
        and not exists (select 1 from triggered_run
          where triggered_run.run_id = run.id and over_at is null)
        and not exists (select 1 from run_event
          where run_event.run_id = run.id and sent_at is null)
        and not exists (select 1 from result_delivery
          where result_delivery.run_id = run.id and done_at is null)
        and (run.rows_taken = 0 or run.body_sha256 is not null or run.state in <complete>)
        and (run.plan is null or exists (select 1 from run as later
          where later.target = run.target and later.writeback = run.writeback
            and later.rows_number > run.rows_number and later.plan is not null
            and later.parent is null and later.undoes is null and later.state in <complete>))
        and (coalesce(run.number_taken, 0) = 0 or exists (select 1 from run as higher
          where higher.target = run.target and higher.number_taken > 0
            and higher.number_taken > run.number_taken))
      """)
  boolean begin(String runId);

  /** How many of the first rejects of a run no run has written. */
  @SqlQuery(
      """
      select coalesce(sum(case when state = 'OPEN' then 1 else 0 end), 0) from (
        select state from reject where run_id = :runId order by row_number limit :most) as first
      """)
  long openRejects(String runId, int most);

  /** Removes the first rows that a table has of a run. */
  @SqlUpdate(
      """
      delete from <table> where run_id = :runId and <order> <= (select max(<order>) from (
        select <order> from <table> where run_id = :runId order by <order> limit :most) as first)
      """)
  int delete(@Define String table, @Define String order, String runId, int most);

  @SqlUpdate("delete from <table> where run_id = :runId")
  void deleteAll(@Define String table, String runId);

  @SqlUpdate("delete from run where id = :runId")
  void deleteRun(String runId);

  /** Each process removes the folder that it has of the run. */
  @SqlUpdate(
      """
      insert into removed_run (run_id, removed_at) values (:runId, :now)
      on conflict (run_id) do nothing
      """)
  void markRemoved(String runId);

  /** The removals of one step. */
  final class Step {
    /** What belongs to a run and may have many rows: each table, the column that orders them. */
    private static final List<Map.Entry<String, String>> MANY =
        List.of(
            Map.entry("reject", "row_number"),
            Map.entry("reject_cause", "digest"),
            Map.entry("difference", "row_number"),
            Map.entry("difference_cause", "field"),
            Map.entry("created_object", "row_number"),
            Map.entry("prepared_object", "row_number"),
            Map.entry("replay_row", "row_number"),
            Map.entry("gone_object", "row_number"),
            Map.entry("run_file", "name"),
            Map.entry("sent_keys", "number"),
            Map.entry("batch", "number"),
            Map.entry("run_event", "number"),
            Map.entry("request", "run_key"),
            Map.entry("run_alias", "run_key"));

    private final RunRemovals removals;
    private final int most;
    private int rows;
    private int removed;
    private long openRejects;

    Step(RunRemovals removals, int most) {
      this.removals = removals;
      this.most = most;
    }

    /** Whether a run is gone: false if the step is over before. */
    boolean remove(String runId) {
      for (Map.Entry<String, String> table : MANY) {
        if (!removeRows(table.getKey(), table.getValue(), runId)) {
          return false;
        }
      }
      removals.deleteAll("triggered_run", runId);
      removals.deleteAll("result_delivery", runId);
      removals.deleteRun(runId);
      removals.markRemoved(runId);
      rows++;
      removed++;
      return true;
    }

    private boolean removeRows(String table, String order, String runId) {
      if (rows >= most) {
        return false;
      }
      if (table.equals("reject")) {
        openRejects += removals.openRejects(runId, most - rows);
      }
      int gone = removals.delete(table, order, runId, most - rows);
      rows += gone;
      return gone == 0 || rows < most;
    }

    EndedRuns.Step ends(EndedRuns.Position next, boolean more) {
      return new EndedRuns.Step(removed, openRejects, next, more);
    }
  }
}
