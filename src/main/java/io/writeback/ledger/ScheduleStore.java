package io.writeback.ledger;

import io.writeback.problem.Code;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The last fires of schedules, and the runs that they began. */
public final class ScheduleStore {
  private final LedgerStore store;

  ScheduleStore(LedgerStore store) {
    this.store = store;
  }

  /** The time of the last fire of a schedule; empty if there is none with this timing. */
  public Optional<Instant> lastFire(String schedule, String timing) {
    return store.find(
        Instant.class,
        "select last_fire from schedule where name = ? and timing = ?",
        schedule,
        timing);
  }

  /** From here on the fires of a schedule can be missed; those before are not. */
  public void begins(String schedule, String timing, Instant at) {
    store.execute(
        "insert into schedule (name, timing, last_fire) values (?, ?, ?)"
            + " on conflict (name) do update set timing = excluded.timing,"
            + " last_fire = excluded.last_fire where schedule.timing <> excluded.timing",
        schedule,
        timing,
        at);
  }

  /**
   * Accepts the run of a fire, or records why there is none, in one transaction with the time of
   * the fire.
   *
   * @return the run that answers the fire; of a fire that was skipped, one that is CANCELLED with
   *     the code {@link Code#FIRE_SKIPPED}
   */
  public AcceptedRun accept(RunRequest request, Fire fire) {
    return store.write(handle -> accept(handle, request, fire));
  }

  private AcceptedRun accept(Handle handle, RunRequest request, Fire fire) {
    boolean again = !fired(handle, fire);
    Optional<RunEntry> known =
        RunRequests.answered(handle, skipOf(request, fire))
            .or(() -> RunRequests.answered(handle, request));
    if (known.isPresent()) {
      if (!again && known.get().code() != Code.FIRE_SKIPPED) {
        FollowUpStore.insert(handle, known.get().id(), fire.schedule(), fire.tries());
      }
      return new AcceptedRun(known.get(), known.get().id().equals(request.id()));
    }
    String skipped = skipped(handle, request, fire);
    if (!skipped.isEmpty()) {
      return skip(handle, skipOf(request, fire), skipped);
    }
    AcceptedRun accepted = RunRequests.accept(handle, request, null, store.now(handle));
    String remark =
        accepted.isNew()
            ? fire.remark()
            : "it also answers the fire of " + fire.at() + ", as it had not begun by then";
    RunRequests.remark(handle, accepted.run().id(), remark);
    FollowUpStore.insert(handle, accepted.run().id(), fire.schedule(), fire.tries());
    return accepted;
  }

  /**
   * The request under a key of its schedule: what one schedule skips, another of the same writeback
   * may run at the same instant.
   */
  private static RunRequest skipOf(RunRequest request, Fire fire) {
    return new RunRequest(
        request.id(),
        "skip:" + fire.schedule() + "@" + fire.at(),
        request.writeback(),
        request.full(),
        request.parent(),
        request.scheduledAt());
  }

  /** A fire that starts no run and needs no entry: its route decided so. */
  public void fired(Fire fire) {
    store.write(handle -> fired(handle, fire));
  }

  /**
   * A clock that was set back does not make what was fired for fire again.
   *
   * @return whether the schedule had not fired for this time yet
   */
  private static boolean fired(Handle handle, Fire fire) {
    return handle.execute(
            "insert into schedule (name, timing, last_fire) values (?, ?, ?)"
                + " on conflict (name) do update set"
                + " last_fire = excluded.last_fire, timing = excluded.timing"
                + " where schedule.timing <> excluded.timing"
                + " or schedule.last_fire < excluded.last_fire",
            fire.schedule(),
            fire.timing(),
            fire.at())
        == 1;
  }

  private static String skipped(Handle handle, RunRequest request, Fire fire) {
    if (!fire.skipped().isEmpty() || !fire.busySkips()) {
      return fire.skipped();
    }
    return handle
        .select(
            "select id from run where writeback || '' = ? and finished_at is null and state in "
                + LedgerRows.UNFINISHED
                + " order by accepted_number limit 1",
            request.writeback())
        .mapTo(String.class)
        .findOne()
        .map(busy -> "the fire of " + fire.at() + " was skipped, as run " + busy + " was not over")
        .orElse("");
  }

  private AcceptedRun skip(Handle handle, RunRequest request, String reason) {
    long now = store.now(handle);
    long number = TargetOrder.next(handle);
    handle.execute(
        "insert into run (id, run_key, writeback, state, epoch, code, reason, accepted_at,"
            + " finished_at, accepted_number, rows_number)"
            + " values (?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?)"
            + " on conflict do nothing",
        request.id(),
        request.runKey(),
        request.writeback(),
        RunState.CANCELLED,
        Code.FIRE_SKIPPED,
        reason,
        now,
        now,
        number,
        number);
    OutboxStore.note(handle, request.id(), now);
    RunEntry entry = RunRequests.answered(handle, request).orElseThrow();
    return new AcceptedRun(entry, entry.id().equals(request.id()));
  }
}
