package io.writeback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.ledger.Claim;
import io.writeback.ledger.LeaseTerms;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerAddress;
import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunRequest;
import io.writeback.ledger.RunState;
import io.writeback.ledger.SnapshotEntry;
import io.writeback.problem.Code;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The column of {@code runs} that compares a run with those before it. */
final class TrendTest {
  @RegisterExtension private final Home home = new Home();
  private Instant now = Instant.parse("2026-03-01T02:00:00Z");

  /** A run of a number of rows, the next day. */
  private void ran(String id, String writeback, long rows, Duration time, RunState state) {
    try (Ledger ledger = Ledger.open(new LedgerAddress.InDirectory(home.path("data")), () -> now)) {
      now = now.plus(Duration.ofDays(1));
      RunEntry run = ledger.requests().accept(RunRequest.of(id, id, writeback)).run();
      LeaseTerms terms = LeaseTerms.ever(Duration.ZERO);
      long epoch = ((Claim.Taken) ledger.leases().claim(run, "t:" + id, terms)).run().run().epoch();
      ledger
          .runs()
          .snapshotTaken(id, epoch, new SnapshotEntry("a CSV", "v", "snapshot.csv", rows, 9, "a"));
      now = now.plus(time);
      Code code = state == RunState.FAILED ? Code.SOURCE_LOGIN : null;
      ledger.runs().end(id, epoch, state, code, code == null ? null : "refused");
    }
  }

  private void nights() {
    ran("r1", "w", 1_000, Duration.ofSeconds(10), RunState.COMPLETE);
    ran("r2", "w", 1_010, Duration.ofSeconds(11), RunState.COMPLETE);
    ran("r3", "w", 7, Duration.ofSeconds(1), RunState.FAILED);
    ran("r4", "w", 1_020, Duration.ofSeconds(12), RunState.COMPLETE_WITH_REJECTS);
    ran("r5", "other", 5, Duration.ofSeconds(90), RunState.COMPLETE);
    ran("r6", "w", 250, Duration.ofSeconds(33), RunState.COMPLETE);
  }

  private List<String> lines(Terminal terminal) {
    StringWriter out = new StringWriter();
    int exit =
        home.run(
            new Screen(out, terminal),
            new Screen(new StringWriter(), Terminal.NONE),
            "runs",
            "--writeback",
            "w");
    assertThat(exit).isZero();
    return out.toString().lines().map(line -> line.replaceAll(" +", " ")).toList();
  }

  @Test
  void a_run_is_shown_beside_those_before_it_with_what_is_unusual() {
    nights();

    assertThat(lines(Terminal.NONE))
        .containsExactly(
            "run writeback state accepted time rows written rejected trend code",
            "r6 w COMPLETE 2026-03-07T02:00:57Z 33.0 s 250 0 0 ███▃ rows -75%, time x3.0"
                .replace("02:00:57", now.minusSeconds(33).toString().substring(11, 19)),
            "r4 w COMPLETE_WITH_REJECTS 2026-03-05T02:00:22Z 12.0 s 1,020 0 0 ███",
            "r3 w FAILED 2026-03-04T02:00:21Z 1.0 s 7 0 0 ██▁ WB-204",
            "r2 w COMPLETE 2026-03-03T02:00:10Z 11.0 s 1,010 0 0 ██",
            "r1 w COMPLETE 2026-03-02T02:00:00Z 10.0 s 1,000 0 0");
  }

  @Test
  void a_terminal_that_is_not_utf_8_has_digits() {
    nights();

    assertThat(lines(new Terminal(() -> 200, () -> 50, false, true, false)).get(1))
        .endsWith(" 9992 rows -75%, time x3.0")
        .matches("\\p{ASCII}*");
  }

  @Test
  void json_has_the_numbers_and_no_bars() {
    nights();

    Home.Done done = home.run("runs", "--json");

    JsonNode runs = done.json().get("runs");
    JsonNode trend = runs.get(0).get("trend");
    assertThat(trend.get("rows").toString()).isEqualTo("[1000,1010,1020,250]");
    assertThat(trend.get("seconds").toString()).isEqualTo("[10.0,11.0,12.0,33.0]");
    assertThat(trend.get("usualRows").asLong()).isEqualTo(1_010);
    assertThat(trend.get("usualSeconds").asDouble()).isEqualTo(11);
    assertThat(runs.get(1).get("trend").isNull()).as("the only run of its writeback").isTrue();
    assertThat(runs.get(3).at("/trend/seconds").toString())
        .as("without that of a run that failed")
        .isEqualTo("[10.0,11.0]");
    assertThat(runs.get(3).at("/trend/usualRows").isNull()).as("too few to say").isTrue();
    assertThat(done.out()).doesNotContain("█");
  }
}
