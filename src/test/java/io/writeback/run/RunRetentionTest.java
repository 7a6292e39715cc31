package io.writeback.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerAddress;
import io.writeback.ledger.RunRequest;
import io.writeback.ledger.RunState;
import io.writeback.problem.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a run that ended is kept, and what goes with it. */
final class RunRetentionTest {
  @TempDir private Path data;
  private Instant now = Instant.parse("2026-03-01T02:00:00Z");
  private Ledger ledger;

  @BeforeEach
  void open() {
    ledger = Ledger.open(new LedgerAddress.InDirectory(data), () -> now);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private RunRetention retention() {
    return new RunRetention(ledger, RunFolders.local(data), RunRetention.STANDARD, () -> now);
  }

  private Path ended(String run) throws IOException {
    ledger.requests().accept(RunRequest.of(run, run, "w"));
    ledger.runs().end(run, 1, RunState.FAILED, Code.DATASET_NOT_FOUND, "r");
    Path folder = Files.createDirectories(data.resolve("runs").resolve(run).resolve("rows"));
    Files.writeString(folder.resolve("1.jsonl"), "[]");
    Files.writeString(folder.resolveSibling("report.json"), "{}");
    return folder.getParent();
  }

  @Test
  void a_run_and_its_folder_stay_for_as_long_as_they_are_kept_and_no_longer() throws IOException {
    Path first = ended("a");
    now = now.plusSeconds(1);
    Path second = ended("b");
    now = now.plus(RunRetention.STANDARD);

    RunRetention.Removed removed = retention().apply(() -> false);

    assertThat(removed.runs()).isEqualTo(1);
    assertThat(first).doesNotExist();
    assertThat(second.resolve("report.json")).exists();
    assertThat(ledger.history().find("a")).isEmpty();
    assertThat(ledger.history().find("b")).isPresent();
  }

  @Test
  void the_folder_of_a_run_that_another_process_removed_goes_too() throws IOException {
    Path folder = ended("a");
    now = now.plus(RunRetention.STANDARD).plusSeconds(1);
    Path elsewhere = data.resolve("elsewhere");
    new RunRetention(ledger, RunFolders.local(elsewhere), RunRetention.STANDARD, () -> now)
        .apply(() -> false);
    assertThat(folder).exists();

    retention().apply(() -> false);

    assertThat(folder).doesNotExist();
  }

  @Test
  void a_folder_that_links_elsewhere_is_not_followed() throws IOException {
    Path outside = Files.createDirectories(data.resolve("outside"));
    Files.writeString(outside.resolve("keep"), "");
    ledger.requests().accept(RunRequest.of("a", "a", "w"));
    ledger.runs().end("a", 1, RunState.FAILED, Code.DATASET_NOT_FOUND, "r");
    Files.createDirectories(data.resolve("runs"));
    Files.createSymbolicLink(data.resolve("runs/a"), outside);
    now = now.plus(Duration.ofDays(91));

    retention().apply(() -> false);

    assertThat(outside.resolve("keep")).exists();
  }

  @Test
  void a_process_that_ends_soon_removes_what_it_has_time_for() throws IOException {
    Path folder = ended("a");
    now = now.plus(RunRetention.STANDARD).plusSeconds(1);

    retention().applyBriefly();

    assertThat(folder).doesNotExist();
  }
}
