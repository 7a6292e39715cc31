package io.writeback.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.problem.Code;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events of runs, requests from outside, and gathered rows. */
abstract class OutboxContract {
  private Ledger ledger;
  private OutboxStore outbox;

  abstract LedgerAddress address();

  abstract Connection connection() throws SQLException;

  @BeforeEach
  void open() {
    ledger = Ledger.open(address(), InstantSource.system());
    outbox = ledger.outbox();
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private RunEntry ask(String run, String writeback, String requestId, String digest) {
    ExternalRequest asked = new ExternalRequest(requestId, digest);
    return ledger
        .requests()
        .accept(RunRequest.of(run, asked.runKey(), writeback), asked)
        .orElseThrow()
        .run();
  }

  private List<String> published() {
    return outbox.unsent(100, Set.of()).stream()
        .map(event -> event.runId() + " " + event.number() + " " + event.state())
        .toList();
  }

  @Test
  void while_nobody_publishes_nothing_is_written() {
    ask("a", "one", "first", "x");

    assertThat(outbox.unsent(100, Set.of())).isEmpty();
  }

  @Test
  void each_state_is_reported_once_and_in_order() {
    outbox.open();
    RunEntry run = ask("a", "one", "first", "x");
    LeaseTerms terms = new LeaseTerms("mine", Duration.ofHours(1), Duration.ZERO);
    long epoch = ((Claim.Taken) ledger.leases().claim(run, "target", terms)).run().run().epoch();
    ledger
        .runs()
        .snapshotTaken("a", epoch, new SnapshotEntry("csv", "1", "snapshot.csv", 1, 1, "0"));
    ledger.runs().storePlan("a", epoch, new RunStore.Plan("target", "{}", Set.of(), 0));
    ledger.runs().end("a", epoch, RunState.STOPPED, Code.INTERRUPTED, "a signal");
    ledger.runs().resume("a");
    ledger.runs().cancel("a");

    assertThat(published())
        .containsExactly(
            "a 1 ACCEPTED",
            "a 2 SNAPSHOT",
            "a 3 RUNNING",
            "a 4 STOPPED",
            "a 5 RUNNING",
            "a 6 CANCELLED");
    assertThat(outbox.unsent(100, Set.of()).get(3).reason()).isEqualTo("a signal");
  }

  @Test
  void a_request_that_a_waiting_run_answers_is_reported_too() {
    outbox.open();
    ask("a", "one", "first", "x");
    ask("b", "one", "second", "x");

    assertThat(outbox.unsent(100, Set.of()))
        .extracting(RunEvent::runId, RunEvent::requestId)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("a", "first"),
            org.assertj.core.groups.Tuple.tuple("a", "second"));
    assertThat(outbox.requests("a", 10))
        .isEqualTo(new OutboxStore.Requests(List.of("first", "second"), 2));
    assertThat(outbox.requests("a", 1)).isEqualTo(new OutboxStore.Requests(List.of("first"), 2));
  }

  @Test
  void a_clock_that_is_set_back_changes_nothing_in_the_order_of_the_events_of_a_run()
      throws SQLException {
    outbox.open();
    RunEntry run = ask("a", "one", "first", "x");
    // As if the clock had been an hour ahead until now.
    try (Connection connection = connection()) {
      connection.createStatement().execute("update run_event set at = at + 3600000");
    }
    ledger.runs().end("a", run.epoch(), RunState.COMPLETE, null, null);

    assertThat(published()).containsExactly("a 1 ACCEPTED", "a 2 COMPLETE");
  }

  @Test
  void events_of_some_runs_can_be_left_out_and_one_be_given_up() {
    outbox.open();
    ask("a", "one", "first", "x");
    ask("b", "two", "second", "x");

    assertThat(outbox.unsent(100, java.util.Set.of("a")))
        .extracting(RunEvent::runId)
        .containsExactly("b");
    outbox.givenUp(outbox.unsent(1, Set.of()).get(0));
    assertThat(published()).containsExactly("b 1 ACCEPTED");
  }

  @Test
  void the_same_request_again_is_reported_once() {
    outbox.open();
    ask("a", "one", "first", "x");
    RunEntry again = ask("b", "one", "first", "x");

    assertThat(again.id()).isEqualTo("a");
    assertThat(published()).containsExactly("a 1 ACCEPTED");
  }

  @Test
  void the_same_id_for_something_else_is_nobodys_run() {
    ask("a", "one", "first", "x");
    ExternalRequest other = new ExternalRequest("first", "y");

    assertThat(ledger.requests().accept(RunRequest.of("b", other.runKey(), "two"), other))
        .isEmpty();
    assertThat(ledger.history().find("b")).isEmpty();
  }

  @Test
  void what_was_sent_is_not_sent_again() {
    outbox.open();
    ask("a", "one", "first", "x");
    ask("b", "two", "second", "x");

    outbox.sent(outbox.unsent(1, Set.of()));

    assertThat(published()).containsExactly("b 1 ACCEPTED");
  }

