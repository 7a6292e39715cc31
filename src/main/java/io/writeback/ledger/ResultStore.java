package io.writeback.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/**
 * The results of runs on their way to where people look at them: each delivery is written in the
 * transaction that ends its run, and stays due until it is done.
 */
public interface ResultStore {
  /** From now on the results of a writeback are delivered. */
  @SqlUpdate(
      """
      insert into result_sink (writeback, destination, account)
      values (:writeback, :destination, :account)
      on conflict (writeback) do update
        set destination = excluded.destination, account = excluded.account
      """)
  void deliver(String writeback, String destination, String account);

  /** From now on they are not; what is due already still is. */
  @SqlUpdate("delete from result_sink where writeback = :writeback")
  void keep(String writeback);

  /** Where the results of a writeback go, if they do. */
  @SqlQuery("select destination, account from result_sink where writeback = :writeback")
  Optional<Sink> sink(String writeback);

  /** Where results go. */
  record Sink(String destination, String account) {}

  /** The time by the clock of all who share the ledger. */
  @SqlQuery("select :now")
  Instant now();

  /** The next delivery that is due; costs no commit, unlike a claim. */
  @SqlQuery(
      """
      select * from result_delivery where done_at is null and try_at <= :now
      order by try_at, run_id, kind limit 1
      """)
  Optional<ResultDelivery> due();

  /** What is delivered of a run, or will be. */
  @SqlQuery("select * from result_delivery where run_id = :runId order by kind")
  List<ResultDelivery> of(String runId);

  /**
   * Claims a delivery, if no other process has.
   *
   * @param length how long no other process tries it, unless it is recorded as done before
   */
  @SqlUpdate(
      """
      update result_delivery set tries = tries + 1, try_at = :now + :length
      where run_id = :runId and kind = :kind and try_at = :tryAt and done_at is null
      """)
  boolean claim(@BindMethods ResultDelivery delivery, Duration length);

  /**
   * Its parts are uploaded to this execution; null if that one failed.
   *
   * @return false if another process has claimed it since, as by all of the following
   */
  @SqlUpdate(
      """
      update result_delivery set execution = :begun, asked_at = null, accepted_at = null
      where run_id = :runId and kind = :kind and tries = :tries
      """)
  boolean begun(@BindMethods ResultDelivery delivery, Long begun);

  /** Its execution is about to be committed: from here on that may have happened. */
  @SqlUpdate(
      """
      update result_delivery set asked_at = :now
      where run_id = :runId and kind = :kind and tries = :tries
      """)
  boolean committing(@BindMethods ResultDelivery delivery);

  /** Domo has answered that it appends its execution: that is not asked for again. */
  @SqlUpdate(
      """
      update result_delivery set accepted_at = :now
      where run_id = :runId and kind = :kind and tries = :tries
      """)
  boolean accepted(@BindMethods ResultDelivery delivery);

  @SqlUpdate(
      """
      update result_delivery set done_at = :now, failure = null
      where run_id = :runId and kind = :kind and tries = :tries
      """)
  boolean done(@BindMethods ResultDelivery delivery);

  /** When a delivery that failed is tried again. */
  @SqlUpdate(
      """
      update result_delivery set try_at = :now + :pause, failure = :reason
      where run_id = :runId and kind = :kind and tries = :tries
      """)
  boolean again(@BindMethods ResultDelivery delivery, String reason, Duration pause);

  /** It is not tried any more. */
  @SqlUpdate(
      """
      update result_delivery set done_at = :now, failure = :reason
      where run_id = :runId and kind = :kind and tries = :tries
      """)
  boolean giveUp(@BindMethods ResultDelivery delivery, String reason);

  /** The stream of Domo that has this name, as it was found or created. */
  @SqlQuery("select stream from result_stream where account = :account and name = :name")
  Optional<Long> stream(String account, String name);

  @SqlUpdate(
      """
      insert into result_stream (account, name, stream) values (:account, :name, :stream)
      on conflict (account, name) do update set stream = excluded.stream
      """)
  void keepStream(String account, String name, long stream);

  /** The stream is gone: it is looked for, or created, the next time. */
  @SqlUpdate("delete from result_stream where account = :account and name = :name")
  void forgetStream(String account, String name);
}
