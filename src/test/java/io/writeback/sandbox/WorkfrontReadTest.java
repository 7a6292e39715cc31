package io.writeback.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reading objects, searching and the metadata. */
class WorkfrontReadTest {
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

  @Test
  void an_object_shows_its_default_fields() {
    assertThat(wire.workfront("GET", "proj/" + P1).data().fieldNames())
        .toIterable()
        .containsExactly(
            "ID",
            "name",
            "objCode",
            "percentComplete",
            "plannedStartDate",
            "plannedCompletionDate",
            "projectedCompletionDate",
            "priority",
            "status");
  }

  @Test
  void fields_reach_through_references_and_collections() {
    JsonNode data =
        wire.workfront("GET", "task/" + Wire.id("task-1") + "?fields=project:owner:name,DE:Effort")
            .data();
    JsonNode options =
        wire.workfront(
                "GET",
                "param/" + Wire.id("parameter-Region") + "?fields=name,label,parameterOptions:*")
            .data()
            .get("parameterOptions");

    assertThat(data.at("/project/owner/name").asText()).isEqualTo("Person 1");
    assertThat(data.get("DE:Effort").isNull()).isTrue();
    assertThat(options.findValuesAsText("value")).containsExactlyInAnyOrder("EMEA", "AMER", "APAC");
  }

  @ParameterizedTest
  @CsvSource({
    "nope,422",
    "owner:nope,422",
    "DE:Nope,404",
    "DE:*,422",
    "parameterValues,200",
    "*,200"
  })
  void every_name_in_fields_has_to_exist(String fields, int status) {
    assertThat(wire.workfront("GET", "proj/" + P1 + "?fields=" + fields).status())
        .isEqualTo(status);
  }

  @Test
  void answers_escape_slashes_and_everything_that_is_not_ascii() {
    wire.workfront("PUT", "proj/" + P1, Wire.JSON, "{\"name\":\"a/b <ü>\"}");

    assertThat(wire.workfront("GET", "proj/" + P1).body())
        .contains("\"name\":\"a\\/b \\u003c\\u00fc\\u003e\"");
  }

  @Test
  void answers_are_compressed_for_a_client_that_takes_gzip() throws Exception {
    var response =
        wire.http()
            .send(
                wire.workfrontRequest("proj/" + P1).header("Accept-Encoding", "gzip").build(),
                BodyHandlers.ofByteArray());

    assertThat(response.headers().firstValue("Content-Encoding")).contains("gzip");
    byte[] plain = new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes();
    assertThat(new String(plain, StandardCharsets.UTF_8)).startsWith("{\"data\":");
  }

  @ParameterizedTest
  @CsvSource({
    "name=Task%207,1",
    "name=Task%207&name_Mod=ne,39",
    "name=Task%207&name=Task%208&name_Mod=in,2",
    "name=ask%201&name_Mod=contains,11",
    "durationType=S,20",
    "status=CPL,0",
  })
  void search_and_count_agree(String query, int hits) {
    assertThat(wire.workfront("GET", "task/search?" + query).data()).hasSize(hits);
    assertThat(wire.workfront("GET", "task/count?" + query).data().get("count").asInt())
        .isEqualTo(hits);
  }

  @Test
  void a_search_may_be_posted_as_json_or_as_a_form() {
    String ids = "[\"" + P1 + "\",\"" + Wire.id("nobody") + "\"]";

    Wire.Answer json =
        wire.workfront(
            "POST", "proj/search?method=GET", Wire.JSON, "{\"ID\":" + ids + ",\"ID_Mod\":\"in\"}");
    Wire.Answer form = wire.workfront("POST", "proj/search", Wire.FORM, "method=GET&ID=" + P1);

    assertThat(json.data().findValuesAsText("ID")).containsExactly(P1);
    assertThat(form.data().findValuesAsText("ID")).containsExactly(P1);
  }

