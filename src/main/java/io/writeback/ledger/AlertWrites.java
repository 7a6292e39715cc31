package io.writeback.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.jdbi.v3.sqlobject.CreateSqlObject;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements of {@link AlertStore}, in its transactions. */
interface AlertWrites {
  @CreateSqlObject
  RunEvents events();

  /** Makes a change and writes its messages; whether there was anything to change. */
  default boolean apply(AlertChange change, Collection<String> channels) {
    Instant now = events().now();
    switch (change.kind()) {
      case RAISED -> {
        if (!insert(change, now)) {
          return false;
        }
        write(change, now, now, channels);
      }
      case REPEATED -> {
        return repeat(change);
      }
      case RECOVERED -> {
        Optional<Instant> since = close(change);
        if (since.isEmpty()) {
          return false;
        }
        write(change, since.get(), now, channels);
      }
      case DROPPED -> {
        return close(change).isPresent();
      }
    }
    return true;
  }

  @SqlUpdate(
      """
      insert into alert (writeback, rule, since, run_id, run_number, message)
      values (:writeback, :rule, :since, :runId, :runNumber, :message)
      on conflict (writeback, rule) do nothing
      """)
  boolean insert(@BindMethods AlertChange change, Instant since);

  @SqlUpdate(
      """
      update alert set run_id = :runId, run_number = :runNumber, message = :message
      where writeback = :writeback and rule = :rule and run_number < :runNumber
      """)
  boolean repeat(@BindMethods AlertChange change);

  /** When the alert that is closed was raised; empty if there is none. */
  @SqlQuery("delete from alert where writeback = :writeback and rule = :rule returning since")
  Optional<Instant> close(@BindMethods AlertChange change);

  private void write(AlertChange change, Instant since, Instant now, Collection<String> channels) {
    if (!channels.isEmpty()) {
      long number = next();
      boolean recovered = change.kind() == AlertChange.Kind.RECOVERED;
      channels.forEach(channel -> write(change, number, channel, recovered, since, now));
    }
  }

  /** The number of the next message: greater than all before. */
  @SqlQuery(
      """
      update ledger_number set last_number = last_number + 1 where name = 'alert'
      returning last_number
      """)
  long next();

  @SqlUpdate(
      """
      insert into alert_message (number, channel, writeback, rule, recovered, since, at, run_id,
        message, try_at)
      values (:number, :channel, :writeback, :rule, :recovered, :since, :at, :runId, :message, :at)
      """)
  void write(
      @BindMethods AlertChange change,
      long number,
      String channel,
      boolean recovered,
      Instant since,
      Instant at);

  @SqlUpdate(
      """
      update alert_message set tries = tries + 1, try_at = :now + :length
      where channel = :channel and number = :number and try_at = :tryAt
      """)
  boolean claim(@BindMethods AlertMessage message, Duration length);
}
