package io.writeback.ledger;

import io.writeback.limit.HostDivision;
import io.writeback.limit.HostShare;
import io.writeback.limit.HostUse;
import io.writeback.limit.LearntLimit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.sqlobject.CreateSqlObject;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/**
 * What all processes of a ledger may have in flight at a host, and which part of it each has. A
 * part that is not asked for again in time is free: its process died, or was frozen.
 */
public interface HostLimitStore {
  @CreateSqlObject
  RunEvents events();

  /** What was learnt of a host, in the columns of {@code host_limit}. */
  record Known(@Nested LearntLimit limit, long quietUntil) {}

  /**
   * Reports what a process used of its part, and gives it another one.
   *
   * @param lease how long the part is good
   */
  @Transaction
  default HostShare share(String holder, Duration lease, HostUse use) {
    lock(use.host());
    long now = events().now().toEpochMilli();
    expire(use.host(), now);
    Optional<Known> known = known(use.host());
    HostDivision.Divided divided =
        new HostDivision(
                known.map(Known::limit).orElse(null),
                parts(use.host()),
                known.map(Known::quietUntil).orElse(0L))
            .report(holder, use, now);
    learn(use.host(), divided.after().known(), divided.after().quietUntil());
    HostDivision.Part mine = divided.mine();
    if (mine.most() == 0 && mine.wanted() == 0) {
      giveBack(use.host(), holder);
    } else {
      take(use.host(), mine, now + lease.toMillis());
    }
    return divided.share();
  }

  /** Gives back all parts of a process that ends. */
  @SqlUpdate("delete from host_part where holder = :holder")
  void giveBack(String holder);

  /** One process after the other, for each host. */
  @SqlUpdate(
      """
      insert into host_limit (host) values (:host)
      on conflict (host) do update set host = excluded.host
      """)
  void lock(String host);

  @SqlUpdate("delete from host_part where host = :host and held_until <= :now")
  void expire(String host, long now);

  @SqlQuery("select * from host_limit where host = :host and most is not null")
  Optional<Known> known(String host);

  @SqlQuery("select * from host_part where host = :host")
  List<HostDivision.Part> parts(String host);

  @SqlUpdate(
      """
      update host_limit set most = :most, change = :change, lowered = :lowered,
        answers = :answers, peak = :peak, proven = :proven, refused = :refused,
        refused_at = :refusedAt, answers_since = :answersSince, last_event = :lastEvent,
        quiet_until = :quietUntil
      where host = :host
      """)
  void learn(String host, @BindMethods LearntLimit limit, long quietUntil);

  @SqlUpdate("delete from host_part where host = :host and holder = :holder")
  void giveBack(String host, String holder);

  @SqlUpdate(
      """
      insert into host_part (host, holder, ceiling, most, wanted, in_flight, since, held_until)
      values (:host, :holder, :ceiling, :most, :wanted, :inFlight, :since, :until)
      on conflict (host, holder) do update set ceiling = excluded.ceiling, most = excluded.most,
        wanted = excluded.wanted, in_flight = excluded.in_flight, since = excluded.since,
        held_until = excluded.held_until
      """)
  void take(String host, @BindMethods HostDivision.Part part, long until);
}
