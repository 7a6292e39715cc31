package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.Child;
import io.writeback.cli.Home;
import io.writeback.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A data directory on a small disk that fills up; mounting it requires root. */
final class FullDiskTest {
  private static final int ROWS = 20_000;
  private static final int DISK_KILOBYTES = 8_192;

  @RegisterExtension private final Home home = new Home();
  private Path disk;
  private boolean mounted;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(home.path("disk"));
    mounted =
        run("mount", "-t", "tmpfs", "-o", "size=" + DISK_KILOBYTES + "k", "tmpfs", disk.toString())
            == 0;
    assumeTrue(mounted, "a tmpfs can be mounted");
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      assertThat(run("umount", disk.toString())).isZero();
    }
  }

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /** What is left on the disk when the run begins; the snapshot takes about 1,000 kB. */
  @ParameterizedTest
  @ValueSource(ints = {300, 700, 1_400, 3_300, 3_600, 4_000})
  void when_it_is_full_the_run_stops_and_says_so_and_continues_when_there_is_room(int kilobytes)
      throws Exception {
    Sandbox sandbox = home.sandbox(Home.EMPTY);
    home.set("writeback.data-dir", disk.resolve("data").toString())
        .csvToWorkfront("many", "many.csv");
    StringBuilder csv = new StringBuilder("ID,Name,budget\n");
    for (int row = 1; row <= ROWS; row++) {
      sandbox.putObject("PROJ", Map.of("ID", id(row), "name", "old"));
      csv.append(id(row)).append(",Project,").append(row).append('\n');
    }
    home.file("many.csv", csv.toString());
    Path ballast = disk.resolve("ballast");
    Files.write(ballast, new byte[(DISK_KILOBYTES - kilobytes) * 1_024]);

    Process process = Child.start(home, List.of(), "run", "many");
    assertThat(process.waitFor(180, TimeUnit.SECONDS)).as("it does not hang").isTrue();

    assertThat(process.exitValue())
        .as("1 without a ledger, 4 without scratch files: %s", Child.tail(home))
        .isIn(1, 4);
    assertThat(Child.tail(home)).containsIgnoringCase("disk").contains("full");
    Files.delete(ballast);
    JsonNode report = goOn(home);

    assertThat(report.get("confirmed").asInt()).isEqualTo(ROWS);
    for (int row = 1; row <= ROWS; row++) {
      assertThat(sandbox.object("PROJ", id(row)).orElseThrow().get("budget").asInt())
          .as("row %d", row)
          .isEqualTo(row);
    }
  }

  /** A run that had begun to send resumes; one that had not is run again. */
  private JsonNode goOn(Home home) throws IOException {
    Home.Done resumed = home.run("resume", "--json");
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    JsonNode reports = new ObjectMapper().readTree(resumed.out());
    System.out.printf("full disk: %d runs went on%n", reports.size());
    if (!reports.isEmpty()) {
      return reports.get(0);
    }
    Home.Done run = home.run("run", "many", "--json");
    assertThat(run.exitCode()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.out());
  }

  private static String id(int number) {
    return String.format("%032x", number);
  }
}
