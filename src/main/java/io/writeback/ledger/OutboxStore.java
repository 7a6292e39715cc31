package io.writeback.ledger;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;

/**
 * Run events, to be published at least once: each is on disk in one transaction with the change
 * that it reports, and is unsent until the broker has it.
 *
 * <p>While no process publishes, none is written.
 */
public final class OutboxStore {
  private static final String NAME = "run-events";
  private static final String SENT =
      "update run_event set sent_at = ? where run_id = ? and number = ?";

  private final LedgerStore store;

  OutboxStore(LedgerStore store) {
    this.store = store;
  }

  /**
   * Records the state of a run, unless its last event is that state. The time of an event is never
   * before that of the one before it: a clock that is set back does not change their order.
   *
   * @param requestId the request that is answered by it now, or null; each has an event of its own
   */
  static void note(Handle handle, String runId, String requestId, long now) {
    handle.execute(
        "insert into run_event (run_id, number, state, code, reason, request_id, at)"
            + " select run.id, coalesce(last.number, 0) + 1, run.state, run.code, run.reason, ?,"
            + " case when last.at > ? then last.at else ? end"
            + " from run left join run_event last on last.run_id = run.id and last.number ="
            + " (select max(number) from run_event where run_id = run.id)"
            + " where run.id = ? and exists (select 1 from outbox)"
            + (requestId == null ? " and coalesce(last.state, '') <> run.state" : ""),
        requestId,
        now,
        now,
        runId);
  }

  static void note(Handle handle, String runId, long now) {
    note(handle, runId, null, now);
  }

  /** From now on events are written. */
  public void open() {
    store.execute(
        "insert into outbox (name, held_until) values (?, 0) on conflict do nothing", NAME);
  }

  /** From now on none is written; those that were not sent yet stay. */
  public void close() {
    store.execute("delete from outbox");
  }

  /**
   * Whether this process is the one that publishes: the events of a run stay in their order.
   *
   * @param holder the process
   * @param length for how long, unless it asks again
   */
  public boolean hold(String holder, Duration length) {
    return store.write(
        handle -> {
          long now = store.now(handle);
          return handle.execute(
                  "update outbox set holder = ?, held_until = ?"
                      + " where holder = ? or held_until <= ?",
                  holder,
                  now + length.toMillis(),
                  holder,
                  now)
              == 1;
        });
  }

  /** Lets another process publish at once. */
  public void release(String holder) {
    store.execute("update outbox set held_until = 0 where holder = ?", holder);
  }

  /**
   * Events that the broker may not have, the oldest first.
   *
   * @param except runs whose events are left out
   */
  public List<RunEvent> unsent(int most, Set<String> except) {
    return store.read(
        handle -> unsent(handle, except).bind("most", most).mapTo(RunEvent.class).list());
  }

  private static Query unsent(Handle handle, Set<String> except) {
    String sql =
        "select run_event.*, run.writeback from run_event join run on run.id = run_event.run_id"
            + " where sent_at is null%s"
            + " order by run_event.at, run_event.run_id, run_event.number limit :most";
    return except.isEmpty()
        ? handle.createQuery(sql.formatted(""))
        : handle
            .createQuery(sql.formatted(" and run_event.run_id not in (<except>)"))
            .bindList("except", except);
  }

  /**
   * The requests that a run answers.
   *
   * @param first the ids of those that came first
   * @param all how many there are
   */
  public record Requests(List<String> first, int all) {
    public Requests {
      first = List.copyOf(first);
    }
  }

  /**
   * The requests that a run answers, in the order in which they came.
   *
   * @param most how many ids at most: there may be very many
   */
  public Requests requests(String runId, int most) {
    return store.read(
        handle ->
            new Requests(
                handle
                    .select(
                        "select request_id from request where run_id = ? order by received_at,"
                            + " request_id limit ?",
                        runId,
                        most)
                    .mapTo(String.class)
                    .list(),
                handle
                    .select("select count(*) from request where run_id = ?", runId)
                    .mapTo(Integer.class)
                    .one()));
  }

  /** Records that the broker has these. */
  public void sent(List<RunEvent> events) {
    if (events.isEmpty()) {
      return;
    }
    store.write(
        handle -> {
          PreparedBatch batch = handle.prepareBatch(SENT);
          long now = store.now(handle);
          events.forEach(event -> batch.add(now, event.runId(), event.number()));
          return batch.execute();
        });
  }

  /** Records that one will not be sent: the time of that is 0. */
  public void givenUp(RunEvent event) {
    store.execute(SENT, 0, event.runId(), event.number());
  }
}