  @Test
  void one_process_at_a_time_publishes() {
    outbox.open();

    assertThat(outbox.hold("mine", Duration.ofHours(1))).isTrue();
    assertThat(outbox.hold("theirs", Duration.ofHours(1))).isFalse();
    assertThat(outbox.hold("mine", Duration.ofHours(1))).isTrue();
    outbox.release("mine");
    assertThat(outbox.hold("theirs", Duration.ofHours(1))).isTrue();
  }

  @Test
  void events_that_were_not_sent_wait_for_the_next_who_publishes() {
    outbox.open();
    ask("a", "one", "first", "x");
    outbox.close();
    ask("b", "two", "second", "x");
    outbox.open();

    assertThat(published()).containsExactly("a 1 ACCEPTED");
  }

  @Test
  void rows_are_gathered_until_their_group_is_taken_over() {
    RowGroupStore groups = ledger.rowGroups();
    groups.put("one", new RowGroupStore.Group("g1", "[1]", 1), 0);
    groups.put("one", new RowGroupStore.Group("g1", "[1,2]", 2), 1);

    assertThat(groups.open("one").orElseThrow().content()).isEqualTo("[1,2]");
    groups.close("one", new RowGroupStore.Group("g1", "[1,2]", 2), 2);
    assertThat(groups.open("one")).isEmpty();
    groups.put("one", new RowGroupStore.Group("g2", "[3]", 1), 0);
    assertThat(groups.complete("one")).containsExactly("g1");
    assertThat(groups.complete("one", "g1").orElseThrow().content()).isEqualTo("[1,2]");
    groups.drop("one", "g1");
    assertThat(groups.complete("one")).isEmpty();
    assertThat(groups.open("one").orElseThrow().id()).isEqualTo("g2");
  }

  @Test
  void a_process_that_has_not_seen_the_rows_of_another_does_not_overwrite_them() {
    RowGroupStore groups = ledger.rowGroups();
    assertThat(groups.put("one", new RowGroupStore.Group("g1", "[1]", 1), 0)).isTrue();
    assertThat(groups.put("one", new RowGroupStore.Group("g1", "[1,2]", 2), 1)).isTrue();

    assertThat(groups.put("one", new RowGroupStore.Group("g1", "[1,3]", 2), 1)).isFalse();
    assertThat(groups.close("one", new RowGroupStore.Group("g1", "[1]", 1), 1)).isFalse();
    assertThat(groups.put("one", new RowGroupStore.Group("g2", "[3]", 1), 0))
        .as("one group of a writeback is being filled")
        .isFalse();

    assertThat(groups.open("one").orElseThrow().content()).isEqualTo("[1,2]");
  }

  @Test
  void rows_of_one_writeback_are_none_of_another() {
    RowGroupStore groups = ledger.rowGroups();
    groups.close("one", new RowGroupStore.Group("g1", "[1]", 1), 0);
    groups.put("one", new RowGroupStore.Group("g2", "[2]", 1), 0);
    groups.put("two", new RowGroupStore.Group("g3", "[3]", 1), 0);
    groups.drop("two", "g1");

    assertThat(groups.open("one").orElseThrow().id()).isEqualTo("g2");
    assertThat(groups.open("two").orElseThrow().id()).isEqualTo("g3");
    assertThat(groups.complete("two")).isEmpty();
    assertThat(groups.complete("two", "g1")).isEmpty();
    assertThat(groups.complete("one")).containsExactly("g1");
    assertThat(groups.writebacks()).containsExactly("one", "two");
  }

  @Test
  void the_numbers_of_groups_grow_also_when_the_clock_is_set_back() {
    ledger.rowGroups().put("one", new RowGroupStore.Group("z", "[1]", 1), 0);
    ledger.rowGroups().close("one", new RowGroupStore.Group("z", "[1]", 1), 1);
    long first = ledger.rowGroups().complete("one", "z").orElseThrow().number();
    ledger.close();
    ledger = Ledger.open(address(), () -> Instant.ofEpochMilli(first).minusSeconds(3_600));
    RowGroupStore groups = ledger.rowGroups();

    groups.put("one", new RowGroupStore.Group("y", "[1]", 1), 0);
    groups.put("one", new RowGroupStore.Group("y", "[1,2]", 2), 1);
    groups.close("one", new RowGroupStore.Group("y", "[1,2]", 2), 2);
    groups.drop("one", "z");
    groups.close("one", new RowGroupStore.Group("x", "[1]", 1), 0);

    assertThat(groups.complete("one")).containsExactly("y", "x");
    long second = groups.complete("one", "y").orElseThrow().number();
    assertThat(second).isGreaterThan(first);
    assertThat(groups.complete("one", "x").orElseThrow().number()).isGreaterThan(second);
  }
}
