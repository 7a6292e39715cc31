package io.writeback.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.problem.Code;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Alerts and their messages in the ledger. */
abstract class AlertsContract {
  private static final List<String> BOTH = List.of("mail", "webhook");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private Ledger ledger;
  private AlertStore alerts;

  abstract LedgerAddress address();

  @BeforeEach
  void open() {
    ledger = Ledger.open(address(), InstantSource.system());
    alerts = ledger.alerts();
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private static AlertChange change(AlertChange.Kind kind, long number) {
    return new AlertChange(kind, "w", AlertRule.FAILED, "run-" + number, number, "m" + number);
  }

  private List<AlertChange> update(AlertChange... changes) {
    return alerts.update("w", history -> List.of(changes), BOTH);
  }

  @Test
  void an_alert_is_open_from_its_first_reason_with_the_last_run_and_its_message() {
    assertThat(update(change(AlertChange.Kind.RAISED, 1))).hasSize(1);
    Instant since = alerts.open().get(0).since();
    update(change(AlertChange.Kind.REPEATED, 2));

    OpenAlert open = alerts.open("w").get(0);
    assertThat(open).isEqualTo(new OpenAlert("w", AlertRule.FAILED, since, "run-2", 2, "m2"));
    assertThat(alerts.open("other")).isEmpty();
  }

  @Test
  void what_another_process_found_too_is_one_alert_with_one_message() {
    AtomicInteger examined = new AtomicInteger();
    update(change(AlertChange.Kind.RAISED, 1));

    List<AlertChange> again =
        alerts.update(
            "w",
            history -> {
              examined.incrementAndGet();
              return List.of(change(AlertChange.Kind.RAISED, 1));
            },
            BOTH);

    assertThat(examined).hasPositiveValue();
    assertThat(again).isEmpty();
    assertThat(alerts.claim("mail", MINUTE)).isPresent();
    assertThat(alerts.claim("mail", MINUTE)).isEmpty();
  }

  @Test
  void an_alert_that_recovers_is_gone_and_one_that_never_was_says_nothing() {
    assertThat(update(change(AlertChange.Kind.RECOVERED, 1))).isEmpty();
    update(change(AlertChange.Kind.RAISED, 1));

    assertThat(update(change(AlertChange.Kind.RECOVERED, 2))).hasSize(1);

    assertThat(alerts.open()).isEmpty();
    AlertMessage raised = alerts.claim("mail", MINUTE).orElseThrow();
    assertThat(raised.recovered()).isFalse();
    alerts.done(raised);
    AlertMessage recovered = alerts.claim("mail", MINUTE).orElseThrow();
    assertThat(recovered.recovered()).isTrue();
    assertThat(recovered.since()).isEqualTo(raised.since());
    assertThat(recovered.runId()).isEqualTo("run-2");
  }

  @Test
  void a_message_that_says_well_again_waits_for_the_one_before_it_and_other_alerts_do_not() {
    update(change(AlertChange.Kind.RAISED, 1));
    update(change(AlertChange.Kind.RECOVERED, 2));
    alerts.update(
        "x",
        history ->
            List.of(
                new AlertChange(
                    AlertChange.Kind.RAISED, "x", AlertRule.PAUSED, null, 0, "message")),
        BOTH);
    AlertMessage first = alerts.claim("mail", MINUTE).orElseThrow();
    alerts.again(first, MINUTE);

    assertThat(alerts.claim("mail", MINUTE)).map(AlertMessage::writeback).contains("x");
    assertThat(alerts.claim("mail", MINUTE)).isEmpty();
    alerts.done(first);
    assertThat(alerts.claim("mail", MINUTE)).map(AlertMessage::recovered).contains(true);
  }

  @Test
  void each_channel_has_its_own_message_and_a_claimed_one_is_another_s_after_a_while() {
    update(change(AlertChange.Kind.RAISED, 1));
    assertThat(alerts.claim("mail", Duration.ZERO)).map(AlertMessage::tries).contains(1);
    assertThat(alerts.claim("mail", MINUTE)).map(AlertMessage::tries).contains(2);
    assertThat(alerts.claim("mail", MINUTE)).isEmpty();

    Optional<AlertMessage> other = alerts.claim("webhook", MINUTE);

    assertThat(other).map(AlertMessage::tries).contains(1);
    alerts.done(other.orElseThrow());
    assertThat(alerts.waitingChannels()).containsExactly("mail");
  }

  @Test
  void of_two_processes_that_find_the_same_one_writes_the_message_and_one_sends_it() {
    try (Ledger second = Ledger.open(address(), InstantSource.system())) {
      List<AlertStore> both = List.of(alerts, second.alerts());
      for (int round = 1; round <= 20; round++) {
        AlertChange raised = change(AlertChange.Kind.RAISED, round);
        AlertChange recovered = change(AlertChange.Kind.RECOVERED, round);

        assertThat(atOnce(both, store -> store.update("w", h -> List.of(raised), BOTH).size()))
            .isEqualTo(1);
        assertThat(atOnce(both, store -> store.claim("mail", MINUTE).isPresent() ? 1 : 0))
            .isEqualTo(1);
        assertThat(atOnce(both, store -> store.update("w", h -> List.of(recovered), BOTH).size()))
            .isEqualTo(1);
        alerts.giveUp("mail", Duration.ofMinutes(-1));
      }
    }
  }

  /** The sum of what both processes did at the same time. */
  private static int atOnce(List<AlertStore> both, ToIntFunction<AlertStore> work) {
    return both.stream()
        .map(store -> CompletableFuture.supplyAsync(() -> work.applyAsInt(store)))
        .toList()
        .stream()
        .mapToInt(CompletableFuture::join)
        .sum();
  }

  @Test
  void old_messages_of_a_channel_can_be_given_up() {
    update(change(AlertChange.Kind.RAISED, 1));

    assertThat(alerts.giveUp("mail", MINUTE)).isZero();
    assertThat(alerts.giveUp("mail", Duration.ofMinutes(-1))).isEqualTo(1);
    assertThat(alerts.waitingChannels()).containsExactly("webhook");
  }

  @Test
  void a_rule_that_is_off_closes_its_alert_without_a_message() {
    update(change(AlertChange.Kind.RAISED, 1));
    BOTH.forEach(channel -> alerts.done(alerts.claim(channel, MINUTE).orElseThrow()));

    assertThat(update(change(AlertChange.Kind.DROPPED, 1))).hasSize(1);

    assertThat(alerts.open()).isEmpty();
    assertThat(alerts.waitingChannels()).isEmpty();
  }

  @Test
  void the_history_has_what_the_rules_need_of_each_run_the_newest_first() {
    ledger
        .schedules()
        .accept(
            RunRequest.of("a", "w@2026-11-25T02:00:00Z", "w"),
            new Fire(
                "s",
                "t",
                Instant.parse("2026-11-25T02:00:00Z"),
                "",
                "",
                false,
                new Fire.Tries(1, MINUTE)));
    ledger.runs().end("a", 1, RunState.FAILED, Code.DESTINATION_LOGIN, "refused");
    ledger.requests().accept(RunRequest.of("b", "b", "w"));
    RunEntry b = ledger.history().find("b").orElseThrow();
    LeaseTerms terms = new LeaseTerms("me", Duration.ofHours(1), Duration.ZERO);
    long epoch = ((Claim.Taken) ledger.leases().claim(b, "target", terms)).run().run().epoch();
    ledger.runs().snapshotTaken("b", epoch, new SnapshotEntry("s", "v", "f", 9, 1, "ab"));
    ledger.requests().accept(RunRequest.of("other", "other", "x"));
    ledger.requests().accept(RunRequest.of("c", "c", "w"));
    ledger.runs().pause("c", 1, Pause.Kind.AUTH, null, 1, Code.DESTINATION_LOGIN, "refused");

    AlertHistory history = alerts.history("w");

    assertThat(history.runs())
        .extracting(AlertHistory.Entry::id, AlertHistory.Entry::state)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("c", RunState.PAUSED),
            org.assertj.core.groups.Tuple.tuple("b", RunState.SNAPSHOT),
            org.assertj.core.groups.Tuple.tuple("a", RunState.FAILED));
    assertThat(history.runs().get(0).workingSince()).isNull();
    assertThat(history.runs().get(1).snapshotRows()).isEqualTo(9);
    assertThat(history.runs().get(1).workingSince()).isNotNull();
    assertThat(history.runs().get(2).triedAgain()).isTrue();
    assertThat(history.paused()).extracting(AlertHistory.Paused::id).containsExactly("c");
    ledger.followUps().markDone("a");
    assertThat(alerts.history("w").runs().get(2).failedForGood()).isTrue();
  }

