package io.writeback.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.SandboxSettings;
import java.io.BufferedWriter;
import java.io.FileWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands whose output cannot be written. */
final class OutputLostTest {
  private static final String ID = "fe13aebd50b0933b335d4428e2521b1e";

  @RegisterExtension private final Home home = new Home();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "--version",
        "help",
        "help run",
        "run --help",
        "list",
        "list --json",
        "runs",
        "runs --json"
      })
  void every_command_says_so_with_its_exit_code(String line) {
    StringWriter err = new StringWriter();

    assertThat(home.run(new ScreenTest.FullDevice(), err, line.split(" "))).isEqualTo(5);

    assertThat(err.toString())
        .startsWith("WB-543 stdout: the output could not be written: No space left on device");
  }

  @Test
  void a_complete_run_ends_with_5_and_one_that_failed_with_its_own_code() throws IOException {
    assumeThat(Path.of("/dev/full")).exists();
    Sandbox sandbox = home.sandbox(SandboxSettings.onFreePorts());
    home.csvToWorkfront("projects", "rows.csv").csvToWorkfront("missing", "missing.csv");
    home.file("rows.csv", "ID,Name\n" + ID + ",Written\n");
    try (Writer full = new BufferedWriter(new FileWriter("/dev/full", StandardCharsets.UTF_8))) {
      assertThat(home.run(full, new StringWriter(), "run", "projects", "--json")).isEqualTo(5);
      assertThat(home.run(full, new StringWriter(), "run", "missing", "--json")).isEqualTo(1);
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space");
    }
    assertThat(sandbox.object("PROJ", ID).orElseThrow().get("name").asText()).isEqualTo("Written");
    assertThat(Files.exists(home.path("data"))).isTrue();
  }

  @Test
  void a_reader_that_went_away_is_no_message() {
    StringWriter err = new StringWriter();
    Writer closed =
        new Writer() {
          @Override
          public void write(char[] characters, int offset, int length) throws IOException {
            throw new IOException("Broken pipe");
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };

    assertThat(home.run(closed, err, "--version")).isEqualTo(5);
    assertThat(err.toString()).isEmpty();
  }
}
