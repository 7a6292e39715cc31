package io.writeback.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.Child;
import io.writeback.ledger.BatchAccount;
import io.writeback.ledger.BatchIntent;
import io.writeback.ledger.Batches;
import io.writeback.ledger.Claim;
import io.writeback.ledger.LeaseTerms;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerAddress;
import io.writeback.ledger.Pause;
import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunRequest;
import io.writeback.ledger.RunState;
import io.writeback.ledger.RunStore;
import io.writeback.ledger.SnapshotEntry;
import io.writeback.problem.Code;
import io.writeback.run.DataLock;
import java.io.StringWriter;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code show RUN --follow} beside a process that executes the run. */
final class FollowedRunTest {
  private static final String RUN = "20260301-020000-00000a";

  @RegisterExtension private final Home home = new Home();
  private Instant now = Instant.parse("2026-03-01T02:00:00Z");
  private Ledger ledger;
  private long epoch;

  /** A run of 20 rows that a process has begun to send. */
  @BeforeEach
  void begin() {
    ledger = home.closing(Ledger.open(new LedgerAddress.InDirectory(home.path("data")), () -> now));
    RunEntry run = ledger.requests().accept(RunRequest.of(RUN, RUN, "w")).run();
    LeaseTerms terms = LeaseTerms.ever(Duration.ZERO);
    epoch = ((Claim.Taken) ledger.leases().claim(run, "t", terms)).run().run().epoch();
    ledger
        .runs()
        .snapshotTaken(RUN, epoch, new SnapshotEntry("a CSV", "v", "snapshot.csv", 20, 99, "ab"));
    ledger.runs().storePlan(RUN, epoch, new RunStore.Plan("t", "{}", Set.of(), 0));
  }

  private DataLock process() {
    return home.closing(DataLock.tryTake(home.path("data")).orElseThrow());
  }

  private void settle(int batch) {
    long first = batch * 10L + 1;
    BatchIntent intent = new BatchIntent(RUN, batch, first, first + 9, 10, 0, 0, "");
    Batches.settle(
        ledger,
        new BatchAccount(intent, 10, 0, 0, 0, List.of(), List.of(), 1, 10, 1, false),
        epoch,
        false);
  }

  private record Following(StringWriter out, CompletableFuture<Integer> exitCode) {
    String text() {
      return out.toString();
    }

    int end() throws Exception {
      return exitCode.get(30, TimeUnit.SECONDS);
    }
  }

  private Following follow(Terminal terminal, String... options) {
    StringWriter out = new StringWriter();
    String[] line = new String[3 + options.length];
    System.arraycopy(new String[] {"show", RUN, "--follow"}, 0, line, 0, 3);
    System.arraycopy(options, 0, line, 3, options.length);
    return new Following(
        out,
        CompletableFuture.supplyAsync(
            () ->
                home.run(
                    new Screen(out, terminal),
                    new Screen(new StringWriter(), Terminal.NONE),
                    line)));
  }

  @Test
  void there_is_a_line_whenever_something_changed_and_the_whole_run_at_its_end() throws Exception {
    process();
    Following following = follow(Terminal.NONE);
    await().until(() -> following.text().contains("RUNNING  0 of 20 rows"));

    settle(0);
    await().until(() -> following.text().contains("RUNNING  10 of 20 rows, 10 written"));
    settle(1);
    ledger.runs().end(RUN, epoch, RunState.COMPLETE, null, null);

    assertThat(following.end()).isZero();
    List<String> lines = following.text().lines().toList();
    assertThat(lines.subList(0, lines.indexOf("")))
        .doesNotHaveDuplicates()
        .allMatch(
            line ->
                line.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ  \\S+  .* of 20 rows.*"));
    assertThat(lines.subList(lines.indexOf("") + 1, lines.size()).toString())
        .contains("state        COMPLETE", "confirmed           20");
  }

  @Test
  void json_is_a_line_for_each_change_and_no_more() throws Exception {
    process();
    Following following = follow(Terminal.NONE, "--json");
    await().until(() -> following.text().contains("\"state\":\"RUNNING\""));

    settle(0);
    settle(1);
    ledger.runs().end(RUN, epoch, RunState.COMPLETE, null, null);

    assertThat(following.end()).isZero();
    List<String> lines = following.text().lines().toList();
    assertThat(lines).hasSizeBetween(2, 3).doesNotHaveDuplicates();
    JsonNode last = new ObjectMapper().readTree(lines.get(lines.size() - 1));
    assertThat(last.at("/report/state").asText()).isEqualTo("COMPLETE");
  }

  @Test
  void a_terminal_shows_it_in_place_and_keeps_the_end_only() throws Exception {
    process();
    Following following = follow(new Terminal(() -> 80, () -> 60, false, true, true));
    await().until(() -> following.text().contains("RUNNING"));

    settle(0);
    settle(1);
    ledger.runs().end(RUN, epoch, RunState.COMPLETE, null, null);

    assertThat(following.end()).isZero();
    String kept = following.text().substring(following.text().lastIndexOf("\u001b[J") + 3);
    assertThat(kept).contains("state        COMPLETE").doesNotContain("\u001b", "RUNNING");
  }

  @Test
  void a_run_that_waits_for_a_person_is_followed_no_longer() throws Exception {
    process();
    Following following = follow(Terminal.NONE);
    await().until(() -> following.text().contains("RUNNING"));

    ledger
        .runs()
        .pause(
            RUN, epoch, Pause.Kind.AUTH, null, 1, Code.DESTINATION_LOGIN, "the login was refused");

    assertThat(following.end()).isEqualTo(4);
    assertThat(following.text()).contains("PAUSED", "./writeback resume");
  }

  @Test
  void a_run_that_resumes_by_itself_is_followed_further() throws Exception {
    process();
    Following following = follow(Terminal.NONE);
    ledger
        .runs()
        .pause(
            RUN,
            epoch,
            Pause.Kind.OUTAGE,
            now.plusSeconds(60),
            1,
            Code.LOGIN_UNAVAILABLE,
            "it is down");
    await().until(() -> following.text().contains("PAUSED"));
    assertThat(following.exitCode()).isNotDone();

    ledger.runs().cancel(RUN);

    assertThat(following.end()).isEqualTo(4);
    assertThat(following.text()).contains("CANCELLED");
  }

  @Test
  void a_run_that_no_process_executes_is_followed_no_longer() throws Exception {
    Following following = follow(Terminal.NONE);

    assertThat(following.end()).isEqualTo(4);
    assertThat(following.text()).contains("INTERRUPTED", "./writeback resume");
  }

  @Test
  void a_signal_ends_it_with_the_run_as_it_is_and_the_exit_code_of_an_unfinished_one()
      throws Exception {
    process();
    Process child = Child.start(home, List.of(), "show", RUN, "--follow");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> Files.readString(home.path("log")).contains("RUNNING"));

    // Not SIGINT: where the build runs in the background, that is ignored, by its children too.
    Child.signal(child, "TERM");

    assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).isEqualTo(4);
    assertThat(Files.readString(home.path("log"))).contains("state        RUNNING");
    assertThat(ledger.history().find(RUN).orElseThrow().state()).isEqualTo(RunState.RUNNING);
  }
}
