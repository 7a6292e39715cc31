package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.writeback.TestPorts;
import io.writeback.cli.Home;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.RunRequest;
import io.writeback.ledger.RunState;
import io.writeback.queue.Brokers;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders with names that have a meaning in SQL, in a URL or in a shell. */
final class OddFoldersTest {
  @RegisterExtension private final TriggeredRuns team = new TriggeredRuns();

  private void renamed(String name) throws IOException {
    Charset names = Charset.forName(System.getProperty("sun.jnu.encoding"));
    Assumptions.assumeTrue(names.newEncoder().canEncode(name), "this platform has no such name");
    team.rename(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"o'brien's", "a b", "100%25", "a#b", "what?mode=memory", "dätä"})
  void a_run_its_replay_and_a_resumed_run_work_in_any_folder(String name) throws Exception {
    renamed(name);
    team.file("w.csv", "ID,Name\n" + TriggeredRuns.ID + ",new\nno id,rejected\n");

    Home.Done run = team.run("run", "w", "--json");
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(3);
    String id = run.json().get("run").asText();
    Home.Done replay = team.run("replay", id, "--json");
    assertThat(replay.exitCode()).as(replay.out() + replay.err()).isEqualTo(3);
    try (Ledger ledger = team.ledger()) {
      ledger.requests().accept(RunRequest.of("interrupted", "by hand", "w"));
    }
    Home.Done resume = team.run("resume");
    assertThat(resume.exitCode()).as(resume.out() + resume.err()).isEqualTo(3);

    assertThat(team.path("data/ledger.db")).isRegularFile();
    assertThat(team.states())
        .containsExactly(
            RunState.COMPLETE_WITH_REJECTS,
            RunState.COMPLETE_WITH_REJECTS,
            RunState.COMPLETE_WITH_REJECTS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"o'brien's 100%25 #1? of", "dätä"})
  void a_server_with_a_schedule_and_a_broker_of_its_own_works_in_any_folder(String name)
      throws Exception {
    renamed(name);
    int port = TestPorts.unused();
    Map<String, String> queue = new TreeMap<>(Brokers.keys(port));
    queue.forEach(team::set);
    team.schedule("often", "trigger.repeatInterval: 3600000").start();
    await().untilAsserted(() -> assertThat(team.states()).containsExactly(RunState.COMPLETE));

    Brokers.send(
        Brokers.trusting(port),
        "writeback.requests",
        "{\"writeback\":\"w\",\"requestId\":\"one\"}");

    await()
        .untilAsserted(
            () -> assertThat(team.states()).containsExactly(RunState.COMPLETE, RunState.COMPLETE));
  }
}
