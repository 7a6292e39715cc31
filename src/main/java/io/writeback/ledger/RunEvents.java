package io.writeback.ledger;

import java.time.Instant;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Records run events, each in the transaction of the change that it reports. */
interface RunEvents {
  /** The time by the clock of all who share the ledger. */
  @SqlQuery("select :now")
  Instant now();

  /** Records the state of a run, unless its last event is that state. */
  default void note(String runId) {
    note(runId, null);
    owe(runId, ResultDelivery.ROWS);
    owe(runId, ResultDelivery.RUNS);
  }

  /** The results of a run that has ended, if they are delivered anywhere. */
  @SqlUpdate(
      """
      insert into result_delivery (run_id, kind, destination, account, since, try_at)
      select run.id, :kind, result_sink.destination, result_sink.account, :now, :now
      from run join result_sink on result_sink.writeback = run.writeback
      where run.id = :runId and run.finished_at is not null and run.state not in <unfinished>
      on conflict (run_id, kind) do nothing
      """)
  void owe(String runId, String kind);

  /**
   * The same. The time of an event is never before that of the one before it: a clock that is set
   * back does not change their order.
   *
   * @param requestId the request that is answered by it now, or null; each has an event of its own
   */
  @SqlUpdate(
      """
      insert into run_event (run_id, number, state, code, reason, request_id, at)
      select run.id, coalesce(last.number, 0) + 1, run.state, run.code, run.reason, :requestId,
        case when last.at > :now then last.at else :now end
      from run left join run_event last on last.run_id = run.id
        and last.number = (select max(number) from run_event where run_id = run.id)
      where run.id = :runId and exists (select 1 from outbox)
        and (:requestId is not null or coalesce(last.state, '') <> run.state)
      """)
  void note(String runId, String requestId);

  /** A write without meaning. */
  @SqlUpdate(
      """
      insert into ledger_writer (id, last_group, used_at) values ('probe', 0, :now)
      on conflict (id) do update set used_at = excluded.used_at
      """)
  void probe();
}
