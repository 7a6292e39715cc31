package io.writeback.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.ledger.HeartbeatStore;
import io.writeback.ledger.LeaseTerms;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerAddress;
import io.writeback.ledger.RunEntry;
import io.writeback.run.LiveRuns;
import io.writeback.run.PausePolicy;
import io.writeback.run.ProgressListener;
import io.writeback.run.Retention;
import io.writeback.run.RunFolders;
import io.writeback.run.Runs;
import io.writeback.run.Targets;
import io.writeback.schedule.CronTiming;
import io.writeback.schedule.Schedule;
import io.writeback.schedule.SchedulePolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fire of 02:00, whose route another process has begun; it has not reached its run. */
final class MissedFireWatchTest {
  private static final Instant FIRE = Instant.parse("2026-11-30T02:00:00Z");
  private static final Schedule NIGHTLY =
      new Schedule(
          "writeback/w",
          "nightly",
          "w",
          new CronTiming(
              "0 0 2 * * ?", TimeZone.getTimeZone("UTC"), CronTiming.ALWAYS, CronTiming.EVER),
          null,
          SchedulePolicy.STANDARD);

  @TempDir private Path folder;
  private final InstantSource clock = () -> this.now;
  private final ProcessEnd end = new ProcessEnd();
  private Instant now = FIRE.minus(Duration.ofDays(1));
  private Ledger ledger;
  private boolean steady = true;

  @BeforeEach
  void another_process_begins_the_fire() {
    ledger = Ledger.open(new LedgerAddress.InDirectory(folder), clock);
    watch("other").begin();
    now = FIRE;
    beat("other");
    assertThat(fires("other").begin(List.of(NIGHTLY), FIRE)).isTrue();
  }

  @AfterEach
  void close() {
    ledger.close();
    end.close();
  }

  private static LeaseTerms terms(String process) {
    return new LeaseTerms(process, LeaseTerms.STANDARD, Duration.ZERO);
  }

  private void beat(String process) {
    ledger
        .heartbeats()
        .beat(terms(process), new HeartbeatStore.Beat("program 1", true, Set.of(), Set.of()));
  }

  private Fires fires(String process) {
    RunFolders folders = RunFolders.local(folder);
    Runs runs =
        new Runs(
            ledger,
            new LiveRuns(),
            new Targets(ledger.leases(), terms(process), System::nanoTime),
            folders,
            clock,
            ProgressListener.NONE,
            new Retention(ledger, folders, Retention.STANDARD, clock),
            PausePolicy.STANDARD);
    return new Fires(ledger, runs, end, clock, Optional.of(process));
  }

  private MissedFireWatch watch(String process) {
    return new MissedFireWatch(ledger, fires(process), end, clock, () -> steady, List.of(NIGHTLY));
  }

  private List<RunEntry> accepted() {
    return ledger.history().latest("w", 10);
  }

  /** Beyond the time from which on a fire that no process has begun is missed. */
  private void minutesLater(int minutes) {
    now = FIRE.plus(Duration.ofMinutes(minutes));
  }

  @Test
  void a_process_that_starts_leaves_it_to_the_living_one() {
    minutesLater(5);
    beat("other");

    watch("this").begin();

    assertThat(accepted()).isEmpty();
  }

  @Test
  void a_process_that_starts_catches_up_on_that_of_a_dead_one() {
    minutesLater(5);

    watch("this").begin();

    assertThat(accepted()).hasSize(1);
  }

  @Test
  void right_after_an_outage_a_process_does_not_adopt_it() {
    MissedFireWatch watch = watch("this");
    minutesLater(5);
    steady = false;

    watch.catchUp();
    assertThat(accepted()).isEmpty();

    beat("other");
    steady = true;
    watch.catchUp();
    assertThat(accepted()).as("the other one is alive").isEmpty();
  }

  @Test
  void that_of_a_process_that_stays_away_is_adopted() {
    minutesLater(5);

    watch("this").catchUp();

    assertThat(accepted()).hasSize(1);
  }
}
