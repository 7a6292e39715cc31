package io.writeback.ledger;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.sqlobject.CreateSqlObject;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/** Which run may write to which target: one at a time, while its process renews its lease. */
public interface LeaseStore {
  /** In this time each process tries each run again that waits for its target. */
  Duration TRIED_AGAIN = Duration.ofSeconds(3);

  @CreateSqlObject
  LeaseWrites writes();

  /**
   * Takes a target for a run, and the run with it: a process that had it before is fenced off.
   *
   * @param seen the run as the caller knows it; one that was resumed since is gone
   */
  @Transaction
  default Claim claim(RunEntry seen, String target, LeaseTerms terms) {
    LeaseWrites writes = writes();
    long now = writes.events().now().toEpochMilli();
    if (!writes.aim(seen.id(), seen.epoch(), target)) {
      return new Claim.Gone();
    }
    writes.lock(target, seen.id());
    writes.expire(target, seen.id(), now);
    Optional<String> newer = writes.history().overtakenBy(seen.id());
    if (newer.isPresent()) {
      return new Claim.Overtaken(newer.get());
    }
    Optional<Claim> first = writes.order().before(seen, now);
    if (first.isPresent()) {
      return first.get();
    }
    writes.order().ready(seen.id(), now);
    Optional<String> older =
        writes.order().waitsLonger(seen.id(), now - TRIED_AGAIN.toMillis(), now);
    if (older.isPresent()) {
      return new Claim.Busy(older.get());
    }
    Optional<LeaseWrites.Unanswered> unanswered =
        writes.unanswered(seen.id(), target, now - terms.quarantine().toMillis());
    if (unanswered.isPresent()) {
      return new Claim.Quiet(
          unanswered.get().runId(), unanswered.get().at().plus(terms.quarantine()));
    }
    long until = now + terms.length().toMillis();
    if (writes.take(target, seen.id(), terms.holder(), until, now)) {
      return new Claim.Taken(writes.begin(seen.id(), now));
    }
    String owner = writes.owner(target);
    return owner.equals(seen.id()) ? new Claim.Gone() : new Claim.Busy(owner);
  }

  /** Gives the target of a run back, if this holder still has it. */
  @SqlUpdate("update target_lease set held_until = 0 where run_id = :runId and holder = :holder")
  void release(String runId, String holder);

  /**
   * Renews the leases of the runs that a process executes, also when they are over and no other
   * process has taken the target or the run since: after an outage of the ledger all are over. A
   * target that it could not give back is free when its lease is over.
   *
   * @return the runs that still have their target; one that is missing has lost it
   */
  @Transaction
  default Set<String> renew(LeaseTerms terms, Set<String> runs) {
    renew(terms.holder(), terms.length(), runs);
    return held(terms.holder());
  }

  /** In another epoch the run was cancelled, or another process has it. */
  @SqlUpdate(
      """
      update target_lease set held_until = :now + :length
      where holder = :holder and held_until > 0 and run_id in (<runs>)
        and exists (select 1 from run
          where run.id = target_lease.run_id and run.epoch = target_lease.epoch)
      """)
  void renew(
      String holder,
      Duration length,
      @BindList(onEmpty = BindList.EmptyHandling.NULL_STRING) Set<String> runs);

  /** The runs that a process executes, according to their leases. */
  @SqlQuery("select run_id from target_lease where holder = :holder and held_until > :now")
  Set<String> held(String holder);

  /**
   * Gives back whatever an earlier process held under a name that only one uses at a time. When it
   * died is unknown: what it sent last may still be carried out.
   */
  @Transaction
  default void releaseAll(String holder) {
    leaveAll(holder);
    freeAll(holder);
  }

  @SqlUpdate(
      """
      update batch set left_at = :now where state = 'OPEN' and run_id in
        (select run_id from target_lease where holder = :holder and held_until > 0)
      """)
  void leaveAll(String holder);

  @SqlUpdate("update target_lease set held_until = 0 where holder = :holder")
  void freeAll(String holder);

  /** The runs that some process executes, according to their leases. */
  @SqlQuery("select run_id from target_lease where held_until > :now")
  Set<String> live();

  /** The targets to which some process writes. */
  @SqlQuery("select target from target_lease where held_until > :now")
  Set<String> liveTargets();
}
