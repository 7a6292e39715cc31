package io.writeback.ledger;

import io.writeback.problem.Code;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.CreateSqlObject;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/** The last fires of schedules, and the runs that they began. */
public interface ScheduleStore {
  @CreateSqlObject
  RunRequests requests();

  @CreateSqlObject
  FollowUpWrites followUps();

  /** The time of the last fire of a schedule; empty if there is none with this timing. */
  @SqlQuery("select last_fire from schedule where name = :schedule and timing = :timing")
  Optional<Instant> lastFire(String schedule, String timing);

  /** From here on the fires of a schedule can be missed; those before are not. */
  @SqlUpdate(
      """
      insert into schedule (name, timing, last_fire) values (:schedule, :timing, :at)
      on conflict (name) do update set timing = excluded.timing, last_fire = excluded.last_fire
      where schedule.timing <> excluded.timing
      """)
  void begins(String schedule, String timing, Instant at);

  /**
   * Accepts the run of a fire, or records why there is none, in one transaction with the time of
   * the fire.
   *
   * @return the run that answers the fire; of a fire that was skipped, one that is CANCELLED with
   *     the code {@link Code#FIRE_SKIPPED}
   */
  @Transaction
  default AcceptedRun accept(RunRequest request, Fire fire) {
    RunRequests requests = requests();
    boolean isFirst = fired(fire);
    reached(fire);
    // What one schedule skips, another of the same writeback may run at the same instant.
    RunRequest skip = request.underKey(Fire.skipKey(fire.schedule(), fire.at()));
    Optional<RunEntry> known =
        requests.answered(skip.runKey()).or(() -> requests.answered(request.runKey()));
    if (known.isPresent()) {
      if (isFirst && known.get().code() != Code.FIRE_SKIPPED) {
        followUps().insert(known.get().id(), fire.schedule(), fire.tries());
      }
      return AcceptedRun.of(request, known.get());
    }
    String skipped = skipped(request.writeback(), fire);
    if (!skipped.isEmpty()) {
      requests.insertEnded(skip, Code.FIRE_SKIPPED, skipped, requests.order().next());
      requests.events().note(skip.id());
      return AcceptedRun.of(skip, requests.answered(skip.runKey()).orElseThrow());
    }
    AcceptedRun accepted = requests.accept(request, null);
    requests.remark(
        accepted.run().id(),
        accepted.isNew()
            ? fire.remark()
            : "it also answers the fire of " + fire.at() + ", as it had not begun by then");
    followUps().insert(accepted.run().id(), fire.schedule(), fire.tries());
    return accepted;
  }

  /** A fire that starts no run and needs no entry: its route decided so. */
  @Transaction
  default void endsWithoutRun(Fire fire) {
    fired(fire);
    reached(fire);
  }

  /**
   * Records the time of a fire. A clock that was set back does not make what was fired for fire
   * again.
   *
   * @return whether the schedule had not fired for this time yet
   */
  @SqlUpdate(
      """
      insert into schedule (name, timing, last_fire) values (:schedule, :timing, :at)
      on conflict (name) do update set last_fire = excluded.last_fire, timing = excluded.timing
      where schedule.timing <> excluded.timing or schedule.last_fire < excluded.last_fire
      """)
  boolean fired(@BindMethods Fire fire);

  /**
   * The route of a trigger begins in a process of a shared ledger, with a fire of each schedule
   * that it has.
   *
   * @return false if it has begun in another process
   */
  @Transaction
  default boolean begin(List<Fire> fires, String holder) {
    forgetBegun(KEPT);
    for (Fire fire : fires) {
      if (!insertBegun(fire, holder) && fire == fires.get(0)) {
        return false;
      }
    }
    return true;
  }

  /** Far longer than a fire is late on another machine. */
  Duration KEPT = Duration.ofDays(7);

  @SqlUpdate("delete from begun_fire where begun_at < :now - :kept")
  void forgetBegun(Duration kept);

  @SqlUpdate(
      """
      insert into begun_fire (schedule, fire, holder, begun_at)
      values (:schedule, :at, :holder, :now) on conflict do nothing
      """)
  boolean insertBegun(@BindMethods Fire fire, String holder);

  @SqlUpdate("update begun_fire set reached = 1 where schedule = :schedule and fire = :at")
  void reached(@BindMethods Fire fire);

  /** The last fire of a schedule whose route has begun in a process that is alive. */
  @SqlQuery(
      """
      select fire from begun_fire
      where schedule = :schedule and exists (select 1 from process
        where process.id = begun_fire.holder and process.alive_until > :now)
      order by fire desc limit 1
      """)
  Optional<Instant> lastBegun(String schedule);

  /** The fires of a schedule whose process died before their run was on disk. */
  @SqlQuery(
      """
      select fire from begun_fire
      where schedule = :schedule and reached = 0 and not exists (select 1 from process
        where process.id = begun_fire.holder and process.alive_until > :now)
      order by fire
      """)
  List<Instant> abandoned(String schedule);

  private String skipped(String writeback, Fire fire) {
    if (!fire.skipped().isEmpty() || !fire.busySkips()) {
      return fire.skipped();
    }
    return busy(writeback)
        .map(run -> "the fire of " + fire.at() + " was skipped, as run " + run + " was not over")
        .orElse("");
  }

  /**
   * A run of a writeback that is not over, the oldest. One that waits for approval is none: it has
   * sent nothing, and may wait for ever.
   */
  @SqlQuery(
      """
      select id from run
      where writeback || '' = :writeback and finished_at is null and state in <unfinished>
        and not (state = 'PAUSED' and pause_kind = 'APPROVAL')
      order by accepted_number limit 1
      """)
  Optional<String> busy(String writeback);
}
