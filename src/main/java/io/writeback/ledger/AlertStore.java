package io.writeback.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.sqlobject.CreateSqlObject;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/**
 * Which writebacks need attention, and the messages about them: an alert and its messages are
 * written in one transaction with the runs that were examined for it.
 */
public interface AlertStore {
  /** How many runs of a writeback are examined. */
  int EXAMINED = 30;

  @CreateSqlObject
  AlertWrites writes();

  /** The open alerts, the oldest first. */
  @SqlQuery("select * from alert order by since, writeback, rule")
  List<OpenAlert> open();

  /** The open alerts of a writeback. */
  @SqlQuery("select * from alert where writeback = :writeback order by rule")
  List<OpenAlert> open(String writeback);

  /** The time by the clock of all who share the ledger. */
  @SqlQuery("select :now")
  Instant now();

  /** What the rules need of a writeback. */
  default AlertHistory history(String writeback) {
    return new AlertHistory(
        now(),
        writeback,
        runs(writeback, EXAMINED),
        paused(writeback),
        undelivered(writeback),
        open(writeback));
  }

  /** The same of several writebacks, with fewer questions. */
  default Stream<AlertHistory> histories(Collection<String> writebacks) {
    Instant now = now();
    Map<String, List<OpenAlert>> open =
        open().stream().collect(Collectors.groupingBy(OpenAlert::writeback));
    Map<String, List<AlertHistory.Paused>> paused =
        paused().stream().collect(Collectors.groupingBy(AlertHistory.Paused::writeback));
    Map<String, List<AlertHistory.Undelivered>> undelivered =
        undelivered().stream().collect(Collectors.groupingBy(AlertHistory.Undelivered::writeback));
    return writebacks.stream()
        .map(
            writeback ->
                new AlertHistory(
                    now,
                    writeback,
                    runs(writeback, EXAMINED),
                    paused.getOrDefault(writeback, List.of()),
                    undelivered.getOrDefault(writeback, List.of()),
                    open.getOrDefault(writeback, List.of())));
  }

  @SqlQuery(
      """
      select run.id, run.accepted_number as number, run.state, run.code, run.reason,
        run.accepted_at, coalesce(run.deadline_from, run.begun_at) as working_since,
        run.finished_at, run.snapshot_rows, run.rows_taken,
        coalesce(triggered_run.attempt, 0) as attempt,
        case when triggered_run.over_at is null and triggered_run.retries_left > 0
            or exists (select 1 from triggered_run as retry where retry.retry_of = run.id)
          then 1 else 0 end as tried_again
      from run left join triggered_run on triggered_run.run_id = run.id
      where run.writeback = :writeback and run.parent is null and run.undoes is null
        and (run.code is null or run.code <> <fireSkipped>)
      order by run.accepted_number desc limit :most
      """)
  List<AlertHistory.Entry> runs(String writeback, int most);

  default List<AlertHistory.Paused> paused(String writeback) {
    return paused().stream().filter(run -> run.writeback().equals(writeback)).toList();
  }

  /** All runs that a person has to resume, but undos: who asked for one sees it. */
  @SqlQuery(
      """
      select id, writeback, accepted_number as number, code, reason, paused_at from run
      where state = 'PAUSED' and resume_at is null and undoes is null order by accepted_number
      """)
  List<AlertHistory.Paused> paused();

  default List<AlertHistory.Undelivered> undelivered(String writeback) {
    return undelivered().stream().filter(one -> one.writeback().equals(writeback)).toList();
  }

  /**
   * All results that are not where they belong; those that were given up until some of a later run
   * have arrived.
   */
  @SqlQuery(
      """
      select run.id, run.writeback, run.accepted_number as number, delivery.kind,
        delivery.destination, delivery.since, delivery.tries, delivery.failure,
        case when delivery.done_at is null then 0 else 1 end as given_up
      from result_delivery as delivery join run on run.id = delivery.run_id
      where (delivery.done_at is null or delivery.failure is not null)
        and (delivery.done_at is null or not exists (
          select 1 from run as later join result_delivery as arrived on arrived.run_id = later.id
          where later.writeback = run.writeback and later.accepted_number > run.accepted_number
            and arrived.kind = delivery.kind and arrived.done_at is not null
            and arrived.failure is null))
      order by delivery.since, run.accepted_number, delivery.kind
      """)
  List<AlertHistory.Undelivered> undelivered();

