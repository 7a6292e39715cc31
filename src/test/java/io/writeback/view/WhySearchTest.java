package io.writeback.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.ledger.BatchAccount;
import io.writeback.ledger.BatchIntent;
import io.writeback.ledger.Batches;
import io.writeback.ledger.DifferenceEntry;
import io.writeback.ledger.FingerprintChange;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerAddress;
import io.writeback.ledger.RunRequest;
import io.writeback.ledger.RunState;
import io.writeback.ledger.RunStore;
import io.writeback.ledger.SnapshotEntry;
import io.writeback.rows.SentKeys;
import io.writeback.run.RunFolders;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that have sent a record are found in a ledger of many, each with its receipt. */
final class WhySearchTest {
  private static final String TARGET = "fake:things";

  @TempDir private Path folder;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private Ledger ledger;

  @BeforeEach
  void open() {
    InstantSource clock = () -> now;
    ledger = Ledger.open(new LedgerAddress.InDirectory(folder), clock);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private void accept(String run) {
    now = now.plusSeconds(60);
    ledger.requests().accept(RunRequest.of(run, "key of " + run, "w"));
    ledger.runs().snapshotTaken(run, 1, new SnapshotEntry("s", "v", "snapshot.csv", 9, 1, "ab"));
    ledger.runs().storePlan(run, 1, new RunStore.Plan(TARGET, "{}", Set.of(), 0));
  }

  /** A run of one batch of two records, of which the first one has the key. */
  private void settle(
      String run,
      String key,
      boolean certain,
      long inDoubt,
      long notSent,
      DifferenceEntry... differences) {
    accept(run);
    Batches.settle(
        ledger,
        new BatchAccount(
            new BatchIntent(run, 0, 1, 2, 2, 0, 0, ""),
            2 - inDoubt - notSent - differences.length,
            differences.length,
            inDoubt,
            notSent,
            List.of(),
            List.of(differences),
            1,
            2,
            9,
            false),
        1,
        false,
        FingerprintChange.NONE,
        List.of(),
        SentKeys.of(List.of(new SentKeys.Sent(1, key, certain))));
    ledger.runs().end(run, 1, RunState.COMPLETE, null, null);
  }

  private void settle(String run, String key) {
    settle(run, key, true, 0, 0);
  }

  private WhyAnswer search(String key, int most) {
    RunViews views = new RunViews(ledger, RunFolders.local(folder), run -> false, Surface.COMMANDS);
    return new WhySearch(ledger, views)
        .answer(
            new WhySearch.Question(List.of(TARGET), key, target -> Optional.of(key), null, most));
  }

  private static List<String> runs(WhyAnswer answer) {
    return answer.found().stream().map(WhyAnswer.Finding::run).toList();
  }

  @Test
  void a_record_that_differs_is_shown_with_what_was_sent_and_what_was_found() {
    settle("r", "a", true, 0, 0, new DifferenceEntry(1, "a", "name", "sent", "found"));

    WhyAnswer.Finding found = search("a", 10).found().get(0);

    assertThat(found.outcome()).isEqualTo(WhyAnswer.Outcome.DIFFERS);
    assertThat(found.values())
        .containsExactly(new WhyAnswer.Value("name", null, null, null, "sent", "found"));
    assertThat(found.source()).isEqualTo("s");
    assertThat(found.at()).isEqualTo(now);
  }

  @Test
  void a_record_in_doubt_is_no_confirmed_one() {
    settle("one", "a", false, 2, 0);
    settle("two", "a", false, 1, 1);

    assertThat(search("a", 10).found())
        .extracting(WhyAnswer.Finding::outcome)
        .containsExactly(WhyAnswer.Outcome.UNKNOWN, WhyAnswer.Outcome.IN_DOUBT);
  }

  @Test
  void a_run_that_was_killed_within_a_batch_is_named() {
    accept("r");
    Batches.intend(ledger, new BatchIntent("r", 0, 1, 2, 2, 0, 0, ""), 1);

    WhyAnswer answer = search("a", 10);

    assertThat(answer.found()).isEmpty();
    assertThat(answer.notes()).singleElement().asString().contains("run r", "not known yet");
  }

  @Test
  void the_only_run_with_a_key_is_found_behind_many_that_came_later() {
    settle("first", "a");
    for (int run = 1; run <= 400; run++) {
      settle("run-%03d".formatted(run), "key " + run);
    }

    WhyAnswer answer = search("a", 10);

    assertThat(runs(answer)).containsExactly("first");
    assertThat(answer.runs()).isEqualTo(401);
    assertThat(answer.laterRuns()).isEqualTo(400);
    assertThat(answer.latestRun()).isEqualTo("run-400");
    assertThat(answer.more()).isFalse();
    assertThat(runs(search("key 17", 10))).containsExactly("run-017");
    assertThat(search("never sent", 10).laterRuns()).isZero();
  }

  @Test
  void no_more_runs_are_shown_than_asked_for_the_latest_first() {
    for (int run = 1; run <= 20; run++) {
      settle("run-%03d".formatted(run), "a");
    }

    assertThat(runs(search("a", 3))).containsExactly("run-020", "run-019", "run-018");
    assertThat(search("a", 3).more()).isTrue();
    assertThat(search("a", 20).more()).isFalse();
    assertThat(search("a", 20).found()).hasSize(20);
  }
}
