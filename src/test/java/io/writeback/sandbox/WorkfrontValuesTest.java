package io.writeback.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.sandbox.http.Json;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a field accepts, what it refuses and with which message. */
class WorkfrontValuesTest {
  private static final String P1 = Wire.id("project-1");
  private static Sandbox sandbox;
  private static Wire wire;

  @BeforeAll
  static void start() throws IOException {
    sandbox = Sandbox.start(SandboxSettings.onFreePorts());
    wire = new Wire(sandbox);
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "plannedStartDate    | \"2014-08-28T11:00:00:000-0400\"  | \"2014-08-28T15:00:00:000+0000\"",
        "plannedStartDate    | \"2026-07-01T08:00:00.000+0000\"  | \"2026-07-01T08:00:00:000+0000\"",
        "plannedStartDate    | \"2026-07-01T08:00:00.000Z\"      | \"2026-07-01T08:00:00:000+0000\"",
        "plannedStartDate    | \"2026-07-01T08:00:00\"           | \"2026-07-01T08:00:00:000+0000\"",
        "plannedStartDate    | null                              | null",
        "enableAutoBaselines | true                              | true",
        "enableAutoBaselines | \"false\"                         | false",
        "priority            | 3                                 | 3",
        "priority            | \"4\"                             | 4",
        "budget              | 12.50                             | 12.50",
        "budget              | \"12500\"                         | 12500",
        "status              | \"CUR\"                           | \"CUR\"",
        "status              | \"RVW\"                           | \"RVW\"",
        "ownerID             | \"\"                              | null",
        "description         | \"a\\r\\nb \"                     | \"a\\r\\nb \"",
        "description         | \"\"                              | \"\"",
        "DE:Region           | \"EMEA\"                          | \"EMEA\"",
        "DE:Markets          | [\"DE\",\"JP\"]                   | [\"DE\",\"JP\"]",
        "DE:Go Live Date     | \"2026-02-28\"                    | \"2026-02-28\"",
        "DE:Risk Score       | 7.5                               | 7.5",
      })
  void the_documented_forms_are_stored(String field, String sent, String stored) {
    Wire.Answer answer = put(field, sent);

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    JsonNode inStore = sandbox.object("PROJ", P1).orElseThrow().get(field);
    assertThat(Json.write(inStore)).isEqualTo(stored);
    assertThat(Json.write(answer.data().get(field))).isEqualTo(stored);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "plannedStartDate    | \"2026-13-45\"   | Invalid Parameter: plannedStartDate value \"2026-13-45\"",
        "plannedStartDate    | \"2026-02-30T00:00:00\" | Invalid Parameter: plannedStartDate value \"2026-02-30T00:00:00\"",
        "plannedStartDate    | \"2026-07-01\"   | Invalid Parameter: plannedStartDate value \"2026-07-01\"",
        "enableAutoBaselines | \"maybe\"        | Invalid Parameter: enableAutoBaselines value \"maybe\"",
        "enableAutoBaselines | \"TRUE\"         | Invalid Parameter: enableAutoBaselines value \"TRUE\"",
        "priority            | 2.5              | For input string: \"2.5\"",
        "priority            | \"x\"            | Invalid Parameter: priority value \"x\"",
        "priority            | 9                | Invalid Parameter: priority value \"9\"",
        "budget              | \"1,200\"        | Invalid Parameter: budget value \"1,200\"",
        "budget              | \"€5\"           | Invalid Parameter: budget value \"€5\"",
        "budget              | \"\"             | Invalid Parameter: budget value \"\"",
        "status              | \"APV\"          | Invalid custom enum value(s) for field 'Status': ['APV']",
        "ownerID             | \"null\"         | Invalid Parameter: ownerID value \"null\"",
        "name                | null             | Invalid Parameter: name value \"null\"",
        "percentComplete     | 5                | Invalid Parameter: percentComplete is READ_ONLY",
        "DE:Margin           | 5                | Invalid Parameter: Margin is READ_ONLY",
        "DE:Region           | \"Atlantis\"     | Invalid Parameter: Region value \"Atlantis\"",
        "DE:Region           | \"Americas\"     | Invalid Parameter: Region value \"Americas\"",
        "DE:Markets          | \"DE,JP\"        | argument type mismatch",
        "filterHourTypes     | \"a\"            | argument type mismatch",
        "nope                | 1                | APIModel V20_0 does not support field nope (Project)",
      })
  void anything_else_is_refused_with_422(String field, String sent, String message) {
    Wire.Answer answer = put(field, sent);

    assertThat(answer.status()).as(answer.body()).isEqualTo(422);
    assertThat(answer.message()).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "DE:Cost Centre | \"x\" | Parameter with primary key value(s) \"Cost Centre\" not found",
        "ownerID | \"00000000000000000000000000000000\" | User with primary key value(s) \"00000000000000000000000000000000\" not found",
      })
  void what_is_not_there_is_refused_with_404(String field, String sent, String message) {
    Wire.Answer answer = put(field, sent);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.message()).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource({"0123456789abcdef0123456789abcdef", "12345", "PRJ-1"})
  void an_unknown_id_is_not_inserted(String id) {
    Wire.Answer answer = wire.workfront("PUT", "proj/" + id, Wire.JSON, "{\"name\":\"x\"}");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.message())
        .isEqualTo("Project with primary key value(s) \"" + id + "\" not found");
    assertThat(sandbox.object("PROJ", id)).isEmpty();
  }

  @Test
  void an_object_that_is_not_the_callers_is_refused_with_403() {
    sandbox.putObject("PROJ", Map.of("ID", Wire.id("locked"), "name", "x", "sandboxNoEdit", true));

    Wire.Answer answer =
        wire.workfront("PUT", "proj/" + Wire.id("locked"), Wire.JSON, "{\"name\":\"y\"}");

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.message())
        .isEqualTo("You do not have sufficient access to edit this Project");
  }

  @Test
  void names_are_checked_before_ids_and_ids_before_values() {
    String body =
        "[{\"ID\":\"x\",\"status\":\"APV\"},{\"ID\":\"y\",\"DE:No\":1},{\"ID\":\"z\",\"nope\":1}]";
    assertThat(wire.workfront("PUT", "proj", Wire.JSON, body).message()).contains("field nope");
    assertThat(wire.workfront("PUT", "proj", Wire.JSON, body.replace("nope", "name")).message())
        .contains("\"No\" not found");
    assertThat(
            wire.workfront("PUT", "proj", Wire.JSON, body.replaceAll("nope|DE:No", "name"))
                .message())
        .isEqualTo("Project with primary key value(s) \"x\" not found");
  }

  @Test
  void a_custom_value_needs_the_form_on_the_object() {
    String id = Wire.id("project-2222");

    Wire.Answer without =
        wire.workfront("PUT", "proj/" + id, Wire.JSON, "{\"DE:Region\":\"EMEA\"}");
    String form = "{\"categoryID\":\"" + Wire.id("form-Project Details") + "\"}";
    wire.workfront("PUT", "proj/" + id, Wire.JSON, form);
    Wire.Answer with = wire.workfront("PUT", "proj/" + id, Wire.JSON, "{\"DE:Region\":\"EMEA\"}");

    assertThat(without.status()).isEqualTo(422);
    assertThat(without.message()).isEqualTo("Invalid Parameter: Region value \"EMEA\"");
    assertThat(with.status()).isEqualTo(200);
  }

  @Test
  void an_empty_parameter_clears_what_is_not_text() {
    put("priority", "3");

    Wire.Answer answer =
        wire.workfront("PUT", "proj/" + P1, Wire.FORM, "priority=&fields=priority");

    assertThat(answer.data().get("priority").isNull()).isTrue();
  }

  @Test
  void a_renamed_custom_field_is_known_by_its_new_name_only() {
    String p = Wire.id("project-7");
    wire.workfront("PUT", "proj/" + p, Wire.JSON, "{\"DE:Budget Owner\":\"Ann\"}");

    wire.workfront(
        "PUT", "param/" + Wire.id("parameter-Budget Owner"), Wire.JSON, "{\"name\":\"Payer\"}");

    Wire.Answer old = wire.workfront("PUT", "proj/" + p, Wire.JSON, "{\"DE:Budget Owner\":\"Bo\"}");
    assertThat(old.status()).isEqualTo(404);
    assertThat(
            wire.workfront("GET", "proj/" + p + "?fields=DE:Payer").data().get("DE:Payer").asText())
        .isEqualTo("Ann");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "issue | issue-1   | projectID        | \"@\"                            | @1",
        "task  | task-1    | workRequired     | 600                              | null",
        "task  | task-1    | plannedStartDate | \"2026-07-01T08:00:00\"          | null",
        "proj  | project-3 | parameterValues  | {\"DE:Region\":\"APAC\"}         | -",
      })
  void some_values_are_taken_and_not_stored(
      String object, String name, String field, String sent, String stored) {
    String value = sent.replace("@", Wire.id("project-2"));

    Wire.Answer answer =
        wire.workfront(
            "PUT",
            object + "/" + Wire.id(name) + "?fields=" + field,
            Wire.JSON,
            "{\"" + field + "\":" + value + "}");

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    String kept = stored.equals("@1") ? Wire.id("project-1") : stored;
    assertThat(answer.data().get(field).asText()).isEqualTo(stored.equals("-") ? "" : kept);
  }

  private static Wire.Answer put(String field, String json) {
    return wire.workfront(
        "PUT",
        "proj/" + P1 + (known(field) ? "?fields=" + Wire.encoded(field) : ""),
        Wire.JSON,
        "{\"" + field + "\":" + json + "}");
  }

  private static boolean known(String field) {
    return !field.equals("nope") && !field.equals("DE:Cost Centre");
  }
}
