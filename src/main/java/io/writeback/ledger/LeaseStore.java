package io.writeback.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Which run may write to which target: one at a time, while its process renews its lease. */
public final class LeaseStore {
  private final LedgerStore store;

  LeaseStore(LedgerStore store) {
    this.store = store;
  }

  /**
   * Takes a target for a run, and the run with it: a process that had it before is fenced off.
   *
   * @param seen the run as the caller knows it; one that was resumed since is gone
   */
  public Claim claim(RunEntry seen, String target, LeaseTerms terms) {
    return store.write(handle -> claim(handle, seen, target, terms, store.now(handle)));
  }

  private static Claim claim(
      Handle handle, RunEntry seen, String target, LeaseTerms terms, long now) {
    int there =
        handle.execute(
            "update run set target = ? where id = ? and epoch = ? and cancel_asked_at is null"
                + " and state in "
                + LedgerRows.UNFINISHED,
            target,
            seen.id(),
            seen.epoch());
    if (there == 0) {
      return new Claim.Gone();
    }
    lock(handle, target, seen.id());
    expire(handle, target, seen.id(), now);
    Optional<String> newer = TargetOrder.overtakenBy(handle, seen.id());
    if (newer.isPresent()) {
      return new Claim.Overtaken(newer.get());
    }
    Optional<Claim> first = TargetOrder.before(handle, seen, now);
    if (first.isPresent()) {
      return first.get();
    }
    Optional<Claim.Quiet> quiet = unanswered(handle, seen.id(), target, terms, now);
    if (quiet.isPresent()) {
      return quiet.get();
    }
    int taken =
        handle.execute(
            "insert into target_lease (target, run_id, holder, held_until) values (?, ?, ?, ?)"
                + " on conflict (target) do update set run_id = excluded.run_id,"
                + " holder = excluded.holder, held_until = excluded.held_until"
                + " where target_lease.held_until <= ?",
            target,
            seen.id(),
            terms.holder(),
            now + terms.length().toMillis(),
            now);
    if (taken == 1) {
      return new Claim.Taken(begin(handle, seen.id(), now));
    }
    String owner = owner(handle, target);
    return owner.equals(seen.id()) ? new Claim.Gone() : new Claim.Busy(owner);
  }

  /**
   * Keeps others from settling a request to the target, or taking it, until this is decided: at
   * READ COMMITTED, what was read earlier could be outdated.
   */
  private static void lock(Handle handle, String target, String runId) {
    handle.execute(
        "insert into target_lease (target, run_id, holder, held_until) values (?, ?, '', 0)"
            + " on conflict (target) do update set held_until = target_lease.held_until",
        target,
        runId);
  }

  /**
   * Fences off a process whose lease expired. Its own clock may say otherwise, as that of a
   * suspended machine does not run, so its next update is refused. When it sent its last request is
   * unknown; that may still be carried out.
   */
  private static void expire(Handle handle, String target, String butRun, long now) {
    Optional<String> late =
        handle
            .select(
                "select run_id from target_lease where target = ? and run_id <> ?"
                    + " and held_until > 0 and held_until <= ?",
                target,
                butRun,
                now)
            .mapTo(String.class)
            .findOne();
    if (late.isPresent()) {
      handle.execute(
          "update run set epoch = epoch + 1 where id = ? and finished_at is null", late.get());
      handle.execute(
          "update batch set left_at = ? where run_id = ? and state = 'OPEN'", now, late.get());
      handle.execute(
          "update target_lease set held_until = 0 where target = ? and run_id = ?",
          target,
          late.get());
    }
  }

  private static String owner(Handle handle, String target) {
    return handle
        .select("select run_id from target_lease where target = ?", target)
        .mapTo(String.class)
        .one();
  }

  /**
   * The last request of another run to the target that may still be carried out: one that went
   * unanswered, or one of a batch that was left open.
   */
  private static Optional<Claim.Quiet> unanswered(
      Handle handle, String runId, String target, LeaseTerms terms, long now) {
    return handle
        .createQuery(
            "select run_id, sent from ("
                + "select unanswered_run as run_id, unanswered_at as sent from target_lease"
                + " where target = :target and unanswered_at is not null"
                + " union all"
                + " select batch.run_id, coalesce(batch.left_at, batch.intent_at) from batch"
                + " join run on run.id = batch.run_id"
                + " where batch.state = 'OPEN' and run.target || '' = :target"
                + ") as requests where run_id <> :run and sent > :since order by sent desc limit 1")
        .bind("target", target)
        .bind("run", runId)
        .bind("since", now - terms.quarantine().toMillis())
        .map(
            (row, context) ->
                new Claim.Quiet(
                    row.getString("run_id"),
                    Instant.ofEpochMilli(row.getLong("sent")).plus(terms.quarantine())))
        .findOne();
  }