  @Test
  void rejects_that_a_later_run_wrote_are_not_open() {
    ledger.requests().accept(RunRequest.of("a", "a", "w"));
    List<RejectEntry> rejects =
        List.of(
            new RejectEntry(1, "k1", Code.VALUE_INVALID, "", "r", "r"),
            new RejectEntry(2, "k2", Code.VALUE_INVALID, "", "r", "r"));
    Batches.settle(
        ledger,
        new BatchAccount(
            new BatchIntent("a", 0, 1, 4, 2, 0, 0, ""),
            1,
            1,
            0,
            0,
            rejects,
            List.of(new DifferenceEntry(3, "k3", "name", "a", "b")),
            1,
            1,
            1,
            false),
        1,
        false);

    assertThat(alerts.counts("a")).isEqualTo(new AlertHistory.Counts(2, 2, 1));
    assertThat(alerts.openRejects("a", 10)).isEqualTo(2);
    assertThat(alerts.openRejects("a", 1)).isEqualTo(1);
  }

  @Test
  void a_fire_is_answered_by_its_run_or_by_the_reason_why_there_is_none() {
    Instant two = Instant.parse("2026-11-25T02:00:00Z");
    Fire fire = new Fire("s", "t", two, "", "", false, Fire.Tries.NONE);
    ledger.schedules().accept(RunRequest.of("a", Fire.key("w", two), "w"), fire);
    Instant three = two.plusSeconds(3_600);
    Fire skipped = new Fire("s", "t", three, "", "because", false, Fire.Tries.NONE);
    ledger.schedules().accept(RunRequest.of("b", Fire.key("w", three), "w"), skipped);

    assertThat(alerts.fired("w", "s", two)).map(AlertHistory.Fired::id).contains("a");
    assertThat(alerts.fired("w", "s", three)).map(AlertHistory.Fired::reason).contains("because");
    assertThat(alerts.fired("w", "s", two.minusSeconds(1))).isEmpty();
    assertThat(alerts.history("w").runs()).extracting(AlertHistory.Entry::id).containsExactly("a");
  }

