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
  void theFailureModeDecidesAboutTheRecordsBeforeTheBadOne(
      FailureMode mode, String before, String after) {
    sandbox.workfront().set(sandbox.workfront().knobs().withFailureMode(mode));

    Wire.Answer answer = wire.workfront("PUT", "proj", Wire.JSON, threeWithABadSecond());

    assertThat(answer.status()).isEqualTo(422);
    assertThat(state(1)).isEqualTo(before);
    assertThat(state(3)).isEqualTo(after);
    assertThat(sandbox.stats().recordsWritten()).isEqualTo(before.equals("new") ? 1 : 0);
  }

  @Test
  void anAtomicCallTakesBackEverything() {
    Wire.Answer answer =
        wire.workfront("PUT", "proj?atomic=true", Wire.JSON, threeWithABadSecond());

    assertThat(answer.status()).isEqualTo(422);
    assertThat(state(1)).isEqualTo("old");
  }

  @Test
  void anAtomicCallAnswersNothingButSuccess() {
    Wire.Answer answer = wire.workfront("PUT", "proj?atomic=true", Wire.JSON, many(2));

    assertThat(answer.body()).isEqualTo("{\"data\":{\"success\":true}}");
    assertThat(state(2)).isEqualTo("new");
  }

  @Test
  void aHundredObjectsGoAndOneMoreRejectsAll() {
    Wire.Answer over = wire.workfront("PUT", "proj", Wire.JSON, many(101));
    assertThat(over.status()).isEqualTo(422);
    assertThat(over.message()).isEqualTo("Can not edit more than 100 objects at once.");
    assertThat(state(1)).isEqualTo("old");

    assertThat(wire.workfront("PUT", "proj", Wire.JSON, many(100)).data()).hasSize(100);
  }

  @Test
  void theCapOfCreationHasItsOwnVerb() {
    Wire.Answer over = wire.workfront("POST", "proj", Wire.JSON, many(101));

    assertThat(over.message()).isEqualTo("Can not add more than 100 objects at once.");
  }

  @Test
  void anUnknownFieldInOneRecordRejectsAllInEveryMode() {
    String body = many(2).replace("}]", ",\"nope\":1}]");

    Wire.Answer answer = wire.workfront("PUT", "proj", Wire.JSON, body);

    assertThat(answer.message()).isEqualTo("APIModel V20_0 does not support field nope (Project)");
    assertThat(state(1)).isEqualTo("old");
  }

  @Test
  void anAlteredFieldEndsWithAnotherValueUnderA200() {
    sandbox.workfront().alter("PROJ", "name", Json.tree("rounded"));

    Wire.Answer answer = wire.workfront("PUT", "proj", Wire.JSON, many(1));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.data().get(0).get("name").asText()).isEqualTo("rounded");
  }

  @Test
  void writesAreCountedPerRecord() {
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
