package io.writeback.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.problem.Code;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An undo in the ledger: a run of its own, and no run of the whole DataSet. */
abstract class UndoContract {
  private static final String TARGET = "target";
  private static final LeaseTerms MINE = new LeaseTerms("mine", Duration.ofDays(1), Duration.ZERO);

  private Ledger ledger;

  abstract LedgerAddress address();

  @BeforeEach
  void open() {
    ledger = Ledger.open(address(), InstantSource.system());
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private RunEntry run(String id) {
    return ledger.history().find(id).orElseThrow();
  }

  /** A run that has sent a batch, and is complete. */
  private RunEntry complete(String id) {
    ledger.requests().accept(RunRequest.of(id, "key of " + id, "w"));
    return ended(id);
  }

  private RunEntry ended(String id) {
    long epoch = ((Claim.Taken) ledger.leases().claim(run(id), TARGET, MINE)).run().run().epoch();
    if (!run(id).isUndo()) {
      ledger.runs().snapshotTaken(id, epoch, new SnapshotEntry("s", "v", "f", 1, 1, "ab"));
    }
    ledger.runs().storePlan(id, epoch, new RunStore.Plan(TARGET, "{}", Set.of(), 0));
    Batches.settle(
        ledger,
        new BatchAccount(
            new BatchIntent(id, 0, 1, 1, 1, 0, 0, ""),
            1,
            0,
            0,
            0,
            List.of(),
            List.of(),
            1,
            1,
            1,
            false),
        epoch,
        false);
    ledger.runs().end(id, epoch, RunState.COMPLETE, null, null);
    ledger.leases().release(id, MINE.holder());
    return run(id);
  }

  private Optional<RunEntry> undo(String id, RunEntry undone, String by) {
    return ledger
        .requests()
        .acceptUndo(
            RunRequest.undo(id, undone),
            new SnapshotEntry("what it overwrote", "", "snapshot.csv", 1, 1, "ab"),
            undone.target(),
            by);
  }

  @Test
  void an_undo_is_accepted_with_its_rows_and_its_target_and_waits_for_approval() {
    RunEntry undo = undo("undo", complete("a"), null).orElseThrow();

    assertThat(undo.undoes()).isEqualTo("a");
    assertThat(undo.isUndo()).isTrue();
    assertThat(undo.state()).isEqualTo(RunState.SNAPSHOT);
    assertThat(undo.target()).isEqualTo(TARGET);
    assertThat(undo.snapshotRows()).isEqualTo(1);
    assertThat(undo.needsApproval()).isTrue();
    assertThat(ledger.history().undosOf("a")).containsExactly("undo");
  }

  @Test
  void one_that_waits_for_approval_is_no_matter_for_an_alert() {
    undo("undo", complete("a"), null);
    ledger
        .runs()
        .pause("undo", 1, Pause.Kind.APPROVAL, null, 0, Code.APPROVAL_NEEDED, "it was shown");

    assertThat(run("undo").waitsForApproval()).isTrue();
    assertThat(ledger.alerts().paused()).isEmpty();
  }

  @Test
  void one_that_a_person_has_approved_already_waits_for_nobody() {
    RunEntry undo = undo("undo", complete("a"), "someone").orElseThrow();

    assertThat(undo.needsApproval()).isFalse();
    assertThat(undo.approvedBy()).isEqualTo("someone");
  }

  @Test
  void the_same_asked_for_again_is_one_run() {
    RunEntry a = complete("a");
    undo("undo", a, null);

    assertThat(undo("undo", a, null).orElseThrow().id()).isEqualTo("undo");
    assertThat(ledger.history().undosOf("a")).containsExactly("undo");
  }

  @Test
  void it_is_no_run_of_the_whole_dataset() {
    RunEntry a = complete("a");
    undo("undo", a, "someone");
    ended("undo");

    RunHistory history = ledger.history();
    assertThat(history.latest("w", 9)).extracting(RunEntry::id).containsExactly("a");
    assertThat(history.completeUpTo("w", "undo", 9)).extracting(RunEntry::id).containsExactly("a");
    assertThat(history.lastComplete("w", TARGET, "").orElseThrow().run().id()).isEqualTo("a");
    assertThat(history.sentSinceComplete("w", TARGET, ""))
        .extracting(stored -> stored.run().id())
        .containsExactly("a");
    assertThat(ledger.figures().histories(List.of("w")).get(0).succeeded())
        .isEqualTo(run("a").finishedAt());
  }

  @Test
  void it_overtakes_no_run_and_is_overtaken_by_newer_ones() {
    RunEntry a = complete("a");
    undo("undo", a, "someone");
    ended("undo");
    assertThat(ledger.history().overtakenBy("a")).isEmpty();

    complete("b");

    assertThat(ledger.history().overtakenBy("undo")).contains("b");
    assertThat(ledger.history().overtakenBy("a")).contains("b");
  }

  @Test
  void a_run_waits_for_its_turn_beside_it() {
    undo("undo", complete("a"), null);

    AcceptedRun next = ledger.requests().accept(RunRequest.of("b", "key of b", "w"));

    assertThat(next.isNew()).isTrue();
    assertThat(next.run().id()).isEqualTo("b");
  }

  @Test
  void a_run_stays_as_long_as_its_undo() {
    RunEntry a = complete("a");
    undo("undo", a, null);
    long epoch = run("undo").epoch();
    ledger.runs().end("undo", epoch, RunState.FAILED, Code.CANNOT_UNDO, "r");
    complete("b");

    assertThat(remove()).as("the undo").isEqualTo(1);
    assertThat(ledger.history().find("a")).isPresent();
    assertThat(remove()).as("the run").isEqualTo(1);
    assertThat(undo("late", a, null)).isEmpty();
  }

  private int remove() {
    Instant later = Instant.now().plus(Duration.ofDays(1));
    return ledger.endedRuns().removeSome(later, EndedRuns.Position.FIRST, 1_000).removed();
  }
}
