package io.writeback.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Json;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Forms are attached by actions of CTGY, in one form of request and no other. */
class WorkfrontFormActionsTest {
  private static final String P1 = "0000000000000000000000000000b001";
  private static final String FORM_BODY = "application/x-www-form-urlencoded";

  private Sandbox sandbox;
  private Wire wire;
  private String first;
  private String second;

  @BeforeEach
  void start() throws IOException {
    sandbox = Sandbox.start(SandboxSettings.onFreePorts().withDemoObjects(false));
    wire = new Wire(sandbox);
    first = form("First", "PROJ");
    second = form("Second", "PROJ");
    sandbox.putObject(
        "PROJ",
        Map.of(
            "ID",
            P1,
            "name",
            "One",
            "categoryID",
            first,
            "objectCategories",
            List.of(Map.of("categoryID", first))));
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  private String form(String name, String objCode) {
    ObjectNode description = Json.object().put("form", name).put("objCode", objCode);
    description.putArray("fields").addObject().put("name", "field of " + name);
    return sandbox.workfront().putForm(description);
  }

  private static String arguments(String objCode, String id, String form) {
    return "{\"objCode\":\"%s\",\"objID\":\"%s\",\"categoryID\":\"%s\"}"
        .formatted(objCode, id, form);
  }

  private Wire.Answer assign(String method, String path, String updates) {
    return wire.workfront(
        method, path, FORM_BODY, "updates=" + URLEncoder.encode(updates, StandardCharsets.UTF_8));
  }

  private Wire.Answer assign(String form) {
    return assign("PUT", "ctgy/assignCategory", arguments("PROJ", P1, form));
  }

  private List<String> forms() {
    List<String> forms = new ArrayList<>();
    sandbox
        .object("PROJ", P1)
        .orElseThrow()
        .get("objectCategories")
        .forEach(row -> forms.add(row.get("categoryID").asText()));
    return forms;
  }

  private JsonNode project() {
    return sandbox.object("PROJ", P1).orElseThrow();
  }

  private void refused(Wire.Answer answer, String words) {
    assertThat(answer.status()).isIn(400, 403, 404, 422);
    assertThat(answer.message()).contains(words);
    assertThat(forms()).containsExactly(first);
  }

  @Test
  void a_form_is_added_behind_the_others_and_the_first_stays_the_first() {
    Wire.Answer answer = assign(second);

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"data\":{\"result\":null}}");
    assertThat(forms()).containsExactly(first, second);
    assertThat(project().get("categoryID").asText()).isEqualTo(first);
  }

  @Test
  void several_forms_are_added_together_or_none() {
    String third = form("Third", "PROJ");
    String all = "{\"objCode\":\"PROJ\",\"objID\":\"%s\",\"categoryIDs\":[%s]}";

    refused(
        assign(
            "PUT",
            "ctgy/assignCategories",
            all.formatted(P1, "\"" + second + "\",\"" + first + "\"")),
        "Categories with the following IDs are already attached: " + first);
    assign(
        "PUT", "ctgy/assignCategories", all.formatted(P1, "\"" + second + "\",\"" + third + "\""));

    assertThat(forms()).containsExactly(first, second, third);
  }

  @Test
  void a_form_that_is_there_is_refused() {
    refused(assign(first), "Categories with the following IDs are already attached: " + first);
  }

  @Test
  void only_arguments_in_updates_are_taken() {
    refused(
        wire.workfront(
            "PUT",
            "ctgy/assignCategory",
            FORM_BODY,
            "objCode=PROJ&objID=%s&categoryID=%s".formatted(P1, second)),
        "argument type mismatch");
    refused(
        wire.workfront(
            "PUT", "ctgy/assignCategory", "application/json", arguments("PROJ", P1, second)),
        "argument type mismatch");
    refused(assign("POST", "ctgy/assignCategory", arguments("PROJ", P1, second)), "too many parts");
    refused(
        wire.workfront("GET", "ctgy/assignCategory?objID=" + P1),
        "does not support namedQuery assignCategory (CTGY)");
    refused(
        assign("PUT", "proj/" + P1 + "/assignCategory", arguments("PROJ", P1, second)),
        "does not support action assignCategory (PROJ)");
  }

  @Test
  void a_form_of_another_object_one_that_is_not_active_or_unknown_and_an_eleventh_are_refused() {
    refused(assign(form("Task", "TASK")), "Task is not a Category of the type: PROJ");
    sandbox.putObject(
        "CTGY", Map.of("ID", second, "name", "Second", "catObjCode", "PROJ", "isActive", false));
    refused(assign(second), "Invalid Parameter: categoryIDs value");
    refused(assign("f".repeat(32)), "Invalid Parameter: categoryIDs value");
    List<Map<String, String>> ten = new ArrayList<>();
    for (int number = 1; number <= 10; number++) {
      ten.add(Map.of("categoryID", form("Form " + number, "PROJ")));
    }
    sandbox.putObject("PROJ", Map.of("ID", P1, "name", "One", "objectCategories", ten));

    assertThat(assign(first).message()).contains("No more than 10");

    assertThat(forms()).hasSize(10);
  }

  @Test
  void an_object_that_may_not_be_edited_or_does_not_exist_gets_none() {
    refused(
        assign("PUT", "ctgy/assignCategory", arguments("PROJ", "e".repeat(32), second)),
        "not found");
    sandbox.putObject(
        "PROJ",
        Map.of(
            "ID",
            P1,
            "name",
            "One",
            "objectCategories",
            List.of(Map.of("categoryID", first)),
            "sandboxNoEdit",
            true));

    refused(assign(second), "You do not have sufficient access to edit this");
  }
}
