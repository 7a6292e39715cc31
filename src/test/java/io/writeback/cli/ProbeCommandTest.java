package io.writeback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.http.Fault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code check --probe} as a person types it. */
class ProbeCommandTest {
  private static final String ONE = ProbedHome.ONE;

  @RegisterExtension private final ProbedHome home = new ProbedHome();
  private Sandbox sandbox;

  @BeforeEach
  void start() {
    sandbox = home.sandbox;
  }

  @Test
  void nothing_is_written_without_an_id() {
    Home.Done ran = home.run("check", "--probe", "projects");

    assertThat(ran.line("projects")).isEqualTo("projects probed; nothing was written");
    assertThat(sandbox.workfront().stats().recordsWritten()).isZero();
    assertThat(home.files()).containsExactly("data/projects.csv");
  }

  private static List<String> results(JsonNode json, String result) {
    List<String> ids = new ArrayList<>();
    json.get("beliefs")
        .forEach(
            belief -> {
              if (belief.get("result").asText().equals(result)) {
                ids.add(belief.get("id").asText());
              }
            });
    return ids;
  }

  @Test
  void writes_the_one_object_that_was_named() {
    Home.Done ran = home.run("check", "--write-probe", ONE, "projects");

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.line("projects"))
        .isEqualTo("projects probed; " + ONE + " was written with its own values");
    assertThat(sandbox.workfront().stats().writesPerId()).containsOnlyKeys(ONE);
  }

  private long projects() {
    long count = 0;
    for (JsonNode project : sandbox.workfront().objects("PROJ")) {
      assertThat(project.get("name").asText()).doesNotContain("probe");
      count++;
    }
    return count;
  }

  @Test
  void creates_one_object_only_when_asked_and_deletes_it() {
    long before = projects();
    assertThat(results(home.run("check", "--probe", "projects", "--json").json(), "not probed"))
        .contains("WF-73", "WF-75", "WF-80", "WF-88");

    Home.Done ran = home.run("check", "--create-probe", "projects", "--json");

    assertThat(ran.exitCode()).as(ran.out()).isZero();
    assertThat(results(ran.json(), "holds")).contains("WF-73", "WF-75", "WF-80", "WF-88");
    assertThat(results(ran.json(), "not probed")).contains("WF-30", "WF-89");
    assertThat(projects()).isEqualTo(before);
  }

  @Test
  void an_object_that_cannot_be_deleted_again_is_named() {
    sandbox.faults().add(Fault.answer(403, "{}").onMethod("DELETE").times(1));

    Home.Done ran = home.run("check", "--create-probe", "projects");

    assertThat(ran.exitCode()).isEqualTo(3);
    assertThat(ran.out()).contains("delete \"camel-writeback probe ");
    assertThat(sandbox.workfront().stats().writesPerId()).hasSize(1);
  }

  @Test
  void creates_nothing_that_the_account_may_not_delete() {
    home.set("account.workfront.allow-delete", "false");

    Home.Done ran = home.run("check", "--create-probe", "projects");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("--create-probe", "account.workfront.allow-delete is not true");
    assertThat(sandbox.workfront().stats().recordsWritten()).isZero();
  }

  @Test
  void a_destination_without_such_probes_refuses_to_create() {
    Home.Done ran = home.run("check", "--create-probe", "sheet");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err())
        .contains("--create-probe: the destination has no probe that creates an object");
  }

  @Test
  void ends_with_three_if_a_belief_does_not_hold() throws IOException {
    new Wrong(sandbox, home.dataSet, home.csv).turn("DO-06");

    Home.Done ran = home.run("check", "--probe", "projects", "--json");

    assertThat(ran.exitCode()).isEqualTo(3);
    assertThat(results(ran.json(), "does not hold")).containsExactly("DO-06");
  }

  @Test
  void says_what_follows_and_what_to_set() throws IOException {
    new Wrong(sandbox, home.dataSet, home.csv).turn("WF-07");

    Home.Done ran = home.run("check", "--probe", "projects");

    assertThat(ran.line("WF-07")).startsWith("WF-07 does not hold: The account may read PARAM");
    assertThat(ran.line("seen")).isEqualTo("seen status 403: no right");
    assertThat(ran.line("so")).startsWith("so Lists, rich text, references");
    assertThat(ran.line("settle by")).contains("permissions in Workfront");
  }

  @Test
  void asks_nothing_else_of_a_service_that_refuses_the_login() {
    home.set("account.workfront.api-key", "wrong-key");

    Home.Done ran = home.run("check", "--probe", "projects", "--json");

    assertThat(results(ran.json(), "does not hold")).containsExactly("WF-01");
    assertThat(ran.out()).contains("not asked, because of WF-01").doesNotContain("wrong-key");
    assertThat(sandbox.workfront().stats().requests()).isEqualTo(1);
  }

  @Test
  void refuses_what_is_no_id_before_anything_is_asked() {
    Home.Done ran = home.run("check", "--write-probe", "Project 1", "projects");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err())
        .contains("WB-103 --write-probe: \"Project 1\" is not the ID of an object");
    assertThat(sandbox.workfront().stats().requests()).isZero();
  }

  @Test
  void refuses_to_write_where_no_probe_writes() {
    Home.Done ran = home.run("check", "--write-probe", ONE, "sheet");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err())
        .contains("WB-103 --write-probe: the destination has no probe that writes");
  }

  @Test
  void leaves_the_object_as_it_was() {
    String before = values();

    home.run("check", "--write-probe", ONE, "projects");

    assertThat(values()).isEqualTo(before);
  }

  private String values() {
    return sandbox
        .workfront()
        .object("PROJ", ONE)
        .orElseThrow()
        .without("lastUpdateDate")
        .toString();
  }
}
