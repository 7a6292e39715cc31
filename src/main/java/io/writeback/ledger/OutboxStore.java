package io.writeback.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.sqlobject.CreateSqlObject;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlBatch;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/**
 * Run events, to be published at least once: each is on disk in one transaction with the change
 * that it reports, and is unsent until the broker has it.
 *
 * <p>While no process publishes, none is written.
 */
public interface OutboxStore {
  @CreateSqlObject
  RunEvents events();

  /** From now on events are written. */
  @SqlUpdate(
      "insert into outbox (name, held_until) values ('run-events', 0) on conflict do nothing")
  void open();

  /** From now on none is written; those that were not sent yet stay. */
  @SqlUpdate("delete from outbox")
  void close();

  /**
   * Whether this process is the one that publishes: the events of a run stay in their order.
   *
   * @param holder the process
   * @param length for how long, unless it asks again
   */
  @SqlUpdate(
      """
      update outbox set holder = :holder, held_until = :now + :length
      where holder = :holder or held_until <= :now
      """)
  boolean hold(String holder, Duration length);

  /** Lets another process publish at once. */
  @SqlUpdate("update outbox set held_until = 0 where holder = :holder")
  void release(String holder);

  /**
   * Events that the broker may not have, the oldest first.
   *
   * @param except runs whose events are left out
   */
  default List<RunEvent> unsent(int most, Set<String> except) {
    return unsentBut(most, except.isEmpty() ? Set.of("") : except);
  }

  /** The same; the list may not be empty. */
  @SqlQuery(
      """
      select run_event.*, run.writeback from run_event join run on run.id = run_event.run_id
      where sent_at is null and run_event.run_id not in (<except>)
      order by run_event.at, run_event.run_id, run_event.number limit :most
      """)
  List<RunEvent> unsentBut(int most, @BindList Set<String> except);

  /**
   * The requests that a run answers.
   *
   * @param first the ids of those that came first
   * @param all how many there are
   */
  record Requests(List<String> first, int all) {
    public Requests {
      first = List.copyOf(first);
    }
  }

  /**
   * The requests that a run answers, in the order in which they came.
   *
   * @param most how many ids at most: there may be very many
   */
  default Requests requests(String runId, int most) {
    return new Requests(requestIds(runId, most), countRequests(runId));
  }

  @SqlQuery(
      """
      select request_id from request where run_id = :runId
      order by received_at, request_id limit :most
      """)
  List<String> requestIds(String runId, int most);

  @SqlQuery("select count(*) from request where run_id = :runId")
  int countRequests(String runId);

  /** Records that the broker has these. */
  default void sent(List<RunEvent> events) {
    sent(events, events().now());
  }

  @SqlBatch("update run_event set sent_at = :sent where run_id = :runId and number = :number")
  void sent(@BindMethods List<RunEvent> events, Instant sent);

  /** Records that one will not be sent: the time of that is 0. */
  @SqlUpdate("update run_event set sent_at = 0 where run_id = :runId and number = :number")
  void givenUp(@BindMethods RunEvent event);
}
