package io.writeback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.sandbox.Sandbox;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A shell without all of the server's secrets: a command requires only what it uses. */
class MissingHereTest {
  @RegisterExtension private final Home home = new Home();
  private Sandbox sandbox;

  @BeforeEach
  void prepare() throws IOException {
    sandbox = home.sandbox(Home.EMPTY);
    String id = "%032x".formatted(1);
    sandbox.putObject("PROJ", Map.of("ID", id, "name", "old"));
    home.set("queue.embedded", "true")
        .set("queue.username", "app")
        .set("queue.password", "{{env:NO_QUEUE_PASSWORD}}")
        .set("api.token", "{{env:NO_API_TOKEN}}")
        .set("alert.webhook", "https://example.com/")
        .set("alert.webhook-token", "{{env:NO_WEBHOOK_TOKEN}}")
        .set("account.workiva.client-secret", "{{env:NO_WORKIVA_SECRET}}")
        .csvToWorkfront("projects", "projects.csv");
    home.file("projects.csv", "ID,Name\n" + id + ",new\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"check projects", "discover domo", "run projects", "resume", "runs", "list"})
  void a_command_works_without_the_secrets_that_it_does_not_use(String command) {
    Home.Done done = home.run(command.split(" "));

    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(done.err()).doesNotContain("WB-");
  }

  @Test
  void start_names_every_variable_that_it_needs_by_its_own_name() {
    Home.Done done = home.run("start");

    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err())
        .contains("queue.password: {{env:NO_QUEUE_PASSWORD}} has no value here: the environment")
        .contains("api.token: {{env:NO_API_TOKEN}} has no value here: the environment variable")
        .contains("alert.webhook-token: {{env:NO_WEBHOOK_TOKEN}} has no value here")
        .doesNotContain("NO_WORKIVA_SECRET")
        .doesNotContain("WB-102");
  }

  @Test
  void a_command_that_reads_the_ledger_names_the_variable_of_its_password() {
    home.set("writeback.ledger", "jdbc:postgresql://127.0.0.1:1/x")
        .set("writeback.ledger-password", "{{env:NO_LEDGER_PASSWORD}}");

    for (String command : new String[] {"runs", "resume", "run projects"}) {
      Home.Done done = home.run(command.split(" "));
      assertThat(done.exitCode()).as(command).isEqualTo(2);
      assertThat(done.err())
          .as(command)
          .contains(
              "WB-110 application.properties: writeback.ledger-password: {{env:NO_LEDGER_PASSWORD}}"
                  + " has no value here: the environment variable NO_LEDGER_PASSWORD is not set");
    }
    assertThat(home.run("discover", "domo").exitCode()).isZero();
  }

  @Test
  void a_mistake_that_is_one_everywhere_is_reported_by_every_command() {
    home.set("queue.pasword", "x");

    assertThat(home.run("discover", "domo").err())
        .contains("WB-101 application.properties: queue.pasword does not exist");
  }
}