  @Test
  void a_posted_search_has_to_say_that_it_is_a_get() {
    Wire.Answer answer = wire.workfront("POST", "proj/search", Wire.FORM, "ID=" + P1);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).isEqualTo("unrecognized URI format: too many parts");
  }

  @Test
  void a_json_array_of_fields_may_have_names_with_commas() {
    wire.workfront(
        "PUT",
        "param/" + Wire.id("parameter-Client Notes"),
        Wire.JSON,
        "{\"name\":\"Client, Notes\"}");
    wire.workfront("PUT", "proj/" + P1, Wire.JSON, "{\"DE:Client, Notes\":\"c\"}");

    Wire.Answer array =
        wire.workfront(
            "GET", "proj/" + P1 + "?fields=" + Wire.encoded("[\"DE:Client, Notes\",\"status\"]"));
    Wire.Answer commas =
        wire.workfront("GET", "proj/" + P1 + "?fields=" + Wire.encoded("DE:Client, Notes,status"));

    assertThat(array.data().get("DE:Client, Notes").asText()).isEqualTo("c");
    assertThat(array.data().has("status")).isTrue();
    assertThat(commas.status()).isEqualTo(422);
    assertThat(
            wire.workfront("GET", "proj/" + P1 + "?fields=" + Wire.encoded("[\"name\"")).status())
        .isEqualTo(422);
  }

  @Test
  void a_write_only_field_takes_a_value_and_is_never_shown() {
    String task = "task/" + Wire.id("task-1");
    Wire.Answer written = wire.workfront("PUT", task, Wire.JSON, "{\"auditNote\":\"why\"}");
    Wire.Answer asked =
        wire.workfront("PUT", task + "?fields=auditNote", Wire.JSON, "{\"auditNote\":\"no\"}");

    assertThat(written.status()).isEqualTo(200);
    assertThat(asked.status()).isEqualTo(422);
    assertThat(wire.workfront("GET", task + "?fields=*").data().has("auditNote")).isFalse();
    assertThat(wire.workfront("GET", "task/search?fields=auditNote").status()).isEqualTo(422);
    assertThat(sandbox.object("TASK", Wire.id("task-1")).orElseThrow().get("auditNote").asText())
        .isEqualTo("why");
  }

  @Test
  void the_list_of_objects_is_short_since_version_22() {
    assertThat(names(objects("v22.0").get("Project")))
        .containsExactly("objCode", "name", "label", "url");
    assertThat(names(objects("v21.0").get("Project"))).contains("flags");
    assertThat(objects("v22.0").get("Task").get("objCode").asText()).isEqualTo("TASK");
  }

  private JsonNode objects(String version) {
    return wire.send(
            wire.anonymous("/attask/api/" + version + "/metadata")
                .header("apiKey", io.writeback.sandbox.workfront.Workfront.API_KEY))
        .data()
        .get("objects");
  }

  private static Iterable<String> names(JsonNode node) {
    return () -> node.fieldNames();
  }

  @Test
  void sorted_pages_cover_everything_once() {
    var ids = new java.util.TreeSet<String>();
    for (int first = 0; first < 5000; first += 2000) {
      wire.workfront("GET", "proj/search?ID_Sort=asc&$$LIMIT=2000&$$FIRST=" + first)
          .data()
          .forEach(project -> ids.add(project.get("ID").asText()));
    }

    assertThat(ids).hasSize(5000);
  }

  @Test
  void a_page_has_100_objects_and_more_than_2000_are_refused() {
    assertThat(wire.workfront("GET", "proj/search").data()).hasSize(100);
    Wire.Answer over = wire.workfront("GET", "proj/search?$$LIMIT=2001");
    assertThat(over.message())
        .isEqualTo("The requested limit 2001 is greater than the maximum allowed limit of 2000");
  }

  @Test
  void metadata_describes_fields_references_and_custom_fields() {
    JsonNode data = wire.workfront("GET", "project/metadata").data();

    assertThat(data.at("/objCode").asText()).isEqualTo("PROJ");
    assertThat(data.at("/fields/plannedStartDate/label").asText()).isEqualTo("Planned Start Date");
    assertThat(data.at("/fields/plannedStartDate/fieldType").asText()).isEqualTo("dateTime");
    assertThat(data.at("/fields/percentComplete/flags").toString()).contains("READ_ONLY");
    assertThat(data.at("/fields/status/possibleValues").findValuesAsText("value"))
        .contains("CUR")
        .doesNotContain("RVW");
    assertThat(data.at("/fields/name/possibleValues").isMissingNode()).isTrue();
    assertThat(data.at("/references/owner/typeObjCode").asText()).isEqualTo("USER");
    assertThat(data.at("/custom/CostCenter").toString())
        .isEqualTo(
            "{\"type\":\"string\",\"categories\":[{\"ID\":\"%s\",\"name\":\"Project Details\",\"objCode\":\"CTGY\"}]}"
                .formatted(Wire.id("form-Project Details")));
    assertThat(data.at("/operations").toString()).contains("\"edit\"");
  }

  @ParameterizedTest
  @CsvSource({"v19.0,double", "v20.0,class java.math.BigDecimal"})
  void money_is_a_big_decimal_since_version_20(String version, String type) {
    Wire.Answer answer =
        wire.send(
            wire.anonymous("/attask/api/" + version + "/proj/metadata")
                .header("apiKey", io.writeback.sandbox.workfront.Workfront.API_KEY));

    assertThat(answer.data().at("/fields/budget/fieldType").asText()).isEqualTo(type);
  }

  @Test
  void the_root_metadata_lists_the_objects() {
    JsonNode objects = wire.workfront("GET", "metadata").data().get("objects");

    assertThat(objects.fieldNames())
        .toIterable()
        .contains("Project", "Task", "OpTask", "User", "Hour", "Portfolio", "Program", "Company");
    assertThat(objects.at("/Project/objCode").asText()).isEqualTo("PROJ");
  }
}
