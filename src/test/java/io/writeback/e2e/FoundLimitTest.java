package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.cli.Home;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.SandboxSettings;
import io.writeback.sandbox.http.TrafficStats;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A run against a Workfront with an unknown cap. */
class FoundLimitTest {
  private static final int ROWS = 2_000;
  private static final int CAP = 7;

  @RegisterExtension private final Home home = new Home();

  @Test
  void a_run_finds_how_many_requests_the_destination_takes_at_once() throws Exception {
    SandboxSettings settings =
        Home.EMPTY.withLatency(Duration.ofMillis(50)).withConcurrencyLimit(CAP);
    Sandbox sandbox = home.sandbox(settings);
    IntStream.rangeClosed(1, ROWS)
        .forEach(n -> sandbox.putObject("PROJ", Map.of("ID", id(n), "name", "old")));
    home.set("account.workfront.max-concurrency", "32")
        .csvToWorkfront("found", "found.csv", "batchSize: 10");
    home.file(
        "found.csv",
        IntStream.rangeClosed(1, ROWS)
            .mapToObj(n -> id(n) + ",new " + n)
            .collect(Collectors.joining("\n", "ID,Name\n", "\n")));

    Home.Done done = home.run("run", "found", "--json");

    assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
    TrafficStats stats = sandbox.stats();
    assertThat(stats.highestInFlight()).isEqualTo(CAP + 1);
    assertThat(stats.byStatus().get("429")).isBetween(1L, 3L);
    assertThat(stats.recordsWritten()).isEqualTo(ROWS);
  }

  private static String id(int n) {
    return String.format("%032x", n);
  }
}
