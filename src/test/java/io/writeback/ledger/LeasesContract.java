package io.writeback.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.writeback.problem.Code;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which run may write to a target, and which run serves a request. */
abstract class LeasesContract {
  private static final Duration LONG = Duration.ofHours(1);
  private static final LeaseTerms MINE = new LeaseTerms("mine", LONG, Duration.ZERO);
  private static final LeaseTerms THEIRS = new LeaseTerms("theirs", LONG, Duration.ZERO);

  private Ledger ledger;
  private LeaseStore leases;

  abstract LedgerAddress address();

  @BeforeEach
  void open() {
    ledger = Ledger.open(address(), InstantSource.system());
    leases = ledger.leases();
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private RunEntry accept(String id, String writeback) {
    return ledger.requests().accept(RunRequest.of(id, "key of " + id, writeback)).run();
  }

  private StoredRun taken(RunEntry run, LeaseTerms terms) {
    return ((Claim.Taken) leases.claim(run, "target", terms)).run();
  }

  @Test
  void a_target_belongs_to_one_run_at_a_time() {
    taken(accept("a", "one"), MINE);
    RunEntry other = accept("b", "two");

    assertThat(leases.claim(other, "target", MINE)).isEqualTo(new Claim.Busy("a"));
    assertThat(leases.claim(other, "another target", MINE)).isInstanceOf(Claim.Taken.class);
  }

  @Test
  void a_target_that_is_given_back_is_free() {
    taken(accept("a", "one"), MINE);
    leases.release("a", "mine");

    assertThat(leases.claim(accept("b", "two"), "target", MINE)).isInstanceOf(Claim.Taken.class);
  }

  @Test
  void a_later_run_waits_for_an_earlier_one_that_is_paused_and_resumes_by_itself() {
    StoredRun first = taken(accept("a", "one"), MINE);
    planned(first);
    ledger
        .runs()
        .pause(
            "a",
            first.run().epoch(),
            Pause.Kind.OUTAGE,
            Instant.now().plus(LONG),
            1,
            Code.DESTINATION_UNAVAILABLE,
            "down");
    leases.release("a", "mine");

    assertThat(leases.claim(accept("b", "two"), "target", MINE)).isEqualTo(new Claim.Busy("a"));
    assertThat(taken(ledger.history().find("a").orElseThrow(), MINE).pauses()).isEqualTo(1);
  }

  private void planned(StoredRun taken, String... fields) {
    RunStore.Planned stored =
        ledger
            .runs()
            .storePlan(
                taken.run().id(),
                taken.run().epoch(),
                new RunStore.Plan("target", "{}", Set.of(fields), 0));
    assertThat(stored).isInstanceOf(RunStore.Planned.Stored.class);
  }

  /** A run that waits for {@code resume}, with a plan that writes some fields. */
  private void waitsForPerson(String id, String writeback, String... fields) {
    StoredRun taken = taken(accept(id, writeback), MINE);
    planned(taken, fields);
    ledger
        .runs()
        .pause(
            id, taken.run().epoch(), Pause.Kind.AUTH, null, 1, Code.DESTINATION_LOGIN, "refused");
    leases.release(id, "mine");
  }

  @Test
  void a_run_that_waits_for_a_person_is_passed_by_a_newer_one_of_its_writeback() {
    waitsForPerson("a", "one", "name");

    assertThat(leases.claim(accept("b", "one"), "target", MINE)).isInstanceOf(Claim.Taken.class);
  }

  @Test
  void a_run_that_waits_for_a_person_is_passed_by_another_writeback_that_shares_no_field() {
    waitsForPerson("a", "one", "name", "status");
    StoredRun other = taken(accept("b", "two"), MINE);

    planned(other, "priority");

    assertThat(ledger.history().find("b").orElseThrow().state()).isEqualTo(RunState.RUNNING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", ""})
  void a_run_that_waits_for_a_person_holds_another_writeback_that_may_write_the_same_field(
      String field) {
    waitsForPerson("a", "one", "name", "status");
    StoredRun other = taken(accept("b", "two"), MINE);
    Set<String> fields = field.isEmpty() ? Set.of() : Set.of(field, "priority");

    assertThat(
            ledger
                .runs()
                .storePlan("b", other.run().epoch(), new RunStore.Plan("target", "{}", fields, 0)))
        .isEqualTo(new RunStore.Planned.Held("a"));

    leases.release("b", "mine");
    RunEntry waiting = ledger.history().find("b").orElseThrow();
    assertThat(leases.claim(waiting, "target", MINE))
        .as("its rows are not read again only to learn that")
        .isEqualTo(new Claim.Held("a", Claim.Held.Reason.WAITS_FOR_PERSON));
    ledger.runs().cancel("a");
    assertThat(leases.claim(waiting, "target", MINE)).isInstanceOf(Claim.Taken.class);
  }

  @Test
  void an_interrupted_run_resumes_before_anything_newer_begins_whatever_the_clock_says() {
    StoredRun first = taken(accept("a", "one"), MINE);
    planned(first, "name");
    leases.releaseAll("mine");

    for (String writeback : List.of("one", "two")) {
      assertThat(leases.claim(accept("b " + writeback, writeback), "target", THEIRS))
          .isEqualTo(new Claim.Held("a", Claim.Held.Reason.INTERRUPTED));
    }
    assertThat(leases.claim(first.run(), "target", THEIRS)).isInstanceOf(Claim.Taken.class);
  }

  @Test
  void a_run_that_reads_its_rows_again_has_newer_rows_than_one_that_began_in_between() {
    StoredRun first = taken(accept("a", "one"), MINE);
    leases.release("a", "mine");
    writes(accept("b", "one"));
    StoredRun again = taken(first.run(), MINE);
    planned(again);

    assertThat(ledger.history().overtakenBy("a")).isEmpty();
    assertThat(again.run().state()).isEqualTo(RunState.ACCEPTED);
  }

  @Test
  void a_plan_is_not_stored_once_a_person_wants_the_run_cancelled() {
    StoredRun first = taken(accept("a", "one"), MINE);
    ledger.runs().requestCancel("a");

    assertThat(
            ledger
                .runs()
                .storePlan(
                    "a", first.run().epoch(), new RunStore.Plan("target", "{}", Set.of(), 0)))
        .isEqualTo(new RunStore.Planned.Cancelled());
    assertThat(ledger.history().plannedTarget("a")).isEmpty();
  }

  @Test
  void a_run_that_stopped_before_it_began_joins_the_one_that_waits() {
    RunEntry stopped = accept("a", "one");
    ledger.runs().stop("a", stopped.epoch(), Code.BAD_ROUTE_FILE, "its route is broken");
    accept("b", "one");

    assertThat(ledger.runs().resume("a")).isEqualTo("b");

    assertThat(ledger.history().find("a").orElseThrow().state()).isEqualTo(RunState.CANCELLED);
    assertThat(ledger.runs().resume("b")).isEqualTo("b");
  }

  @Test
  void what_was_read_back_after_the_longest_life_of_a_request_keeps_nobody_away() {
    LeaseTerms careful = new LeaseTerms("mine", LONG, Duration.ofMillis(50));
    StoredRun first = taken(accept("a", "one"), careful);
    planned(first);
    BatchIntent intent = rows("a", 1, 1);
    Batches.intend(ledger, intent, first.run().epoch());
    ledger
        .batches()
        .leaveOpen(
            new BatchAccount(intent, 0, 0, 1, 0, List.of(), List.of(), 1, 1, 1, true),
            first.run().epoch(),
            null,
            new byte[0]);
    ledger
        .runs()
        .pause(
            "a",
            first.run().epoch(),
            Pause.Kind.OUTAGE,
            Instant.now(),
            1,
            Code.DESTINATION_UNAVAILABLE,
            "down");
    leases.release("a", "mine");
    long left = System.nanoTime();
    await().until(() -> System.nanoTime() - left > Duration.ofMillis(100).toNanos());

    StoredRun again = taken(ledger.history().find("a").orElseThrow(), careful);
    Batches.settle(
        ledger,
        new BatchAccount(intent, 1, 0, 0, 0, List.of(), List.of(), 1, 1, 1, false),
        again.run().epoch(),
        true);
    ledger.runs().end("a", again.run().epoch(), RunState.COMPLETE, null, null);
    leases.release("a", "mine");

    // It began after the batch was left, and that counts from when the batch was left.
    LeaseTerms sinceItWasLeft =
        new LeaseTerms("mine", LONG, Duration.ofNanos(System.nanoTime() - left));
    assertThat(leases.claim(accept("b", "two"), "target", sinceItWasLeft))
        .isInstanceOf(Claim.Taken.class);
  }

  @Test
  void whoever_worked_on_a_run_that_is_paused_is_shut_out() {
    StoredRun first = taken(accept("a", "one"), MINE);
    long epoch = first.run().epoch();
    ledger
        .runs()
        .pause(
            "a",
            epoch,
            Pause.Kind.THROTTLE,
            Instant.now(),
            1,
            Code.DESTINATION_UNAVAILABLE,
            "later");

    assertThatThrownBy(
            () ->
                ledger.runs().storePlan("a", epoch, new RunStore.Plan("target", "{}", Set.of(), 0)))
        .isInstanceOf(LedgerException.class);
    assertThat(ledger.history().find("a").orElseThrow().state()).isEqualTo(RunState.PAUSED);
  }

  @Test
  void nobody_gives_back_what_another_holds() {
    taken(accept("a", "one"), MINE);
    leases.release("a", "theirs");
    leases.releaseAll("theirs");

    assertThat(leases.claim(accept("b", "two"), "target", THEIRS)).isEqualTo(new Claim.Busy("a"));
  }

  @Test
  void whoever_takes_a_run_shuts_out_who_had_it_before() {
    StoredRun first = taken(accept("a", "one"), MINE);
    ledger
        .runs()
        .storePlan("a", first.run().epoch(), new RunStore.Plan("target", "{}", Set.of(), 0));
    leases.releaseAll("mine");
    StoredRun second = taken(first.run(), THEIRS);

    assertThat(second.run().epoch()).isEqualTo(first.run().epoch() + 1);
    assertThat(second.run().state()).isEqualTo(RunState.RUNNING);
    assertThatThrownBy(
            () ->
                Batches.intend(
                    ledger, new BatchIntent("a", 0, 1, 1, 1, 0, 0, ""), first.run().epoch()))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("taken over by another process");
  }

  @Test
  void a_run_that_went_on_since_it_was_seen_is_gone() {
    RunEntry seen = accept("a", "one");
    taken(seen, MINE);
    leases.release("a", "mine");

    assertThat(leases.claim(seen, "target", THEIRS)).isEqualTo(new Claim.Gone());
  }

  @Test
  void a_run_that_is_over_or_cancelled_is_gone() {
    RunEntry cancelled = accept("a", "one");
    ledger.runs().cancel("a");
    RunEntry asked = accept("b", "one");
    ledger.runs().requestCancel("b");

    assertThat(leases.claim(cancelled, "target", MINE)).isEqualTo(new Claim.Gone());
    assertThat(leases.claim(asked, "target", MINE)).isEqualTo(new Claim.Gone());
  }

  @Test
  void no_intent_of_a_run_is_written_once_it_is_to_be_cancelled() {
    StoredRun run = taken(accept("a", "one"), MINE);
    long epoch = run.run().epoch();
    Batches.intend(ledger, new BatchIntent("a", 0, 1, 1, 1, 0, 0, ""), epoch);
    assertThat(ledger.runs().requestCancel("a")).isTrue();

    assertThatThrownBy(
            () -> Batches.intend(ledger, new BatchIntent("a", 1, 2, 2, 1, 0, 0, ""), epoch))
        .isInstanceOf(CancelAskedException.class);
    Runnable queued =
        ledger
            .intents(epoch)
            .add(new BatchIntent("a", 1, 2, 2, 1, 0, 0, ""), FingerprintChange.NONE);
    assertThatThrownBy(queued::run).isInstanceOf(CancelAskedException.class);
    assertThat(ledger.batches().totals("a").batches()).isEqualTo(1);
  }

  @Test
  void a_process_that_says_nothing_loses_its_targets_and_one_that_does_keeps_them() {
    LeaseTerms brief = new LeaseTerms("brief", Duration.ofMillis(1_500), Duration.ZERO);
    taken(accept("a", "one"), brief);
    RunEntry other = accept("b", "two");
    long until = System.nanoTime() + Duration.ofSeconds(2).toNanos();
    while (System.nanoTime() < until) {
      assertThat(leases.renew(brief, Set.of("a"))).containsExactly("a");
      assertThat(leases.claim(other, "target", THEIRS)).isInstanceOf(Claim.Busy.class);
    }

    await().until(() -> leases.claim(other, "target", THEIRS) instanceof Claim.Taken);

    assertThat(leases.renew(brief, Set.of("a"))).isEmpty();
    assertThat(leases.live()).isEqualTo(Set.of("b"));
  }

  /** A lease that is over as soon as it is taken. */
  private static final LeaseTerms OVER = new LeaseTerms("late", Duration.ZERO, Duration.ZERO);

  private static final LeaseTerms LATE = new LeaseTerms("late", LONG, Duration.ZERO);

  @Test
  void a_lease_that_is_over_is_renewed_if_no_other_has_taken_the_target() {
    taken(accept("a", "one"), OVER);
    assertThat(leases.live()).isEmpty();

    assertThat(leases.renew(LATE, Set.of("a"))).containsExactly("a");

    assertThat(leases.claim(accept("b", "two"), "target", THEIRS)).isEqualTo(new Claim.Busy("a"));
  }

  @Test
  void a_lease_that_is_over_is_not_renewed_once_another_run_has_the_target() {
    taken(accept("a", "one"), OVER);
    taken(accept("b", "two"), THEIRS);

    assertThat(leases.renew(LATE, Set.of("a"))).isEmpty();
    assertThat(leases.live()).containsExactly("b");
  }

  @Test
  void a_lease_that_is_over_is_not_renewed_once_another_process_has_the_run() {
    StoredRun first = taken(accept("a", "one"), OVER);
    planned(first);
    taken(first.run(), THEIRS);

    assertThat(leases.renew(LATE, Set.of("a"))).isEmpty();
  }

  @Test
  void a_lease_that_is_over_is_not_renewed_once_the_run_is_cancelled() {
    taken(accept("a", "one"), OVER);
    ledger.runs().requestCancel("a");
    assertThat(ledger.history().find("a").orElseThrow().state()).isEqualTo(RunState.CANCELLED);

    assertThat(leases.renew(LATE, Set.of("a"))).isEmpty();
  }

  @Test
  void a_lease_that_is_over_is_not_renewed_once_another_run_was_to_take_the_target() {
    StoredRun first = taken(accept("a", "one"), OVER);
    planned(first);
    assertThat(leases.claim(accept("b", "two"), "target", THEIRS))
        .isEqualTo(new Claim.Held("a", Claim.Held.Reason.INTERRUPTED));

    assertThat(leases.renew(LATE, Set.of("a"))).isEmpty();
  }

  @Test
  void of_runs_that_wait_for_a_target_the_oldest_is_first_whichever_process_asks() {
    RunEntry busy = accept("a", "one");
    RunEntry older = accept("b", "two");
    RunEntry newer = accept("c", "three");
    taken(busy, MINE);
    assertThat(leases.claim(older, "target", MINE)).isEqualTo(new Claim.Busy("a"));
    leases.release("a", "mine");

    assertThat(leases.claim(newer, "target", THEIRS)).isEqualTo(new Claim.Busy("b"));
    assertThat(leases.claim(older, "target", MINE)).isInstanceOf(Claim.Taken.class);
  }

  @Test
  void a_run_that_no_process_tries_does_not_hold_up_a_newer_one() {
    RunEntry untried = accept("a", "one");
    RunEntry newer = accept("b", "two");
    assertThat(untried.target()).isNull();

    assertThat(leases.claim(newer, "target", MINE)).isInstanceOf(Claim.Taken.class);
  }

  @Test
  void of_many_who_ask_at_once_one_gets_the_target() throws Exception {
    List<Callable<Claim>> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      RunEntry run = accept("run" + i, "w" + i);
      all.add(() -> leases.claim(run, "target", MINE));
    }
    ExecutorService threads = Executors.newFixedThreadPool(20);
    try {
      int got = 0;
      for (Future<Claim> claim : threads.invokeAll(all)) {
        got += claim.get() instanceof Claim.Taken ? 1 : 0;
      }
      assertThat(got).isEqualTo(1);
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void of_many_who_take_one_run_one_gets_it() throws Exception {
    RunEntry run = accept("a", "one");
    List<Callable<Claim>> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      all.add(() -> leases.claim(run, "target", MINE));
    }
    ExecutorService threads = Executors.newFixedThreadPool(20);
    try {
      int got = 0;
      for (Future<Claim> claim : threads.invokeAll(all)) {
        got += claim.get() instanceof Claim.Taken ? 1 : 0;
      }
      assertThat(got).isEqualTo(1);
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void while_a_request_of_another_run_may_still_be_carried_out_nobody_else_writes() {
    LeaseTerms careful = new LeaseTerms("mine", LONG, Duration.ofMillis(1_500));
    StoredRun first = taken(accept("a", "one"), careful);
    BatchIntent intent = new BatchIntent("a", 0, 1, 1, 1, 0, 0, "");
    Batches.intend(ledger, intent, first.run().epoch());
    Batches.settle(
        ledger,
        new BatchAccount(intent, 1, 0, 0, 0, List.of(), List.of(), 2, 2, 2, true),
        first.run().epoch(),
        true);
    ledger.runs().end("a", first.run().epoch(), RunState.COMPLETE, null, null);
    leases.release("a", "mine");
    RunEntry other = accept("b", "two");

    assertThat(leases.claim(other, "target", careful))
        .isInstanceOfSatisfying(
            Claim.Quiet.class, quiet -> assertThat(quiet.runId()).isEqualTo("a"));
    await().until(() -> leases.claim(other, "target", careful) instanceof Claim.Taken);
  }

  @Test
  void a_batch_that_was_left_open_keeps_other_runs_away_but_not_its_own() {
    LeaseTerms careful = new LeaseTerms("mine", LONG, LONG);
    StoredRun first = taken(accept("a", "one"), careful);
    ledger
        .runs()
        .storePlan("a", first.run().epoch(), new RunStore.Plan("target", "{}", Set.of(), 0));
    Batches.intend(ledger, new BatchIntent("a", 0, 1, 1, 1, 0, 0, ""), first.run().epoch());
    leases.releaseAll("mine");

    RunEntry other = accept("b", "two");
    assertThat(leases.claim(first.run(), "target", careful)).isInstanceOf(Claim.Taken.class);
    leases.releaseAll("mine");
    ledger.runs().cancel("a");
    assertThat(leases.claim(other, "target", careful)).isInstanceOf(Claim.Quiet.class);
  }

  @Test
  void a_request_of_a_process_that_died_is_waited_for_although_its_run_has_settled_the_batch() {
    LeaseTerms careful = new LeaseTerms("mine", LONG, LONG);
    StoredRun first = taken(accept("a", "one"), careful);
    ledger
        .runs()
        .storePlan("a", first.run().epoch(), new RunStore.Plan("target", "{}", Set.of(), 0));
    Batches.intend(ledger, rows("a", 1, 1), first.run().epoch());
    leases.releaseAll("mine");
    StoredRun again = taken(ledger.history().find("a").orElseThrow(), careful);
    Batches.settle(
        ledger,
        new BatchAccount(rows("a", 1, 1), 1, 0, 0, 0, List.of(), List.of(), 1, 1, 1, false),
        again.run().epoch(),
        true);
    ledger.runs().end("a", again.run().epoch(), RunState.COMPLETE, null, null);
    leases.release("a", "mine");

    assertThat(leases.claim(accept("b", "two"), "target", careful))
        .isInstanceOfSatisfying(
            Claim.Quiet.class, quiet -> assertThat(quiet.runId()).isEqualTo("a"));
  }

  private static BatchIntent rows(String run, long first, long last) {
    return new BatchIntent(run, (int) first, first, last, (int) (last - first + 1), 0, 0, "");
  }

  /** Completes one batch of a run and releases the target. */
  private void writes(RunEntry run) {
    StoredRun taken = taken(run, MINE);
    ledger
        .runs()
        .storePlan(run.id(), taken.run().epoch(), new RunStore.Plan("target", "{}", Set.of(), 0));
    Batches.settle(
        ledger,
        new BatchAccount(rows(run.id(), 1, 1), 1, 0, 0, 0, List.of(), List.of(), 1, 1, 1, false),
        taken.run().epoch(),
        false);
    ledger.runs().end(run.id(), taken.run().epoch(), RunState.COMPLETE, null, null);
    leases.release(run.id(), "mine");
  }

  @Test
  void a_run_whose_target_has_newer_rows_by_now_does_not_get_it() {
    StoredRun first = taken(accept("a", "one"), MINE);
    ledger
        .runs()
        .storePlan("a", first.run().epoch(), new RunStore.Plan("target", "{}", Set.of(), 0));
    ledger
        .runs()
        .end(
            "a",
            first.run().epoch(),
            RunState.STOPPED,
            Code.LEDGER_FAILED,
            "for a person to see to");
    leases.release("a", "mine");
    writes(accept("b", "one"));
    RunEntry stopped = ledger.history().find("a").orElseThrow();

    assertThat(leases.claim(stopped, "target", MINE)).isEqualTo(new Claim.Overtaken("b"));
    assertThat(leases.live()).isEmpty();
  }

  /** A paused run that took rows and sent none of them. */
  private void stopsWithRows(String id, String writeback) {
    StoredRun first = taken(accept(id, writeback), MINE);
    ledger.runs().rowsTaken(id, first.run().epoch());
    ledger.runs().end(id, first.run().epoch(), RunState.STOPPED, Code.INTERRUPTED, "stopped");
    leases.release(id, "mine");
  }

  @Test
  void a_run_whose_rows_are_nowhere_else_lets_no_other_go_first() {
    stopsWithRows("a", "one");

    assertThat(leases.claim(accept("b", "two"), "target", MINE))
        .isEqualTo(new Claim.Held("a", Claim.Held.Reason.ROWS_NOWHERE_ELSE));
    assertThat(leases.claim(accept("c", "one"), "moved", MINE))
        .isEqualTo(new Claim.Held("a", Claim.Held.Reason.ROWS_NOWHERE_ELSE));
    assertThat(leases.claim(accept("d", "three"), "elsewhere", MINE))
        .isInstanceOf(Claim.Taken.class);
    assertThat(ledger.history().overtakenBy("a")).isEmpty();

    writes(ledger.history().find("a").orElseThrow());

    assertThat(leases.claim(ledger.history().find("b").orElseThrow(), "target", MINE))
        .isInstanceOf(Claim.Taken.class);
  }

  @Test
  void a_run_whose_rows_are_nowhere_else_is_waited_for_while_it_continues() {
    stopsWithRows("a", "one");
    taken(ledger.history().find("a").orElseThrow(), MINE);

    assertThat(leases.claim(accept("b", "two"), "target", MINE)).isEqualTo(new Claim.Busy("a"));
  }

  @Test
  void a_run_whose_rows_are_nowhere_else_lets_others_go_once_it_is_given_up() {
    stopsWithRows("a", "one");
    ledger.runs().cancel("a");

    assertThat(leases.claim(accept("b", "one"), "target", MINE)).isInstanceOf(Claim.Taken.class);
  }

  @Test
  void a_run_that_has_still_to_read_its_rows_is_overtaken_by_none() {
    RunEntry waits = accept("a", "one");
    // No process has tried the older one yet.
    writes(accept("c", "three"));

    assertThat(ledger.history().overtakenBy("a")).isEmpty();
    assertThat(leases.claim(waits, "target", MINE)).isInstanceOf(Claim.Taken.class);
  }

  @Test
  void whoever_let_its_lease_run_out_is_shut_out_also_if_another_run_takes_the_target() {
    LeaseTerms brief = new LeaseTerms("brief", Duration.ofMillis(200), Duration.ZERO);
    StoredRun frozen = taken(accept("a", "one"), brief);
    ledger
        .runs()
        .storePlan("a", frozen.run().epoch(), new RunStore.Plan("target", "{}", Set.of(), 0));
    RunEntry other = accept("b", "two");
    await().until(() -> leases.claim(other, "target", THEIRS) instanceof Claim.Held);

    assertThatThrownBy(() -> Batches.intend(ledger, rows("a", 1, 1), frozen.run().epoch()))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("taken over by another process");
  }

  @Test
  void what_a_run_had_in_flight_when_its_lease_ran_out_keeps_other_runs_away_from_then_on() {
    Duration lease = Duration.ofSeconds(3);
    LeaseTerms brief = new LeaseTerms("brief", lease, LONG);
    Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    StoredRun frozen = taken(accept("a", "one"), brief);
    ledger
        .runs()
        .storePlan("a", frozen.run().epoch(), new RunStore.Plan("target", "{}", Set.of(), 0));
    Batches.intend(ledger, rows("a", 1, 1), frozen.run().epoch());
    RunEntry other = accept("b", "two");
    await().until(() -> leases.live().isEmpty());
    assertThat(leases.claim(other, "target", brief)).isInstanceOf(Claim.Held.class);
    ledger.runs().cancel("a");

    assertThat(leases.claim(other, "target", brief))
        .isInstanceOfSatisfying(
            Claim.Quiet.class,
            quiet ->
                assertThat(quiet.until().minus(LONG))
                    .as("counted from the end of the lease, not from the intent")
                    .isAfterOrEqualTo(before.plus(lease)));
  }

  @Test
  void a_batch_that_is_sent_again_is_in_doubt_whatever_was_certain_before() {
    StoredRun first = taken(accept("a", "one"), MINE);
    ledger
        .runs()
        .storePlan("a", first.run().epoch(), new RunStore.Plan("target", "{}", Set.of(), 0));
    BatchIntent intent = rows("a", 1, 100);
    Batches.intend(ledger, intent, first.run().epoch());
    ledger
        .batches()
        .leaveOpen(
            new BatchAccount(intent, 0, 0, 0, 100, List.of(), List.of(), 0, 0, 0, false),
            first.run().epoch(),
            null,
            new byte[0]);
    ledger.runs().end("a", first.run().epoch(), RunState.STOPPED, Code.INTERRUPTED, "stopped");
    leases.release("a", "mine");
    assertThat(ledger.batches().totals("a").tally().notSent()).isEqualTo(100);

    taken(ledger.history().find("a").orElseThrow(), MINE);

    RunTotals totals = ledger.batches().totals("a");
    assertThat(totals.tally().notSent()).isZero();
    assertThat(totals.tally().inDoubt()).isEqualTo(100);
  }

  @Test
  void a_run_that_nobody_works_on_is_cancelled_at_once_although_it_has_begun() {
    taken(accept("a", "one"), MINE);
    ledger.runs().requestCancel("a");
    assertThat(ledger.history().find("a").orElseThrow().state()).isEqualTo(RunState.ACCEPTED);

    leases.releaseAll("mine");
    ledger.runs().requestCancel("a");

    assertThat(ledger.history().find("a").orElseThrow().state()).isEqualTo(RunState.CANCELLED);
  }

  @Test
  void a_request_is_answered_by_the_run_that_waits_for_its_turn() {
    RunEntry waiting = accept("a", "one");

    AcceptedRun second = ledger.requests().accept(RunRequest.of("b", "key of b", "one"));
    AcceptedRun again = ledger.requests().accept(RunRequest.of("c", "key of b", "one"));

    assertThat(second.isNew()).isFalse();
    assertThat(second.run()).isEqualTo(waiting);
    assertThat(again.run()).isEqualTo(waiting);
    assertThat(accept("d", "two").id()).isEqualTo("d");
  }

  @Test
  void a_run_that_has_begun_has_old_rows_and_answers_no_new_request() {
    taken(accept("a", "one"), MINE);

    assertThat(accept("b", "one").id()).isEqualTo("b");
    assertThat(accept("c", "one").id()).as("one run waits").isEqualTo("b");
  }

  @Test
  void if_one_of_the_requests_wants_every_row_the_run_that_answers_sends_every_row() {
    accept("a", "one");
    ledger.requests().accept(new RunRequest("b", "key of b", "one", true, null));
    ledger.requests().accept(RunRequest.of("c", "key of c", "one"));

    assertThat(ledger.history().find("a").orElseThrow().full()).isTrue();
  }

  @Test
  void of_many_requests_at_once_one_run_waits() throws Exception {
    List<Callable<String>> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String id = "run" + i;
      all.add(() -> accept(id, "one").id());
    }
    ExecutorService threads = Executors.newFixedThreadPool(20);
    try {
      Set<String> answered = new java.util.TreeSet<>();
      for (Future<String> id : threads.invokeAll(all)) {
        answered.add(id.get());
      }
      assertThat(answered).hasSize(1);
    } finally {
      threads.shutdown();
    }
  }
}