  private void ended(String id) {
    ledger.requests().accept(RunRequest.of(id, "key of " + id, "w"));
    ledger
        .runs()
        .end(
            id,
            ledger.history().find(id).orElseThrow().epoch(),
            RunState.FAILED,
            Code.DESTINATION_LOGIN,
            "reason");
  }

  private ResultDelivery claimed() {
    ResultDelivery due = ledger.results().due().orElseThrow();
    ledger.results().claim(due, MINUTE);
    return due.claimed();
  }

  @Test
  void results_are_undelivered_until_they_arrive_and_once_given_up_until_later_ones_do() {
    ledger.results().deliver("w", "domo:Results", "domo");
    ended("r1");
    ResultDelivery rows = claimed();
    ledger.results().done(claimed());

    assertThat(alerts.history("w").undelivered())
        .singleElement()
        .returns("r1", AlertHistory.Undelivered::id)
        .returns("rows", AlertHistory.Undelivered::kind)
        .returns(1, AlertHistory.Undelivered::tries)
        .returns(false, AlertHistory.Undelivered::givenUp);
    assertThat(alerts.undelivered("other")).isEmpty();

    ledger.results().giveUp(rows, "status 503");
    assertThat(alerts.undelivered())
        .singleElement()
        .returns("status 503", AlertHistory.Undelivered::failure)
        .returns(true, AlertHistory.Undelivered::givenUp);

    ended("r2");
    assertThat(alerts.undelivered()).extracting(AlertHistory.Undelivered::id).contains("r1", "r2");
    ledger.results().done(claimed());
    ledger.results().done(claimed());
    assertThat(alerts.undelivered()).isEmpty();
  }
}
