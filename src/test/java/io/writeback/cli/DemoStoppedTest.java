package io.writeback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.SharedClasses;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C during the demo. */
final class DemoStoppedTest {
  @TempDir private Path folder;

  @Test
  @Timeout(120)
  void a_signal_stops_the_demo_and_it_says_so() throws Exception {
    List<String> command = new ArrayList<>(SharedClasses.java(List.of()));
    command.addAll(List.of("-Dwriteback.home=" + folder, "io.writeback.App", "demo"));
    Process demo =
        new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    List<String> lines = new ArrayList<>();
    try (BufferedReader err = demo.errorReader()) {
      for (String line = err.readLine(); line != null; line = err.readLine()) {
        lines.add(line);
        if (line.startsWith("project-status: sending")) {
          demo.toHandle().destroy();
        }
      }
      assertThat(demo.waitFor(180, TimeUnit.SECONDS)).isTrue();
    } finally {
      demo.destroyForcibly();
    }

    assertThat(demo.exitValue()).isEqualTo(4);
    assertThat(lines)
        .contains("The demo is being stopped ...")
        .last()
        .asString()
        .startsWith("The demo was stopped before its proof");
    assertThat(lines).noneMatch(line -> line.startsWith("us-employment: run"));
  }
}
