package io.writeback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SandboxFaultsTest {
  @RegisterExtension private final Home home = new Home();

  @Test
  void a_file_of_faults_with_mistakes_names_all_of_them_and_nothing_is_served() {
    Path file = home.file("day.json", "[{\"kind\":\"clsoe\"},\n{\"kind\":\"close\",\"nth\":0}]");

    Home.Done done = home.run("sandbox", "--port-base", "0", "--faults", file.toString());

    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err())
        .contains("WB-131", "day.json", "rule 1: \"kind\" is \"clsoe\"", "rule 2: \"nth\" is 1 to");
    assertThat(done.out()).doesNotContain("http://");
  }

  @Test
  void a_file_of_faults_that_is_not_there_is_named() {
    Home.Done done = home.run("sandbox", "--faults", "nowhere.json");

    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err()).contains("WB-131", "nowhere.json");
  }
}
