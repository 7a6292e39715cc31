package io.writeback.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.sandbox.http.Json;
import io.writeback.sandbox.workfront.FailureMode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The good records of a batch with a bad one. */
class WorkfrontBulkTest {
  private Sandbox sandbox;
  private Wire wire;

  @BeforeEach
  void start() throws IOException {
    sandbox = Sandbox.start(SandboxSettings.onFreePorts());
    wire = new Wire(sandbox);
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @ParameterizedTest
  @CsvSource({"STOP_AT_FIRST,new,old", "VALIDATE_FIRST,old,old", "ALL_OR_NOTHING,old,old"})
  void the_failure_mode_decides_about_the_records_before_the_bad_one(
      FailureMode mode, String before, String after) {
    sandbox.workfront().set(sandbox.workfront().knobs().withFailureMode(mode));

    Wire.Answer answer = wire.workfront("PUT", "proj", Wire.JSON, threeWithABadSecond());

    assertThat(answer.status()).isEqualTo(422);
    assertThat(state(1)).isEqualTo(before);
    assertThat(state(3)).isEqualTo(after);
    assertThat(sandbox.stats().recordsWritten()).isEqualTo(before.equals("new") ? 1 : 0);
  }

  @Test
  void an_atomic_call_takes_back_everything() {
    Wire.Answer answer =
        wire.workfront("PUT", "proj?atomic=true", Wire.JSON, threeWithABadSecond());

    assertThat(answer.status()).isEqualTo(422);
    assertThat(state(1)).isEqualTo("old");
  }

  @Test
  void an_atomic_call_answers_nothing_but_success() {
    Wire.Answer answer = wire.workfront("PUT", "proj?atomic=true", Wire.JSON, many(2));

    assertThat(answer.body()).isEqualTo("{\"data\":{\"success\":true}}");
    assertThat(state(2)).isEqualTo("new");
  }

  @Test
  void a_hundred_objects_go_and_one_more_rejects_all() {
    Wire.Answer over = wire.workfront("PUT", "proj", Wire.JSON, many(101));
    assertThat(over.status()).isEqualTo(422);
    assertThat(over.message()).isEqualTo("Can not edit more than 100 objects at once.");
    assertThat(state(1)).isEqualTo("old");

    assertThat(wire.workfront("PUT", "proj", Wire.JSON, many(100)).data()).hasSize(100);
  }

  @Test
  void the_cap_of_creation_has_its_own_verb() {
    Wire.Answer over = wire.workfront("POST", "proj", Wire.JSON, many(101));

    assertThat(over.message()).isEqualTo("Can not add more than 100 objects at once.");
  }

  @Test
  void an_unknown_field_in_one_record_rejects_all_in_every_mode() {
    String body = many(2).replace("}]", ",\"nope\":1}]");

    Wire.Answer answer = wire.workfront("PUT", "proj", Wire.JSON, body);

    assertThat(answer.message()).isEqualTo("APIModel V20_0 does not support field nope (Project)");
    assertThat(state(1)).isEqualTo("old");
  }

  @Test
  void an_altered_field_ends_with_another_value_under_a200() {
    sandbox.workfront().alter("PROJ", "name", Json.tree("rounded"));

    Wire.Answer answer = wire.workfront("PUT", "proj", Wire.JSON, many(1));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.data().get(0).get("name").asText()).isEqualTo("rounded");
  }

  @Test
  void writes_are_counted_per_record() {
    wire.workfront("PUT", "proj", Wire.JSON, many(2));
    wire.workfront("PUT", "proj", Wire.JSON, many(1));

    assertThat(sandbox.stats().recordsWritten()).isEqualTo(3);
    assertThat(sandbox.stats().writesPerId()).containsEntry(Wire.id("project-1"), 2L);
  }

  private String state(int n) {
    String name =
        sandbox.object("PROJ", Wire.id("project-" + n)).orElseThrow().get("name").asText();
    return name.equals("new") ? "new" : "old";
  }

  private static String threeWithABadSecond() {
    return "[%s,%s,%s]"
        .formatted(record(1, "name", "new"), record(2, "status", "APV"), record(3, "name", "new"));
  }

  private static String many(int count) {
    List<String> records = new ArrayList<>();
    for (int n = 1; n <= count; n++) {
      records.add(record(n, "name", "new"));
    }
    return "[" + String.join(",", records) + "]";
  }

  private static String record(int n, String field, String value) {
    return "{\"ID\":\"%s\",\"%s\":\"%s\"}".formatted(Wire.id("project-" + n), field, value);
  }
}
