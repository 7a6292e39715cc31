package io.writeback.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.sandbox.workfront.WireKnobs;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every known request format of a write is accepted. */
class WorkfrontRequestFormsTest {
  private static final String P1 = Wire.id("project-1");
  private static final String P2 = Wire.id("project-2");
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
      nullValues = "-",
      value = {
        "PUT  | project/@?name=@N                         | -    | -",
        "PUT  | project?id=@&name=@N                      | -    | -",
        "PUT  | project/@?updates=%7B%22name%22:%22@N%22%7D | -  | -",
        "PUT  | project/@?updates=%7Bname:'@N'%7D         | -    | -",
        "PUT  | project/@ | application/x-www-form-urlencoded   | name=@N",
        "PUT  | project/@ | application/x-www-form-urlencoded   |"
            + " updates=%7B%22name%22%3A%22@N%22%7D",
        "PUT  | project/@ | application/json                    | {\"name\":\"@N\"}",
        "PUT  | proj      | application/json                    | {\"ID\":\"@\",\"name\":\"@N\"}",
        "POST | project/@ | application/x-www-form-urlencoded   | method=PUT&name=@N",
        "GET  | project/@?method=put&updates=%7B%22name%22:%22@N%22%7D | - | -",
        "PUT  | PrOjEcT/@?name=@N                         | -    | -",
      })
  void every_form_of_a_single_update_is_written(
      String verb, String path, String type, String body) {
    String name = "n" + System.nanoTime();
    String target = path.replace("@N", name).replace("@", P1);

    Wire.Answer answer =
        body == null
            ? wire.workfront(verb, target)
            : wire.workfront(verb, target, type, body.replace("@N", name).replace("@", P1));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.data().get("name").asText()).isEqualTo(name);
    assertThat(sandbox.object("PROJ", P1).orElseThrow().get("name").asText()).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "PUT  | proj?method=PUT&updates=@J | -                                 | -",
        "GET  | proj?method=put&updates=@J | -                                 | -",
        "POST | PROJ                       | application/x-www-form-urlencoded |"
            + " method=PUT&updates=@J",
        "PUT  | PROJ                       | application/x-www-form-urlencoded | updates=@J",
        "PUT  | PROJ?fields=description    | application/json                  | @R",
      })
  void every_form_of_a_bulk_update_is_answered_in_the_order_sent(
      String verb, String path, String type, String body) {
    String name = "n" + System.nanoTime();
    String json =
        "[{\"ID\":\"%s\",\"name\":\"%s\"},{\"ID\":\"%s\",\"name\":\"%s\"}]"
            .formatted(P2, name, P1, name);

    Wire.Answer answer =
        body == null
            ? wire.workfront(verb, path.replace("@J", Wire.encoded(json)))
            : wire.workfront(
                verb, path, type, body.replace("@J", Wire.encoded(json)).replace("@R", json));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.data().findValuesAsText("ID")).containsExactly(P2, P1);
    assertThat(answer.data().findValuesAsText("name")).containsExactly(name, name);
  }

  @Test
  void updates_may_not_be_mixed_with_field_parameters() {
    Wire.Answer answer = wire.workfront("PUT", "proj/" + P1 + "?updates=%7B%7D&status=CUR");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.message())
        .isEqualTo("Cannot mix 'updates' JSON parameter with non-JSON update parameter 'status'");
  }

  @Test
  void json_bodies_are_refused_or_ignored_if_the_settings_say_so() {
    String json = "[{\"ID\":\"%s\",\"name\":\"n\"}]".formatted(P1);
    wire(WireKnobs.STANDARD.withJsonBodies(WireKnobs.JsonBodies.REFUSED));
    assertThat(wire.workfront("PUT", "proj", Wire.JSON, json).status()).isEqualTo(415);
    assertThat(wire.workfront("PUT", "proj", Wire.FORM, "updates=" + Wire.encoded(json)).status())
        .isEqualTo(200);

    wire(WireKnobs.STANDARD.withJsonBodies(WireKnobs.JsonBodies.IGNORED));

    assertThat(wire.workfront("PUT", "proj", Wire.JSON, json).message())
        .isEqualTo("Project with primary key value(s) \"\" not found");
    wire(WireKnobs.STANDARD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "text/json", "application/octet-stream"})
  void a_body_that_does_not_say_that_it_is_json_is_refused(String type) {
    Wire.Answer edit = wire.workfront("PUT", "proj/" + P1, type, "{\"name\":\"as text\"}");
    Wire.Answer search = wire.workfront("POST", "proj/search?method=GET", type, "{}");

    assertThat(edit.status()).isEqualTo(415);
    assertThat(edit.message()).contains(type);
    assertThat(search.status()).isEqualTo(415);
    assertThat(sandbox.object("PROJ", P1).orElseThrow().get("name").asText())
        .isNotEqualTo("as text");
  }

  @Test
  void a_body_as_text_is_taken_for_json_if_the_settings_say_so() {
    wire(WireKnobs.STANDARD.withJsonAsText(true));

    assertThat(wire.workfront("PUT", "proj/" + P1, "text/plain", "{\"name\":\"n\"}").status())
        .isEqualTo(200);
    wire(WireKnobs.STANDARD);
  }

  @Test
  void a_form_that_is_too_long_is_refused() {
    String json = "[{\"ID\":\"%s\",\"name\":\"%s\"}]".formatted(P1, "n".repeat(2 << 20));

    assertThat(wire.workfront("PUT", "proj", Wire.FORM, "updates=" + json).status()).isEqualTo(413);
    assertThat(wire.workfront("PUT", "proj", Wire.JSON, json).status()).isEqualTo(200);
  }

  private void wire(WireKnobs knobs) {
    sandbox.workfront().set(sandbox.workfront().knobs().withWire(knobs));
  }

  @Test
  void a_list_of_objects_is_created_with_new_ids() {
    Wire.Answer answer =
        wire.workfront("POST", "proj", Wire.JSON, "[{\"name\":\"a\"},{\"name\":\"b\"}]");

    assertThat(answer.data().findValuesAsText("name")).containsExactly("a", "b");
    assertThat(answer.data().findValuesAsText("ID")).allMatch(id -> id.matches("[0-9a-f]{32}"));
  }

  @ParameterizedTest
  @CsvSource({"task", "issue"})
  void a_task_and_an_issue_need_a_project(String object) {
    for (String body : new String[] {"{\"name\":\"a\"}", "{\"name\":\"a\",\"projectID\":null}"}) {
      Wire.Answer answer = wire.workfront("POST", object, Wire.JSON, body);

      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.message()).isEqualTo("Invalid Parameter: projectID value \"null\"");
    }
    Wire.Answer elsewhere =
        wire.workfront(
            "POST",
            object,
            Wire.JSON,
            "{\"name\":\"a\",\"projectID\":\"%s\"}".formatted(Wire.id("nobody")));
    assertThat(elsewhere.status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "project,'percentComplete,priority,status','0,0,PLN'",
    "task,'percentComplete,priority,status,durationType,taskConstraint','0,0,NEW,A,ASAP'",
    "issue,'priority,status','0,NEW'",
  })
  void a_new_object_has_its_defaults(String object, String fields, String values) {
    String project = object.equals("project") ? "" : ",\"projectID\":\"" + P1 + "\"";
    Wire.Answer made =
        wire.workfront(
            "POST", object + "?fields=" + fields, Wire.JSON, "{\"name\":\"a\"" + project + "}");
    Wire.Answer own =
        wire.workfront(
            "POST",
            object + "?fields=priority",
            Wire.JSON,
            "{\"name\":\"a\",\"priority\":3" + project + "}");

    assertThat(java.util.Arrays.stream(fields.split(",")).map(f -> made.data().get(f).asText()))
        .containsExactly(values.split(","));
    assertThat(own.data().get("priority").asInt()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "GET,work/myWork",
    "GET,project/helpDeskQueues",
    "GET,hour/report?hours_AggFunc=sum",
    "POST,project?copySourceID=1&name=x",
    "POST,project?templateID=1&name=x",
    "PUT,project/@/calculateTimeline",
    "PUT,project/@?action=calculateTimeline",
    "PUT,task/bulkCopy",
    "PUT,optask?action=move",
    "POST,batch?uri=proj/search",
    "POST,upload",
    "GET,document/search",
    "GET,DOCU/@",
    "PUT,task/@?updates=%7Bassignments:[]%7D",
    "GET,project/@?fields=accessRules:*",
  })
  void what_the_sandbox_does_not_imitate_is_no_answer_of_workfront(String method, String path) {
    Wire.Answer answer = wire.workfront(method, path.replace("@", P1));

    assertThat(answer.status()).as(answer.body()).isEqualTo(501);
    assertThat(answer.json().get("sandboxError").asText())
        .startsWith("The sandbox does not imitate");
  }

  @Test
  void other_addresses_of_a_tenant_are_not_imitated() {
    for (String path :
        new String[] {
          "/attask/api-internal/proj", "/attask/eventsubscription/api/v1/subscriptions"
        }) {
      assertThat(wire.send(wire.anonymous(path)).status()).isEqualTo(501);
    }
  }

  @Test
  void several_objects_are_read_and_deleted_by_their_ids() {
    Wire.Answer made =
        wire.workfront(
            "PUT",
            "task?method=POST&updates="
                + Wire.encoded(
                    "[{name:'a',projectID:'@'},{name:'b',projectID:'@'}]".replace("@", P1)));
    String ids = String.join(",", made.data().findValuesAsText("ID"));

    assertThat(wire.workfront("GET", "task?id=" + ids).data()).hasSize(2);
    assertThat(wire.workfront("DELETE", "task?id=" + ids).data().get("success").asBoolean())
        .isTrue();
    assertThat(wire.workfront("GET", "task?id=" + ids).status()).isEqualTo(404);
  }

  @Test
  void a_project_is_deleted_with_what_belongs_to_it() {
    String project = wire.workfront("POST", "proj?name=short").data().get("ID").asText();
    String task =
        wire.workfront("POST", "task?name=a&projectID=" + project).data().get("ID").asText();

    assertThat(wire.workfront("DELETE", "proj/" + project).data().get("success").asBoolean())
        .isTrue();

    assertThat(wire.workfront("GET", "proj/" + project).status()).isEqualTo(404);
    assertThat(wire.workfront("GET", "task/" + task).status()).isEqualTo(404);
    assertThat(wire.workfront("DELETE", "proj/" + project).status()).isEqualTo(404);
  }

  @Test
  void a_deletion_names_one_to_a_hundred_objects() {
    assertThat(wire.workfront("DELETE", "proj").status()).isEqualTo(400);
    assertThat(wire.workfront("DELETE", "proj?id=" + (P1 + ",").repeat(100) + P1).status())
        .isEqualTo(422);
  }

  @Test
  void with_map_the_answer_is_keyed_by_id() {
    Wire.Answer answer = wire.workfront("GET", "proj?map=true&id=" + P1 + "," + P2);

    assertThat(answer.data().fieldNames()).toIterable().containsExactly(P1, P2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"projects", "tasks", "issues", "nothing"})
  void plurals_and_unknown_objects_are_refused(String object) {
    Wire.Answer answer = wire.workfront("GET", object + "/" + P1);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.message()).isEqualTo("Unknown object type: " + object + " in v20.0");
  }

  @ParameterizedTest
  @CsvSource({
    "PROJ,project-1",
    "project,project-1",
    "TASK,task-1",
    "issue,issue-1",
    "OpTask,issue-1"
  })
  void codes_and_class_names_are_taken_in_any_case(String object, String name) {
    Wire.Answer answer = wire.workfront("GET", object + "/" + Wire.id(name));

    assertThat(answer.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"v15.0,410", "v16.0,200", "v20,200", "v22.0,200", "v23.0,410"})
  void only_versions_in_service_answer(String version, int status) {
    Wire.Answer answer =
        wire.send(
            wire.anonymous("/attask/api/" + version + "/proj/" + P1)
                .header("apiKey", io.writeback.sandbox.workfront.Workfront.API_KEY));

    assertThat(answer.status()).isEqualTo(status);
  }

  @Test
  void without_a_version_the_newest_answers() {
    Wire.Answer answer =
        wire.send(
            wire.anonymous("/attask/api/proj/" + P1 + "?fields=nope")
                .header("apikey", io.writeback.sandbox.workfront.Workfront.API_KEY));

    assertThat(answer.message()).isEqualTo("APIModel V22_0 does not support field nope (Project)");
  }

  @Test
  void malformed_json_is_refused() {
    Wire.Answer answer = wire.workfront("PUT", "proj/" + P1, Wire.JSON, "{\"name\":");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.message()).startsWith("JSON parsing error");
  }

  @Test
  void an_element_that_is_no_object_is_refused() {
    Wire.Answer answer = wire.workfront("PUT", "proj", Wire.JSON, "[\"x\"]");

    assertThat(answer.message())
        .isEqualTo("class java.lang.String cannot be cast to class java.util.Map");
  }
}
