package io.writeback.ledger;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.sqlobject.CreateSqlObject;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/** Which processes share the ledger, and which of them does what only one at a time may do. */
public interface HeartbeatStore {
  /** How long a process that is no longer alive is remembered. */
  Duration KEPT = Duration.ofHours(1);

  @CreateSqlObject
  LeaseStore leases();

  /**
   * A process.
   *
   * @param program its name and version
   */
  record Living(String id, String program) {}

  /**
   * What a process says of itself.
   *
   * @param serves whether it stays, and takes the runs that wait
   * @param runs that it executes
   * @param duties that it has
   */
  record Beat(String program, boolean serves, Set<String> runs, Set<String> duties) {}

  /**
   * What a process has after it said so.
   *
   * @param runs that still have their target
   * @param duties that it still has
   * @param servers the processes that stay, and are alive
   */
  record Held(Set<String> runs, Set<String> duties, List<Living> servers) {}

  /** A process is alive: renews whatever it has, unless another process has taken it. */
  @Transaction
  default Held beat(LeaseTerms terms, Beat beat) {
    alive(terms.holder(), beat.program(), beat.serves(), terms.length());
    // Long after: two that were away together would each wait for the row of the other.
    forgetOthers(terms.holder(), KEPT);
    renew(terms.holder(), terms.length(), beat.duties());
    return new Held(leases().renew(terms, beat.runs()), duties(terms.holder()), servers());
  }

  @SqlUpdate("delete from process where id <> :holder and alive_until <= :now - :kept")
  void forgetOthers(String holder, Duration kept);

  @SqlUpdate(
      """
      insert into process (id, program, serves, alive_until)
      values (:holder, :program, :serves, :now + :length)
      on conflict (id) do update set serves = excluded.serves, alive_until = excluded.alive_until
      """)
  void alive(String holder, String program, boolean serves, Duration length);

  @SqlUpdate(
      """
      update duty set held_until = :now + :length
      where holder = :holder and name in (<duties>)
      """)
  void renew(
      String holder,
      Duration length,
      @BindList(onEmpty = BindList.EmptyHandling.NULL_STRING) Set<String> duties);

  @SqlQuery("select name from duty where holder = :holder and held_until > :now")
  Set<String> duties(String holder);

  @SqlQuery("select id, program from process where serves = 1 and alive_until > :now order by id")
  List<Living> servers();

  /** Takes a duty that no living process has; whether it is this process's now. */
  @SqlUpdate(
      """
      insert into duty (name, holder, held_until) values (:duty, :holder, :now + :length)
      on conflict (name) do update set holder = excluded.holder, held_until = excluded.held_until
      where duty.holder = excluded.holder or duty.held_until <= :now
      """)
  boolean take(String duty, String holder, Duration length);

  /** Gives a duty back, if this process still has it. */
  @SqlUpdate("delete from duty where name = :duty and holder = :holder")
  void leave(String duty, String holder);

  /** A process ends: others need not wait until it is known that it is not alive. */
  @Transaction
  default void end(String holder) {
    leaveAll(holder);
    forget(holder);
  }

  @SqlUpdate("delete from duty where holder = :holder")
  void leaveAll(String holder);

  @SqlUpdate("delete from process where id = :holder")
  void forget(String holder);
}
