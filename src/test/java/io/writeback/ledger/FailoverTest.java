package io.writeback.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.TestPorts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A ledger whose server dies, and whose standby takes its place. */
@Timeout(180)
final class FailoverTest {
  private static final String RUN = "20260301-020000-000001";

  @TempDir private Path folder;

  @Test
  void what_was_committed_is_there_after_a_failover_and_what_waited_is_written_once()
      throws Exception {
    try (RestartedPostgres primary =
            new RestartedPostgres(Files.createDirectory(folder.resolve("primary")));
        RestartedPostgres.Standby standby =
            primary.standby(Files.createDirectory(folder.resolve("standby")), TestPorts.unused());
        Ledger ledger = Ledger.open(standby.both(), InstantSource.system())) {
      ledger.requests().accept(RunRequest.of(RUN, "the key", "project-status"));
      List<String> before = IntStream.range(0, 20).mapToObj(number -> "before " + number).toList();
      before.forEach(sentence -> ledger.runs().addRemark(RUN, 1, sentence));

      primary.crash();
      CompletableFuture<Void> waiting =
          CompletableFuture.runAsync(() -> ledger.runs().addRemark(RUN, 1, "meanwhile"));
      standby.promote();

      assertThat(waiting).succeedsWithin(Duration.ofSeconds(60));
      assertThat(ledger.history().remarks(RUN))
          .hasSize(21)
          .containsAll(before)
          .endsWith("meanwhile");
    }
  }
}
