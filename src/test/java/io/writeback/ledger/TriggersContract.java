package io.writeback.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.problem.Code;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Schedules, refreshed DataSets, retries and notifications in the ledger. */
abstract class TriggersContract {
  private static final Instant TWO = Instant.parse("2026-11-25T02:00:00Z");
  private static final String TIMING = "cron 0 0 2 * * ? in UTC";
  private static final Fire.Tries TWICE = new Fire.Tries(2, Duration.ofMinutes(15));

  private Ledger ledger;
  private int runs;

  abstract LedgerAddress address();

  @BeforeEach
  void open() {
    ledger = Ledger.open(address(), InstantSource.system());
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private static Fire fire(Instant at, String remark, boolean busySkips) {
    return new Fire("writeback/w", TIMING, at, remark, "", busySkips, TWICE);
  }

  private AcceptedRun accept(Fire fire) {
    return ledger.schedules().accept(request("w@" + fire.at()), fire);
  }

  /** Each a millisecond and more behind the one before, by its id. */
  private RunRequest request(String key) {
    return RunRequest.of("run-" + runs++, key, "w");
  }

  private void end(String run, RunState state, Code code) {
    long epoch = ledger.history().find(run).orElseThrow().epoch();
    ledger.runs().end(run, epoch, state, code, "reason");
  }

  private void waitForApproval(String run) {
    long epoch = ledger.history().find(run).orElseThrow().epoch();
    ledger.runs().pause(run, epoch, Pause.Kind.APPROVAL, null, 1, Code.APPROVAL_NEEDED, "over");
  }

  private List<String> remarks(AcceptedRun accepted) {
    return ledger.history().remarks(accepted.run().id());
  }

  @Test
  void a_fire_and_its_time_are_accepted_together() {
    AcceptedRun accepted = accept(fire(TWO, "for the fire", false));

    assertThat(accepted.isNew()).isTrue();
    assertThat(remarks(accepted)).containsExactly("for the fire");
    assertThat(ledger.schedules().lastFire("writeback/w", TIMING)).contains(TWO);
  }

  @Test
  void the_same_fire_again_is_the_same_run() {
    String first = accept(fire(TWO, "", false)).run().id();
    end(first, RunState.COMPLETE, null);

    AcceptedRun again = accept(fire(TWO, "", false));

    assertThat(again.isNew()).isFalse();
    assertThat(again.run().id()).isEqualTo(first);
  }

  @Test
  void an_earlier_fire_that_comes_later_does_not_set_the_schedule_back() {
    accept(fire(TWO, "", false));
    accept(fire(TWO.minus(Duration.ofDays(1)), "", false));

    assertThat(ledger.schedules().lastFire("writeback/w", TIMING)).contains(TWO);
  }

  @Test
  void a_schedule_with_another_timing_has_fired_for_nothing_yet() {
    accept(fire(TWO, "", false));

    assertThat(ledger.schedules().lastFire("writeback/w", "another")).isEmpty();
    ledger.schedules().begins("writeback/w", "another", TWO.minusSeconds(5));
    assertThat(ledger.schedules().lastFire("writeback/w", "another")).contains(TWO.minusSeconds(5));
    ledger.schedules().begins("writeback/w", "another", TWO.plusSeconds(5));
    assertThat(ledger.schedules().lastFire("writeback/w", "another")).contains(TWO.minusSeconds(5));
  }

  @Test
  void a_fire_during_a_run_that_waits_is_answered_by_it_and_both_are_reported() {
    AcceptedRun first = accept(fire(TWO, "for the first", false));
    AcceptedRun second = accept(fire(TWO.plusSeconds(900), "", false));

    assertThat(second.isNew()).isFalse();
    assertThat(second.run().id()).isEqualTo(first.run().id());
    assertThat(remarks(first))
        .containsExactly(
            "for the first",
            "it also answers the fire of 2026-11-25T02:15:00Z, as it had not begun by then");
  }

  @Test
  void a_fire_that_skips_a_busy_writeback_is_a_cancelled_run_that_names_the_other() {
    AcceptedRun first = accept(fire(TWO, "", false));
    AcceptedRun second = accept(fire(TWO.plusSeconds(900), "", true));

    assertThat(second.run().id()).isNotEqualTo(first.run().id());
    assertThat(second.run().state()).isEqualTo(RunState.CANCELLED);
    assertThat(second.run().code()).isEqualTo(Code.FIRE_SKIPPED);
    assertThat(second.run().reason()).contains("02:15:00Z").contains(first.run().id());
  }

  @Test
  void a_fire_that_skips_a_busy_writeback_runs_an_idle_one() {
    end(accept(fire(TWO, "", true)).run().id(), RunState.STOPPED, Code.DESTINATION_UNAVAILABLE);

    assertThat(accept(fire(TWO.plusSeconds(900), "", true)).run().state())
        .isEqualTo(RunState.ACCEPTED);
  }

  @Test
  void a_run_that_waits_for_approval_keeps_no_fire_from_running() {
    String planned = accept(fire(TWO, "", true)).run().id();
    waitForApproval(planned);

    AcceptedRun next = accept(fire(TWO.plusSeconds(900), "", true));

    assertThat(next.run().state()).isEqualTo(RunState.ACCEPTED);
    assertThat(next.run().id()).isNotEqualTo(planned);
  }

  @Test
  void a_run_that_waits_for_approval_is_approved_or_rejected_and_not_both() {
    String approved = accept(fire(TWO, "", false)).run().id();
    assertThat(ledger.runs().reject(approved, "anna")).as("it does not wait yet").isFalse();
    waitForApproval(approved);
    String rejected = accept(fire(TWO.plusSeconds(900), "", false)).run().id();
    waitForApproval(rejected);

    assertThat(ledger.runs().approve(approved, "anna")).isTrue();
    assertThat(ledger.runs().reject(approved, "ben")).isFalse();
    assertThat(ledger.runs().reject(rejected, "ben")).isTrue();
    assertThat(ledger.runs().approve(rejected, "anna")).isFalse();

    RunEntry last = ledger.history().find(rejected).orElseThrow();
    assertThat(last.state()).isEqualTo(RunState.CANCELLED);
    assertThat(last.code()).isEqualTo(Code.RUN_CANCELLED);
    assertThat(last.reason()).isEqualTo("rejected by ben; nothing was sent");
  }

  private Fire ofAnother(boolean busySkips, Fire.Tries tries) {
    return new Fire("writeback/another", TIMING, TWO, "", "", busySkips, tries);
  }

  @Test
  void what_one_schedule_skips_another_of_the_same_writeback_runs_at_the_same_instant() {
    ledger.requests().accept(request("by hand"));
    AcceptedRun skipped = accept(fire(TWO, "", true));
    end("run-0", RunState.COMPLETE, null);

    AcceptedRun run = accept(ofAnother(false, TWICE));
    AcceptedRun skippedAgain = accept(fire(TWO, "", true));

    assertThat(skipped.run().code()).isEqualTo(Code.FIRE_SKIPPED);
    assertThat(run.isNew()).isTrue();
    assertThat(run.run().state()).isEqualTo(RunState.ACCEPTED);
    assertThat(skippedAgain.run().id()).isEqualTo(skipped.run().id());
  }

  @Test
  void a_run_that_answers_two_schedules_is_tried_again_as_often_as_one_of_them_says() {
    String run = accept(ofAnother(false, Fire.Tries.NONE)).run().id();
    end(run, RunState.FAILED, Code.DESTINATION_LOGIN);
    ledger.followUps().markDone(run);

    assertThat(accept(fire(TWO, "", false)).run().id()).isEqualTo(run);

    FollowUpStore.Ended ended = ledger.followUps().ended().get(0);
    assertThat(ended.retriesLeft()).isEqualTo(2);
    assertThat(ledger.followUps().retry(ended, "retry-1")).isPresent();
    accept(fire(TWO, "", false));
    assertThat(ledger.followUps().ended()).isEmpty();
  }

  @Test
  void a_run_that_failed_is_to_be_followed_up_until_it_is_tried_again() {
    String failed = accept(fire(TWO, "", false)).run().id();
    assertThat(ledger.followUps().ended()).isEmpty();
    end(failed, RunState.FAILED, Code.DESTINATION_LOGIN);

    FollowUpStore.Ended ended = ledger.followUps().ended().get(0);
    AcceptedRun retry = ledger.followUps().retry(ended, "retry-1").orElseThrow();

    assertThat(ended.retriesLeft()).isEqualTo(2);
    assertThat(ended.every()).isEqualTo(Duration.ofMinutes(15));
    assertThat(retry.run().runKey()).isEqualTo("retry:" + failed + ":1");
    assertThat(remarks(retry))
        .containsExactly("retry 1 of 2 of run " + failed + ", which ended with WB-406");
    assertThat(ledger.followUps().retryOf("retry-1")).contains(failed);
    assertThat(ledger.followUps().retriedBy(failed)).contains("retry-1");
    assertThat(ledger.followUps().ended()).isEmpty();
    end("retry-1", RunState.FAILED, Code.DESTINATION_LOGIN);
    assertThat(ledger.followUps().ended().get(0).retriesLeft()).isEqualTo(1);
    assertThat(ledger.followUps().ended().get(0).attempt()).isEqualTo(1);
  }

  @Test
  void of_two_processes_one_tries_again() {
    end(accept(fire(TWO, "", false)).run().id(), RunState.FAILED, Code.DESTINATION_LOGIN);
    FollowUpStore.Ended ended = ledger.followUps().ended().get(0);

    assertThat(ledger.followUps().retry(ended, "mine")).isPresent();
    assertThat(ledger.followUps().retry(ended, "theirs")).isEmpty();
    assertThat(ledger.history().find("theirs")).isEmpty();
  }

  @Test
  void a_run_that_stopped_resumes_itself_once_for_each_retry() {
    String stopped = accept(fire(TWO, "", false)).run().id();
    end(stopped, RunState.STOPPED, Code.DESTINATION_UNAVAILABLE);
    FollowUpStore.Ended ended = ledger.followUps().ended().get(0);

    assertThat(ledger.followUps().resume(ended)).isTrue();
    assertThat(ledger.followUps().resume(ended)).isFalse();

    assertThat(ledger.history().find(stopped).orElseThrow().state()).isEqualTo(RunState.ACCEPTED);
    end(stopped, RunState.STOPPED, Code.DESTINATION_UNAVAILABLE);
    assertThat(ledger.followUps().ended().get(0).retriesLeft()).isEqualTo(1);
  }

  private void pause(String run, Pause.Kind kind, Instant until) {
    long epoch = ledger.history().find(run).orElseThrow().epoch();
    ledger.runs().pause(run, epoch, kind, until, 1, Code.DESTINATION_LOGIN, "reason");
  }

  @Test
  void a_run_that_is_paused_is_not_followed_up_before_it_ends() {
    String waits = accept(fire(TWO, "", false)).run().id();

    pause(waits, Pause.Kind.OUTAGE, Instant.now().plusSeconds(60));
    assertThat(ledger.followUps().ended()).isEmpty();
    ledger.runs().resume(waits);
    pause(waits, Pause.Kind.AUTH, null);
    assertThat(ledger.followUps().ended()).isEmpty();
    ledger.runs().resume(waits);
    end(waits, RunState.FAILED, Code.DESTINATION_LOGIN);

    assertThat(ledger.followUps().ended())
        .extracting(ended -> ended.run().state())
        .containsExactly(RunState.FAILED);
  }

  @Test
  void a_run_that_a_person_resumed_is_followed_up_again() {
    String stopped = accept(fire(TWO, "", false)).run().id();
    end(stopped, RunState.STOPPED, Code.DESTINATION_UNAVAILABLE);
    ledger.followUps().markDone(stopped);
    assertThat(ledger.followUps().ended()).isEmpty();

    ledger.runs().resume(stopped);
    RunEntry seen = ledger.history().find(stopped).orElseThrow();
    ledger.leases().claim(seen, "target", new LeaseTerms("me", Duration.ofHours(1), Duration.ZERO));
    end(stopped, RunState.STOPPED, Code.DESTINATION_UNAVAILABLE);

    assertThat(ledger.followUps().ended()).hasSize(1);
  }

  @Test
  void a_newer_run_is_reported_but_neither_a_replay_nor_a_skipped_fire() {
    String failed = accept(fire(TWO, "", false)).run().id();
    accept(fire(TWO.plusSeconds(900), "", true));
    end(failed, RunState.FAILED, Code.DESTINATION_LOGIN);
    assertThat(ledger.followUps().ended().get(0).newerRun()).isNull();

    String newer = ledger.requests().accept(request("by hand")).run().id();

    assertThat(ledger.followUps().ended().get(0).newerRun()).isEqualTo(newer);
  }

  @Test
  void a_newer_run_is_known_to_be_complete_only_when_it_is() {
    String failed = accept(fire(TWO, "", false)).run().id();
    end(failed, RunState.FAILED, Code.DESTINATION_LOGIN);
    String newer = ledger.requests().accept(request("by hand")).run().id();
    assertThat(ledger.followUps().ended(failed).orElseThrow().newerComplete()).isFalse();
    end(newer, RunState.COMPLETE, null);
    ledger.requests().accept(request("by hand again"));

    assertThat(ledger.followUps().ended(failed).orElseThrow().newerComplete()).isTrue();
    assertThat(ledger.followUps().ended(newer)).isEmpty();
  }

  @Test
  void what_a_person_started_is_nobodys_to_look_after() {
    String run = ledger.requests().accept(request("by hand")).run().id();
    end(run, RunState.FAILED, Code.DESTINATION_LOGIN);

    assertThat(ledger.followUps().ended()).isEmpty();
  }

  @Test
  void a_refresh_and_the_state_it_leads_to_are_accepted_together() {
    WatchedDatasetStore watched = ledger.watchedDatasets();
    watched.seen("w", "d", "v1");
    watched.failing("w", "d", Code.SOURCE_UNAVAILABLE, "down");
    assertThat(watched.find("w", "d").orElseThrow().version()).isEqualTo("v1");

    AcceptedRun accepted = watched.accept(request("w@v2"), "d", "v2", "for v2", TWICE);
    AcceptedRun again = watched.accept(request("w@v2"), "d", "v2", "for v2", TWICE);

    assertThat(accepted.isNew()).isTrue();
    assertThat(again.isNew()).isFalse();
    assertThat(again.run().id()).isEqualTo(accepted.run().id());
    assertThat(remarks(accepted)).containsExactly("for v2");
    WatchedDataset seen = watched.of("w").get(0);
    assertThat(seen.version()).isEqualTo("v2");
    assertThat(seen.code()).isNull();
    assertThat(seen.failingSince()).isNull();
  }

  @Test
  void a_dataset_that_fails_says_since_when_not_when_last() {
    WatchedDatasetStore watched = ledger.watchedDatasets();
    watched.failing("w", "d", Code.SOURCE_UNAVAILABLE, "down");
    Optional<Instant> since = watched.find("w", "d").map(WatchedDataset::failingSince);

    watched.failing("w", "d", Code.DATASET_DELETED, "deleted");

    WatchedDataset now = watched.find("w", "d").orElseThrow();
    assertThat(now.code()).isEqualTo(Code.DATASET_DELETED);
    assertThat(now.failingSince()).isEqualTo(since.orElseThrow());
    assertThat(now.version()).isNull();
  }
}
