package io.writeback.engine;

import io.writeback.ledger.AcceptedRun;
import io.writeback.ledger.Fire;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.RunRequest;
import io.writeback.problem.Code;
import io.writeback.run.Runs;
import io.writeback.schedule.MissedFires;
import io.writeback.schedule.Schedule;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The fires of schedules, from the start of their route until their run is on disk.
 *
 * <p>Each process of a shared ledger has all triggers, in memory, as its route files say. The first
 * one that records a fire begins its route; the others do nothing. If that one dies before its run
 * is on disk, the fire was missed, and another catches up on it.
 *
 * <p>Whether a fire is late or missed depends on when its route began, however long that takes to
 * reach its run. If a route ends without a run, its fire is done. If it fails before its run, the
 * fire is skipped: catching up would leave out the steps that failed.
 */
public final class Fires {
  private final Ledger ledger;
  private final Runs runs;
  private final ProcessEnd end;
  private final InstantSource clock;
  private final Optional<String> holder;
  private final Map<Key, Begun> begun = new ConcurrentHashMap<>();

  /**
   * @param holder the name of this process among those that share its ledger; empty if it is not
   *     shared
   */
  Fires(Ledger ledger, Runs runs, ProcessEnd end, InstantSource clock, Optional<String> holder) {
    this.holder = holder;
    this.ledger = ledger;
    this.runs = runs;
    this.end = end;
    this.clock = clock;
  }

  /**
   * @param schedule its name
   * @param scheduled the time that the trigger gives
   */
  private record Key(String schedule, Instant scheduled) {}

  /**
   * @param fire as it was when its route began
   * @param reached whether the route has reached its run
   */
  private record Begun(Fire fire, boolean reached) {}

  /**
   * The route of schedules that have one trigger begins, unless it has begun in another process of
   * a shared ledger: then this process has nothing to do with the fire.
   *
   * @return whether it begins here
   */
  public boolean begin(List<Schedule> schedules, Instant scheduled) {
    List<Fire> all = schedules.stream().map(schedule -> fire(schedule, scheduled)).toList();
    // A process that is ending leaves the fire to the others.
    if (holder.isPresent()
        && (end.isEnding() || !ledger.schedules().begin(all, holder.orElseThrow()))) {
      return false;
    }
    for (Fire fire : all) {
      begun.put(new Key(fire.schedule(), scheduled), new Begun(fire, false));
    }
    return true;
  }

  /**
   * The route of a schedule has ended.
   *
   * @param failure null if it ended as it should
   */
  public void end(Schedule schedule, Instant scheduled, Exception failure) {
    Begun ended = begun.remove(new Key(schedule.name(), scheduled));
    // The next start catches up on a fire that the end of the process kept from its run.
    if (ended == null || ended.reached() || end.isEnding()) {
      return;
    }
    Fire fire = ended.fire();
    if (failure == null) {
      ledger.schedules().endsWithoutRun(fire);
      LogEvent.of("schedule fired, and its route started no run")
          .with("schedule", fire.schedule())
          .with("fire", fire.at())
          .with("writeback", schedule.writeback())
          .info();
    } else {
      accept(
          schedule.writeback(),
          fire.skipping(
              "the fire of %s was skipped, as its route failed before its run: %s; the log has the details"
                  .formatted(fire.at(), failure.getClass().getSimpleName())));
    }
  }

  /** The route of a schedule has reached its run; returns that run once it is on disk. */
  public AcceptedRun reach(Schedule schedule, Instant scheduled) {
    Key key = new Key(schedule.name(), scheduled);
    Begun known = begun.computeIfPresent(key, (same, one) -> new Begun(one.fire(), true));
    Fire fire = known == null ? fire(schedule, scheduled) : known.fire();
    AcceptedRun accepted = accept(schedule.writeback(), fire);
    begun.remove(key);
    return accepted;
  }

  private Fire fire(Schedule schedule, Instant scheduled) {
    return MissedFires.fire(
        schedule, schedule.timing(last(schedule).orElse(scheduled)), scheduled, clock.instant());
  }

  /** Whether other processes have the same schedules. */
  boolean isShared() {
    return holder.isPresent();
  }

  /** The last fire of a schedule that the ledger has. */
  Optional<Instant> last(Schedule schedule) {
    return ledger.schedules().lastFire(schedule.name(), schedule.timing());
  }

  /** The same, or a later one whose route has begun. */
  Optional<Instant> lastBegun(Schedule schedule) {
    // In this order: a fire that is accepted in between is in one of them.
    Optional<Instant> latest =
        begun.entrySet().stream()
            .filter(entry -> entry.getKey().schedule().equals(schedule.name()))
            .map(entry -> entry.getValue().fire().at())
            .max(Instant::compareTo);
    Optional<Instant> elsewhere =
        holder.flatMap(shared -> ledger.schedules().lastBegun(schedule.name()));
    Optional<Instant> accepted = last(schedule);
    return Stream.of(latest, elsewhere, accepted).flatMap(Optional::stream).max(Instant::compareTo);
  }

  /** Catches up on the fires that a schedule has missed since the last one. */
  void catchUp(Schedule schedule, Optional<Instant> last, Instant until) {
    last.flatMap(fired -> MissedFires.missed(schedule, fired, until))
        .ifPresent(fire -> accept(schedule.writeback(), fire));
  }

  /** Catches up on the fires of a schedule that other processes have begun, and died. */
  void adopt(Schedule schedule) {
    if (holder.isPresent()) {
      for (Instant at : ledger.schedules().abandoned(schedule.name())) {
        accept(
            schedule.writeback(),
            MissedFires.fire(schedule, schedule.timing(at), at, clock.instant()));
      }
    }
  }

  /** Stores the run of a fire, or why there is none. */
  private AcceptedRun accept(String writeback, Fire fire) {
    RunRequest request =
        new RunRequest(
                runs.newId(), Fire.key(writeback, fire.at()), writeback, false, null, fire.at())
            .settling();
    AcceptedRun accepted = ledger.schedules().accept(request, fire);
    log(accepted, fire);
    return accepted;
  }

  private static void log(AcceptedRun accepted, Fire fire) {
    boolean skipped = accepted.run().code() == Code.FIRE_SKIPPED;
    String what =
        skipped
            ? "schedule skipped"
            : accepted.isNew() ? "schedule fired" : "schedule fired, answered by an existing run";
    LogEvent event =
        LogEvent.of(what)
            .with("schedule", fire.schedule())
            .with("fire", fire.at())
            .with("writeback", accepted.run().writeback())
            .with("run", accepted.run().id())
            .with("because", skipped ? accepted.run().reason() : fire.remark());
    if (skipped) {
      event.warn();
    } else {
      event.info();
    }
  }
}
