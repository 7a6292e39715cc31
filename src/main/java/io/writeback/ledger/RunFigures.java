package io.writeback.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.sqlobject.customizer.BindMethodsList;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** Figures for monitoring. Each is read by an index, however many runs there are. */
public interface RunFigures {
  /** What a run is doing that has not ended, or can be resumed. */
  enum Phase {
    /** For its turn. */
    WAITING,
    RUNNING,
    /** It resumes by itself. */
    PAUSED,
    /** It is paused until a person has fixed something and resumes it. */
    WAITS_FOR_PERSON,
    /** A person paused it. */
    PAUSED_BY_PERSON,
    STOPPED
  }

  /**
   * The unfinished runs of a writeback in one phase.
   *
   * @param oldest when the oldest of them was accepted
   */
  record Unfinished(String writeback, Phase phase, long runs, Instant oldest) {}

  /**
   * The empty text keeps the database from grouping all runs: see {@link LedgerRows#UNFINISHED}.
   */
  @SqlQuery(
      """
      select writeback, phase, count(*) as runs, min(accepted_at) as oldest from (
        select writeback || '' as writeback, accepted_at, case
          when state = 'STOPPED' then 'STOPPED'
          when state = 'PAUSED' and pause_kind = 'REQUESTED' then 'PAUSED_BY_PERSON'
          when state = 'PAUSED' and resume_at is null then 'WAITS_FOR_PERSON'
          when state = 'PAUSED' then 'PAUSED'
          when begun_at is null then 'WAITING'
          else 'RUNNING' end as phase
        from run where state in <unfinished>) as unfinished
      group by writeback, phase
      """)
  List<Unfinished> unfinished();

  /**
   * The history of a writeback without its replays and undos; what there is not is null.
   *
   * @param succeeded when a run last reached its last row
   * @param first when the oldest run was accepted
   * @param last how the newest run ended that did and was not cancelled
   */
  record History(String writeback, Instant succeeded, Instant first, RunState last) {}

  /** The histories of some writebacks. */
  default List<History> histories(Collection<String> writebacks) {
    return writebacks.isEmpty()
        ? List.of()
        : historiesOf(writebacks.stream().map(Name::new).toList());
  }

  /** The name of a writeback. */
  record Name(String name) {}

  /** The same in one statement, as each takes longer than what it reads; the list is not empty. */
  @SqlQuery(
      """
      with asked (writeback) as (values <names>)
      select writeback,
        (select max(finished_at) from run
          where run.writeback = asked.writeback and parent is null and undoes is null
            and state in <complete>)
          as succeeded,
        (select accepted_at from run where run.writeback = asked.writeback
          order by accepted_number limit 1) as first,
        (select state from run where run.writeback = asked.writeback and parent is null
          and undoes is null and finished_at is not null and state <> 'CANCELLED'
          order by accepted_number desc limit 1) as last
      from asked
      """)
  List<History> historiesOf(
      @BindMethodsList(value = "names", methodNames = "name") List<Name> names);

  /** The bytes of all snapshots that are kept. */
  @SqlQuery(
      """
      select coalesce(sum(snapshot_bytes), 0) from run
      where snapshot_file is not null and snapshot_removed_at is null
      """)
  long snapshotBytes();

  /**
   * Events that the broker may not have.
   *
   * @param oldest the time of the oldest; null if there is none
   */
  record Unsent(long events, Instant oldest) {}

  /** None if no process publishes events. */
  @SqlQuery(
      """
      select count(*) as events, min(at) as oldest from run_event
      where sent_at is null and exists (select 1 from outbox)
      """)
  Unsent unsent();

  /**
   * Results that could not be delivered yet.
   *
   * @param oldest since when; null if there are none
   */
  record Undelivered(long results, Instant oldest) {}

  @SqlQuery(
      """
      select count(*) as results, min(since) as oldest from result_delivery
      where done_at is null and failure is not null
      """)
  Undelivered undelivered();
}