  /** The counts of the settled batches of a run. */
  @SqlQuery(
      """
      select coalesce(sum(confirmed + differs), 0) as written,
        coalesce(sum(rejected), 0) as rejected, coalesce(sum(differs), 0) as differs
      from batch where run_id = :runId
      """)
  AlertHistory.Counts counts(String runId);

  /** How many rejects of a run no later run has written; counted up to {@code most}. */
  @SqlQuery(
      """
      select count(*) from (
        select 1 from reject where run_id = :runId and state = 'OPEN' limit :most) as first
      """)
  long openRejects(String runId, long most);

  /** The run that answers a fire of a schedule, or the entry that says why it has none. */
  default Optional<AlertHistory.Fired> fired(String writeback, String schedule, Instant fire) {
    return answering(Fire.skipKey(schedule, fire)).or(() -> answering(Fire.key(writeback, fire)));
  }

  @SqlQuery(
      """
      select id, accepted_number as number, code, reason, accepted_at from run
      where run_key = :runKey or id = (select run_id from run_alias where run_key = :runKey)
      """)
  Optional<AlertHistory.Fired> answering(String runKey);

  /**
   * Examines a writeback and changes its alerts.
   *
   * @param rules may be called more than once
   * @param channels each gets a message of each alert that is raised or recovers
   * @return the changes that were made: another process may have made some before
   */
  @Transaction
  default List<AlertChange> update(
      String writeback,
      Function<AlertHistory, List<AlertChange>> rules,
      Collection<String> channels) {
    return rules.apply(history(writeback)).stream()
        .filter(change -> writes().apply(change, channels))
        .toList();
  }

  /** Closes an alert without a message. */
  @SqlUpdate("delete from alert where writeback = :writeback and rule = :rule")
  void drop(String writeback, AlertRule rule);

  /**
   * Claims the next message of a channel that is due, if no other process has it. Those of one
   * alert go in their order.
   *
   * @param length how long no other process delivers it, unless it is recorded as done before
   */
  @Transaction
  default Optional<AlertMessage> claim(String channel, Duration length) {
    return due(channel)
        .filter(message -> writes().claim(message, length))
        .map(
            message ->
                new AlertMessage(
                    message.number(),
                    message.channel(),
                    message.writeback(),
                    message.rule(),
                    message.recovered(),
                    message.since(),
                    message.at(),
                    message.runId(),
                    message.message(),
                    message.tries() + 1,
                    message.tryAt()));
  }

  /** The next message of a channel that is due; costs no commit, unlike a claim. */
  @SqlQuery(
      """
      select * from alert_message as message
      where channel = :channel and try_at <= :now
        and not exists (select 1 from alert_message as earlier
          where earlier.channel = message.channel and earlier.writeback = message.writeback
            and earlier.rule = message.rule and earlier.number < message.number)
      order by number limit 1
      """)
  Optional<AlertMessage> due(String channel);

  /** The channels that messages wait for. */
  @SqlQuery("select distinct channel from alert_message order by channel")
  List<String> waitingChannels();

  /** A message was delivered, or given up. */
  @SqlUpdate("delete from alert_message where channel = :channel and number = :number")
  void done(@BindMethods AlertMessage message);

  /** When a message that could not be delivered is tried again. */
  @SqlUpdate(
      "update alert_message set try_at = :now + :pause where channel = :channel and number = :number")
  void again(@BindMethods AlertMessage message, Duration pause);

  /** Gives up the messages of a channel that were written before a time. */
  @SqlUpdate("delete from alert_message where channel = :channel and at < :now - :age")
  int giveUp(String channel, Duration age);
}