  private static StoredRun begin(Handle handle, String runId, long now) {
    FollowUpStore.runResumes(handle, runId);
    handle.execute(
        "update run set epoch = epoch + 1, code = null, reason = null, finished_at = null,"
            + " pause_kind = null, paused_at = null, resume_at = null,"
            + " begun_at = coalesce(begun_at, ?), deadline_from = coalesce(deadline_from, ?),"
            + " state = case when plan is null then 'ACCEPTED' else 'RUNNING' end"
            + " where id = ?",
        now,
        now,
        runId);
    TargetOrder.numberRows(handle, runId);
    OutboxStore.note(handle, runId, now);
    // What an earlier process sent may still be carried out, even when the batch is settled by
    // then. It sent nothing after it left the batch; when a process that died left it is unknown.
    handle.execute(
        "update target_lease set unanswered_run = ?, unanswered_at ="
            + " (select max(coalesce(left_at, ?)) from batch where run_id = ? and state = 'OPEN')"
            + " where run_id = ? and exists"
            + " (select 1 from batch where batch.run_id = ? and state = 'OPEN')",
        runId,
        now,
        runId,
        runId,
        runId);
    // What was certain for an earlier process is no longer: the records may be sent again.
    handle.execute(
        "update batch set epoch = (select epoch from run where id = ?), in_doubt = 0,"
            + " not_sent = 0, left_at = ?, resume_at = null where run_id = ? and state = 'OPEN'",
        runId,
        now,
        runId);
    return handle.select("select * from run where id = ?", runId).mapTo(StoredRun.class).one();
  }

  /** Records that a request of a run may still be carried out. */
  static void unanswered(Handle handle, String runId, long now) {
    handle.execute(
        "update target_lease set unanswered_at = ?, unanswered_run = ? where run_id = ?",
        now,
        runId,
        runId);
  }

  /** Gives the target of a run back, if this holder still has it. */
  public void release(String runId, String holder) {
    store.execute(
        "update target_lease set held_until = 0 where run_id = ? and holder = ?", runId, holder);
  }

  /**
   * Renews the leases of the runs that a process executes. A target that it could not give back is
   * free when its lease expires.
   *
   * @return the runs that still have their target; one that is missing has lost it
   */
  public Set<String> renew(LeaseTerms terms, Set<String> runs) {
    if (runs.isEmpty()) {
      return Set.of();
    }
    return store.write(
        handle -> {
          long now = store.now(handle);
          handle
              .createUpdate(
                  "update target_lease set held_until = :until"
                      + " where holder = :holder and held_until > :now and run_id in (<runs>)")
              .bind("until", now + terms.length().toMillis())
              .bind("holder", terms.holder())
              .bind("now", now)
              .bindList("runs", List.copyOf(runs))
              .execute();
          return Set.copyOf(
              handle
                  .select(
                      "select run_id from target_lease where holder = ? and held_until > ?",
                      terms.holder(),
                      now)
                  .mapTo(String.class)
                  .list());
        });
  }

  /**
   * Gives back whatever an earlier process held under a name that only one uses at a time. When it
   * died is unknown: what it sent last may still be carried out.
   */
  public void releaseAll(String holder) {
    store.write(
        handle -> {
          handle.execute(
              "update batch set left_at = ? where state = 'OPEN' and run_id in"
                  + " (select run_id from target_lease where holder = ? and held_until > 0)",
              store.now(handle),
              holder);
          return handle.execute("update target_lease set held_until = 0 where holder = ?", holder);
        });
  }

  /** The runs that some process executes, according to their leases. */
  public Set<String> live() {
    return store.read(
        handle ->
            Set.copyOf(
                handle
                    .select(
                        "select run_id from target_lease where held_until > ?", store.now(handle))
                    .mapTo(String.class)
                    .list()));
  }
}
