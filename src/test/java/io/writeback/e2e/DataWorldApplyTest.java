package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.cli.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A plan of a file shows what it replaces; apply replaces that and nothing else. */
final class DataWorldApplyTest {
  private static final String OLD = "id,name\n1,one\n2,two\n3,three\n";
  private static final String NEW = "id,name\n1,one\n2,zwei\n";

  @RegisterExtension private final DataWorldHome w = new DataWorldHome();

  private JsonNode plan() {
    Home.Done done = w.run("plan", "w", "--json");
    assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
    return done.json();
  }

  private JsonNode apply(int exitCode, JsonNode plan) {
    Home.Done done = w.run("apply", plan.get("plan").asText(), "--json");
    assertThat(done.exitCode()).as(done.out() + done.err()).isEqualTo(exitCode);
    return done.json();
  }

  private Path held(JsonNode plan) {
    return w.path("data/runs/" + plan.get("plan").asText() + "/held-before");
  }

  @Test
  void a_plan_shows_both_files_and_keeps_the_one_that_is_there() throws IOException {
    w.put("data.csv", OLD);
    w.route("data").csv(NEW);

    JsonNode plan = plan();
    String shown = w.run("changes", plan.get("plan").asText()).out();

    JsonNode rows = plan.get("changes").get("rows");
    assertThat(rows.get("changed").asInt()).isEqualTo(2);
    assertThat(rows.get("equal").asInt()).isEqualTo(1);
    assertThat(shown)
        .contains("3 rows (2 only here), %d bytes, SHA-256".formatted(OLD.length()))
        .contains("2 rows (1 only here), %d bytes, SHA-256".formatted(NEW.length()));
    assertThat(held(plan)).hasContent(OLD);
    assertThat(w.text("data.csv")).isEqualTo(OLD);
  }

  @Test
  void the_file_that_was_shown_is_replaced() {
    w.put("data.csv", OLD);
    w.route("data").csv(NEW);

    JsonNode report = apply(0, plan());

    assertThat(report.get("confirmed").asInt()).isEqualTo(2);
    assertThat(w.text("data.csv")).isEqualTo(NEW);
    assertThat(w.uploads("data.csv")).isEqualTo(2);
  }

  @Test
  void a_file_that_someone_has_changed_since_stays_byte_for_byte() {
    w.put("data.csv", OLD);
    w.route("data").csv(NEW);
    JsonNode plan = plan();
    w.put("data.csv", OLD.replace("three", "THREE"));

    JsonNode report = apply(1, plan);

    assertThat(report.get("code").asText()).isEqualTo("WB-306");
    assertThat(report.get("notSent").asInt()).isEqualTo(2);
    assertThat(w.text("data.csv")).isEqualTo(OLD.replace("three", "THREE"));
  }

  @Test
  void a_file_that_is_new_is_shown_as_such_and_not_written_over_another_one() {
    w.route("data").csv(NEW);
    JsonNode plan = plan();
    assertThat(w.run("changes", plan.get("plan").asText()).out())
        .contains("(empty)")
        .contains("2 rows (2 only here)");
    assertThat(held(plan)).doesNotExist();
    w.put("data.csv", "of a colleague");

    assertThat(apply(1, plan).get("code").asText()).isEqualTo("WB-306");
    assertThat(w.text("data.csv")).isEqualTo("of a colleague");
  }

  @Test
  void a_file_that_is_new_is_written_if_there_is_still_none() {
    w.route("data").csv(NEW);

    apply(0, plan());

    assertThat(w.text("data.csv")).isEqualTo(NEW);
  }

  @Test
  void the_same_bytes_are_no_change_and_are_not_sent() {
    w.put("data.csv", NEW);
    w.route("data").csv(NEW);

    JsonNode plan = plan();
    JsonNode report = apply(0, plan);

    assertThat(plan.get("changes").get("rows").get("changed").asInt()).isZero();
    assertThat(report.get("unchanged").asInt()).isEqualTo(2);
    assertThat(w.uploads("data.csv")).isEqualTo(1);
  }

  @Test
  void the_same_rows_in_another_order_are_a_change() {
    w.put("data.csv", "id,name\n2,zwei\n1,one\n");
    w.route("data").csv(NEW);

    JsonNode plan = plan();
    apply(0, plan);

    assertThat(plan.get("changes").get("rows").get("changed").asInt()).isEqualTo(1);
    assertThat(w.text("data.csv")).isEqualTo(NEW);
  }

  @Test
  void a_file_without_rows_is_applied_under_the_same_condition() {
    w.put("data.csv", OLD);
    w.route("data", "allowEmpty: true").csv("id,name\n");
    JsonNode plan = plan();
    w.put("data.csv", NEW);
    assertThat(apply(1, plan).get("code").asText()).isEqualTo("WB-306");
    assertThat(w.text("data.csv")).isEqualTo(NEW);

    apply(0, plan());

    assertThat(w.text("data.csv")).isEqualTo("id,name\n");
  }

  @Test
  void a_plan_with_a_number_writes_the_file_of_its_number() {
    w.route("data", "append: number").csv(NEW);

    apply(0, plan());

    assertThat(w.names()).containsExactly("data_1.csv");
    assertThat(w.text("data_1.csv")).isEqualTo(NEW);
  }

  @Test
  void what_is_kept_stays_after_the_file_was_replaced() throws IOException {
    w.put("data.csv", OLD);
    w.route("data").csv(NEW);
    JsonNode plan = plan();

    apply(0, plan);

    assertThat(Files.readString(held(plan))).isEqualTo(OLD);
  }

  @Test
  void a_run_within_its_budget_is_sent_and_one_over_it_waits() {
    w.put("data.csv", OLD);
    w.route("data", "maxChanged: 1").csv(NEW);

    JsonNode waiting = w.runW().json();

    assertThat(waiting.get("code").asText()).isEqualTo("WB-527");
    assertThat(waiting.get("reason").asText()).contains("2 rows would change", "allows 1");
    assertThat(w.text("data.csv")).isEqualTo(OLD);
    w.put("data.csv", "id,name\n1,one\n2,two\n");
    assertThat(w.runW().exitCode()).isZero();
    assertThat(w.text("data.csv")).isEqualTo(NEW);
  }

  @ParameterizedTest
  @ValueSource(strings = {"maxBlanked: 5", "maxMove: name=10%"})
  void a_limit_of_fields_is_refused_as_a_file_has_none(String limit) {
    w.route("data", limit).csv(NEW);

    Home.Done check = w.run("check", "w");

    assertThat(check.exitCode()).isEqualTo(2);
    assertThat(check.err())
        .contains(limit.substring(0, limit.indexOf(':')), "one file", "maxChanged");
    assertThat(w.runW().exitCode()).isNotZero();
    assertThat(w.names()).isEmpty();
  }
}
