package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.cli.Home;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rules for fields into a file of data.world, which is sent whole or not at all. */
final class FileRulesTest {
  private static final String RULES =
      "rules: \"Budget: number de\\nName: template {First} {Last}\"";

  @RegisterExtension private final DataWorldHome home = new DataWorldHome();

  private String file() {
    return new String(home.bytes("f.csv"), StandardCharsets.UTF_8).replace("\"", "");
  }

  @Test
  void the_file_has_what_the_rules_make() {
    home.route("f", RULES).csv("First,Last,Budget\nAda,Lovelace,\"1.234,5\"\n");

    JsonNode report = home.complete();

    assertThat(report.get("confirmed").asInt()).isEqualTo(1);
    assertThat(file()).isEqualTo("First,Last,Budget,Name\nAda,Lovelace,1234.5,Ada Lovelace\n");
  }

  @Test
  void one_row_that_a_rule_rejects_keeps_the_file_from_being_sent() {
    home.route("f", RULES).csv("First,Last,Budget\nA,B,\"1,5\"\nC,D,\"x\"\n");

    JsonNode report = home.refused("WB-313");

    assertThat(report.get("reason").asText()).contains("row 2, column \"Budget\"", "WB-311");
  }

  @Test
  void mode_changed_compares_what_the_rules_made() {
    home.route("f", RULES, "mode: changed").csv("First,Last,Budget\nA,B,\"1,5\"\n");
    home.complete();

    assertThat(home.complete().get("unchanged").asInt()).isEqualTo(1);
    home.route(
        "f", "rules: \"Budget: number de; default 0\\nName: template {Last}\"", "mode: changed");
    assertThat(home.complete().get("confirmed").asInt()).isEqualTo(1);
    assertThat(file()).contains("A,B,1.5,B");
  }

  @Test
  void a_plan_is_applied_and_undone() {
    home.route("f", RULES).csv("First,Last,Budget\nA,B,\"1,5\"\n");
    home.complete();
    home.csv("First,Last,Budget\nA,B,\"2,5\"\n");
    Home.Done plan = home.run("plan", "w", "--json");
    assertThat(plan.exitCode()).as(plan.err()).isZero();
    String run = plan.json().get("plan").asText();

    Home.Done applied = home.run("apply", run, "--json");
    assertThat(applied.exitCode()).as(applied.out() + applied.err()).isZero();
    assertThat(file()).contains("A,B,2.5,A B");

    Home.Done undone = home.run("undo", run, "--yes", "--json");
    assertThat(undone.exitCode()).as(undone.out() + undone.err()).isZero();
    assertThat(file()).contains("A,B,1.5,A B");
  }

  @Test
  void what_a_file_cannot_do_is_a_mistake_in_the_route() {
    home.route("f", "rules: \"First: blank keep\"").csv("First\nA\n");
    assertThat(home.run("run", "w").err()).contains("WB-103", "can neither be kept nor cleared");

    home.route("f", "rules: \"First: onlyIfBlank\"");
    assertThat(home.run("run", "w").err()).contains("WB-103", "onlyIfBlank is not possible there");
  }
}
