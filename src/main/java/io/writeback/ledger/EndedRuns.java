package io.writeback.ledger;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ColumnName;

/**
 * Removes runs that ended long ago with everything that the ledger has of them, in steps so small
 * that no other writer waits.
 *
 * <p>A run stays while anything may still need it: an unfinished run of its writeback or its
 * target, a replay of its rejects, a retry or notification, an event that was not sent, the next
 * run that compares itself with the last complete one, the next number of a file name, or a person,
 * if it took row messages that it did not write.
 */
public final class EndedRuns {
  /** Runs that are examined in one step. */
  private static final int EXAMINED = 500;

  private static final String REMOVABLE =
      """
      run.finished_at is not null and run.state not in %1$s
        and run.writeback not in (select unfinished.writeback from run as unfinished
          where unfinished.state in %1$s)
        and (run.target is null or run.target not in (select coalesce(unfinished.target, '')
          from run as unfinished where unfinished.state in %1$s))
        and not exists (select 1 from run as replay where replay.parent = run.id)
        and not exists (select 1 from target_lease where target_lease.run_id = run.id)
        and not exists (select 1 from triggered_run
          where triggered_run.run_id = run.id and over_at is null)
        and not exists (select 1 from run_event
          where run_event.run_id = run.id and sent_at is null)
        and (run.rows_taken = 0 or run.state in %2$s)
        and (run.plan is null or exists (select 1 from run as later
          where later.target = run.target and later.writeback = run.writeback
            and later.rows_number > run.rows_number and later.plan is not null
            and later.parent is null and later.state in %2$s))
        and (coalesce(run.number_taken, 0) = 0 or exists (select 1 from run as higher
          where higher.target = run.target and higher.number_taken > 0
            and higher.number_taken > run.number_taken))
      """
          .formatted(LedgerRows.UNFINISHED, LedgerRows.COMPLETE);

  private static final String ENDED_BEFORE =
      """
      select id, finished_at from run
      where finished_at is not null and finished_at < :before
        and (finished_at, id) > (:after, :id)
      order by finished_at, id limit :most
      """;

  /** What belongs to a run and may have many rows, each table with the column that orders them. */
  private static final List<List<String>> MANY =
      List.of(
          List.of("reject", "row_number"),
          List.of("difference", "row_number"),
          List.of("replay_row", "row_number"),
          List.of("batch", "number"),
          List.of("run_event", "number"),
          List.of("request", "run_key"),
          List.of("run_alias", "run_key"));

  private static final List<String> FEW = List.of("notice", "triggered_run");

  private final LedgerStore store;

  EndedRuns(LedgerStore store) {
    this.store = store;
  }

  /**
   * How far the runs have been examined, the oldest end first.
   *
   * @param finishedAt in milliseconds since 1970
   */
  public record Position(long finishedAt, @ColumnName("id") String runId) {
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
  public record Step(int removed, long openRejects, Position next, boolean more) {}

  /**
   * Removes some of what is left of runs that ended before a time.
   *
   * @param from where an earlier step got to
   * @param most how many rows are removed, about
   */
  public Step removeSome(Instant before, Position from, int most) {
    return store.write(handle -> removeSome(handle, before.toEpochMilli(), from, most));
  }

  private Step removeSome(Handle handle, long before, Position from, int most) {
    Removal removal = new Removal(handle, most, store.now(handle));
    for (String begun : removing(handle)) {
      if (!removal.remove(begun)) {
        return removal.step(from, true);
      }
    }
    Position reached = from;
    List<Position> examined = ended(handle, before, from);
    for (Position run : examined) {
      if (removal.begin(run.runId()) && !removal.remove(run.runId())) {
        return removal.step(reached, true);
      }
      reached = run;
    }
    return removal.step(reached, examined.size() == EXAMINED);
  }

  private static List<String> removing(Handle handle) {
    return handle
        .createQuery(
            "select id from run where removing_since is not null order by removing_since, id")
        .mapTo(String.class)
        .list();
  }

  private static List<Position> ended(Handle handle, long before, Position from) {
    return handle
        .createQuery(ENDED_BEFORE)
        .bind("before", before)
        .bind("after", from.finishedAt())
        .bind("id", from.runId())
        .bind("most", EXAMINED)
        .mapTo(Position.class)
        .list();
  }

  /** The removals of one step, within its transaction. */
  private static final class Removal {
    private final Handle handle;
    private final int most;
    private final long now;
    private int rows;
    private int removed;
    private long openRejects;

    Removal(Handle handle, int most, long now) {
      this.handle = handle;
      this.most = most;
      this.now = now;
    }

    Step step(Position next, boolean more) {
      return new Step(removed, openRejects, next, more);
    }

    /** Whether a run may be removed; from then on no replay of it begins. */
    boolean begin(String runId) {
      return handle.execute(
              "update run set removing_since = ? where id = ? and " + REMOVABLE, now, runId)
          == 1;
    }

    /** Whether a run is gone: false if the step is over before. */
    boolean remove(String runId) {
      for (List<String> table : MANY) {
        if (!removeRows(table.get(0), table.get(1), runId)) {
          return false;
        }
      }
      FEW.forEach(table -> handle.execute("delete from " + table + " where run_id = ?", runId));
      handle.execute("delete from run where id = ?", runId);
      handle.execute(
          "insert into removed_run (run_id, removed_at) values (?, ?)"
              + " on conflict (run_id) do nothing",
          runId,
          now);
      rows++;
      removed++;
      return true;
    }

    private boolean removeRows(String table, String order, String runId) {
      if (rows >= most) {
        return false;
      }
      String first =
          " from %1$s where run_id = :run and %2$s <= (select max(%2$s) from (select %2$s from %1$s where run_id = :run order by %2$s limit :most) as first)"
              .formatted(table, order);
      if (table.equals("reject")) {
        openRejects +=
            handle
                .createQuery("select count(*)" + first + " and state = 'OPEN'")
                .bind("run", runId)
                .bind("most", most - rows)
                .mapTo(Long.class)
                .one();
      }
      int gone =
          handle
              .createUpdate("delete" + first)
              .bind("run", runId)
              .bind("most", most - rows)
              .execute();
      rows += gone;
      return gone == 0 || rows < most;
    }
  }

  /** Whether a run is being removed, or is gone; in the caller's transaction. */
  static boolean isRemoved(Handle handle, String runId, String shareLock) {
    return handle
        .select("select 1 from run where id = ? and removing_since is null" + shareLock, runId)
        .mapTo(Integer.class)
        .findOne()
        .isEmpty();
  }

  /**
   * Runs that were removed since a time, in the order of their removal.
   *
   * @param after the last of those that are known already; "" for none
   */
  public List<Removed> removedSince(Instant since, String after, int most) {
    return store.list(
        Removed.class,
        "select run_id, removed_at from removed_run where (removed_at, run_id) > (?, ?)"
            + " order by removed_at, run_id limit ?",
        since,
        after,
        most);
  }

  /** A run that was removed. */
  public record Removed(String runId, @ColumnName("removed_at") Instant at) {}

  /** Forgets which runs were removed before a time: no process has a folder of them any more. */
  public void forgetRemoved(Instant before) {
    store.execute("delete from removed_run where removed_at < ?", before);
  }
}
