package io.writeback.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Json;
import io.writeback.sandbox.workfront.CustomFieldKnobs;
import io.writeback.sandbox.workfront.MetadataShape;
import io.writeback.sandbox.workfront.SetupAccess;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Custom fields and custom forms: what the metadata and PARAM say, and what a write may do. */
class WorkfrontCustomFieldsTest {
  private static final String P1 = "0000000000000000000000000000b001";
  private static final String BARE = "0000000000000000000000000000b002";
  private static final String DOCUMENT =
      "{\"blocks\":[{\"key\":\"a\",\"text\":\"Hello\",\"type\":\"unstyled\"}],\"entityMap\":{}}";

  private Sandbox sandbox;
  private Wire wire;
  private String finance;
  private String delivery;
  private String taskForm;

  @BeforeEach
  void start() throws IOException {
    sandbox = Sandbox.start(SandboxSettings.onFreePorts().withDemoObjects(false));
    wire = new Wire(sandbox);
    finance =
        form(
            "Finance",
            "PROJ",
            field("Margin %", "NMBR", "CALC", "\"label\":\"Margin\""),
            field("Go Live", "DATE", "TEXT", "\"label\":\"Go-live date\""),
            field("Budget Cap", "CURC", "TEXT"));
    delivery =
        form(
            "Delivery",
            "PROJ",
            field("Go Live", "DATE", "TEXT"),
            field("Handover At", "DTTM", "TEXT"),
            field("Regions", "TEXT", "MULT", "\"options\":{\"EU\":\"Europe\",\"AS\":\"Asia\"}"),
            field("Sponsor", "TEXT", "TYAH", "\"refObjCode\":\"USER\""),
            field("Crew", "TEXT", "MULTINTRNL", "\"refObjCode\":\"USER\""),
            field("Summary Text", "RICH", "RICH"),
            field("Secret", "TEXT", "TEXT", "\"hidden\":true"));
    taskForm = form("Work", "TASK", field("Effort Left", "NMBR", "TEXT"));
    sandbox.putObject(
        "PROJ",
        Map.of(
            "ID",
            P1,
            "name",
            "One",
            "objectCategories",
            List.of(Map.of("categoryID", finance), Map.of("categoryID", delivery))));
    sandbox.putObject("PROJ", Map.of("ID", BARE, "name", "Two"));
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @Test
  void the_captured_shape_has_type_forms_and_options_and_nothing_else() {
    set(knobs -> knobs.withMetadataShape(MetadataShape.CAPTURED));

    JsonNode custom = wire.workfront("GET", "proj/metadata").data().get("custom");

    assertThat(custom.get("Margin %"))
        .isEqualTo(
            json("{'type':'double','categories':[%s]}".formatted(entry(finance, "Finance"))));
    assertThat(custom.at("/Go Live/categories").findValuesAsText("name"))
        .containsExactlyInAnyOrder("Finance", "Delivery");
    assertThat(custom.at("/Go Live/type").asText()).isEqualTo("date");
    assertThat(custom.at("/Handover At/type").asText()).isEqualTo("date");
    assertThat(custom.at("/Budget Cap/type").asText()).isEqualTo("double");
    assertThat(custom.get("Regions"))
        .isEqualTo(
            json(
                ("{'type':'string','categories':[%s],'possibleValues':"
                        + "[{'label':'Asia','value':'AS'},{'label':'Europe','value':'EU'}]}")
                    .formatted(entry(delivery, "Delivery"))));
    assertThat(custom.at("/Sponsor/type").asText()).isEqualTo("string");
    assertThat(custom.at("/Summary Text/type").asText()).isEqualTo("string");
  }

  @ParameterizedTest
  @CsvSource({"captured", "labelled"})
  void a_field_on_no_form_of_the_object_and_one_that_the_caller_may_not_see_are_not_listed(
      String shape) {
    set(knobs -> knobs.withMetadataShape(MetadataShape.of(shape)));
    sandbox.putObject("PARAM", Map.of("ID", "1".repeat(32), "name", "Nowhere"));

    JsonNode custom = wire.workfront("GET", "proj/metadata").data().get("custom");

    assertThat(custom.fieldNames())
        .toIterable()
        .contains("Go Live")
        .doesNotContain("Nowhere", "Effort Left", "Secret");
  }

  @Test
  void the_other_shape_has_label_type_and_flags() {
    set(knobs -> knobs.withMetadataShape(MetadataShape.LABELLED));

    JsonNode custom = wire.workfront("GET", "proj/metadata").data().get("custom");

    assertThat(custom.at("/Margin %/label").asText()).isEqualTo("Margin");
    assertThat(custom.at("/Margin %/flags").toString()).contains("READ_ONLY");
    assertThat(custom.at("/Handover At/fieldType").asText()).isEqualTo("dateTime");
    assertThat(custom.at("/Regions/fieldType").asText()).isEqualTo("string[]");
  }

  @Test
  void parameters_are_searched_in_pages_with_their_options() {
    JsonNode all =
        wire.workfront(
                "GET",
                "param/search?fields=name,label,dataType,displayType,refObjCode,parameterOptions:*"
                    + "&ID_Sort=asc&$$LIMIT=2000")
            .data();
    JsonNode second =
        wire.workfront("GET", "param/search?fields=name&ID_Sort=asc&$$FIRST=2&$$LIMIT=2").data();

    assertThat(all.findValuesAsText("name")).contains("Regions", "Effort Left");
    JsonNode sponsor = named(all, "Sponsor");
    assertThat(sponsor.get("displayType").asText()).isEqualTo("TYAH");
    assertThat(sponsor.get("refObjCode").asText()).isEqualTo("USER");
    assertThat(sponsor.get("parameterOptions")).isEmpty();
    assertThat(named(all, "Go Live").get("refObjCode").isNull()).isTrue();
    assertThat(named(all, "Regions").get("parameterOptions").findValuesAsText("value"))
        .containsExactlyInAnyOrder("EU", "AS");
    assertThat(second.findValuesAsText("ID"))
        .containsExactly(all.get(2).get("ID").asText(), all.get(3).get("ID").asText());
  }

  @ParameterizedTest
  @CsvSource({
    "v20.0,isActive,APIModel V20_0 does not support field isActive (Parameter)",
    "v20.0,isPrivate,APIModel V20_0 does not support field isPrivate (Parameter)",
    "v21.0,isPrivate,APIModel V21_0 does not support field isPrivate (Parameter)",
  })
  void one_unknown_field_refuses_the_whole_search(String version, String field, String message) {
    Wire.Answer answer = parameters(version, "name," + field);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.message()).isEqualTo(message);
  }

  @Test
  void whether_a_parameter_is_active_is_shown_from_version_21_on() {
    assertThat(parameters("v21.0", "name,isActive").data().get(0).get("isActive").asBoolean())
        .isTrue();
    assertThat(wire.workfront("GET", "param/search?fields=*").data().get(0).has("isActive"))
        .isFalse();
  }

  @Test
  void an_account_without_rights_is_refused_the_set_up_or_sees_none_of_it() {
    set(knobs -> knobs.withSetupAccess(SetupAccess.REFUSED));
    Wire.Answer refused = wire.workfront("GET", "param/search?fields=name");
    set(knobs -> knobs.withSetupAccess(SetupAccess.EMPTY));
    Wire.Answer empty = wire.workfront("GET", "ctgy/search?fields=name");

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.message())
        .isEqualTo("You do not have sufficient access to view this Parameter");
    assertThat(empty.status()).isEqualTo(200);
    assertThat(empty.data()).isEmpty();
    assertThat(wire.workfront("GET", "proj/" + P1).status()).isEqualTo(200);
  }

  @Test
  void forms_are_searched_with_their_fields() {
    JsonNode forms =
        wire.workfront(
                "GET", "ctgy/search?catObjCode=PROJ&fields=name,categoryParameters:parameter:name")
            .data();

    assertThat(forms.findValuesAsText("ID")).contains(finance, delivery).doesNotContain(taskForm);
    assertThat(named(forms, "Finance").get("categoryParameters").findParents("name").toString())
        .contains("Margin %", "Go Live", "Budget Cap");
  }

  @Test
  void a_record_shows_all_its_forms_and_the_first_is_its_category() {
    JsonNode found =
        wire.workfront(
                "GET",
                "proj/search?ID=%s&ID=%s&ID_Mod=in&fields=categoryID,objectCategories:categoryID"
                    .formatted(P1, BARE))
            .data();

    assertThat(found.get(0).get("categoryID").asText()).isEqualTo(finance);
    assertThat(found.get(0).get("objectCategories").findValuesAsText("categoryID"))
        .containsExactly(finance, delivery);
    assertThat(found.get(1).get("categoryID").isNull()).isTrue();
    assertThat(found.get(1).get("objectCategories")).isEmpty();
    assertThat(
            wire.workfront("GET", "proj/search?objectCategories:categoryID=" + delivery)
                .data()
                .findValuesAsText("ID"))
        .containsExactly(P1);
  }

  @Test
  void any_of_the_forms_takes_the_values_of_its_fields() {
    Wire.Answer answer =
        put(P1, "{\"DE:Budget Cap\":5,\"DE:Handover At\":\"2026-01-02T03:04:05\"}");

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(stored(P1, "DE:Handover At").asText()).isEqualTo("2026-01-02T03:04:05:000+0000");
  }

  @Test
  void a_value_without_its_form_is_refused() {
    Wire.Answer none = put(BARE, "{\"DE:Budget Cap\":5}");
    Wire.Answer other = put(P1, "{\"DE:Effort Left\":5}");

    assertThat(none.status()).isEqualTo(422);
    assertThat(none.message()).isEqualTo("Invalid Parameter: Budget Cap value \"5\"");
    assertThat(other.status()).isEqualTo(422);
  }

  @Test
  void a_write_of_the_collection_replaces_the_forms() {
    put(
        P1,
        "{\"objectCategories\":[{\"categoryID\":\"%s\",\"categoryOrder\":0}]}".formatted(delivery));

    assertThat(stored(P1, "categoryID").asText()).isEqualTo(delivery);
    assertThat(put(P1, "{\"DE:Budget Cap\":5}").status()).isEqualTo(422);
    assertThat(put(P1, "{\"DE:Go Live\":\"2026-01-02\"}").status()).isEqualTo(200);
  }

  @Test
  void a_write_of_the_category_brings_that_form_to_the_front_and_keeps_the_others() {
    Wire.Answer answer =
        put(P1, "{\"categoryID\":\"%s\"}".formatted(delivery), "objectCategories:categoryID");

    assertThat(answer.data().get("objectCategories").findValuesAsText("categoryID"))
        .containsExactly(delivery, finance);
  }

  @Test
  void a_form_of_another_object_is_refused() {
    Wire.Answer answer = put(P1, "{\"categoryID\":\"%s\"}".formatted(taskForm));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.message()).isEqualTo("Category: Work is not a Category of the type: PROJ");
  }

  @ParameterizedTest
  @CsvSource({"false,422", "true,200"})
  void a_form_takes_values_of_the_update_that_attaches_it_by_a_knob_only(boolean same, int status) {
    set(knobs -> knobs.withAttachInSameWrite(same));

    Wire.Answer answer =
        put(BARE, "{\"categoryID\":\"%s\",\"DE:Budget Cap\":5}".formatted(finance));

    assertThat(answer.status()).isEqualTo(status);
  }

  @Test
  void a_reference_is_written_as_an_id_and_read_as_a_text_with_its_name() throws IOException {
    String user = Wire.id("user-2");

    Wire.Answer answer =
        put(P1, "{\"DE:Sponsor\":\"%1$s\",\"DE:Crew\":[\"%1$s\"]}".formatted(user), "DE:Sponsor");

    JsonNode text = answer.data().get("DE:Sponsor");
    assertThat(text.isTextual()).as(answer.body()).isTrue();
    assertThat(Json.read(text.asText()))
        .isEqualTo(json("{'objCode':'USER','name':'Person 2','ID':'%s'}".formatted(user)));
    assertThat(stored(P1, "DE:Crew").get(0)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"Person 2\" | 404 | User with primary key value(s) \"Person 2\" not found",
        "\"00000000000000000000000000000000\" | 404 | User with primary key value(s) \"00000000000000000000000000000000\" not found",
        "{\"ID\":\"x\"} | 422 | class java.util.LinkedHashMap cannot be cast to class java.lang.String",
      })
  void a_reference_is_not_found_by_name(String value, int status, String message) {
    Wire.Answer answer = put(P1, "{\"DE:Sponsor\":" + value + "}");

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.message()).isEqualTo(message);
  }

  @Test
  void rich_text_is_a_document_in_a_text() {
    ObjectNode body = Json.object().put("DE:Summary Text", DOCUMENT);

    Wire.Answer answer = put(P1, Json.write(body));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(stored(P1, "DE:Summary Text").asText()).isEqualTo(DOCUMENT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Hello",
        "{\"blocks\":[{\"text\":\"x\"}]}",
        "{\"blocks\":[{\"type\":\"unstyled\"}],\"entityMap\":{}}",
        "[]"
      })
  void a_text_that_is_no_document_is_refused_unless_the_knob_says_otherwise(String text) {
    String body = Json.write(Json.object().put("DE:Summary Text", text));
    Wire.Answer strict = put(P1, body);
    set(knobs -> knobs.withPlainRichText(true));

    assertThat(strict.status()).isEqualTo(422);
    assertThat(put(P1, body).status()).isEqualTo(200);
  }

  @Test
  void a_list_is_an_array_and_by_a_knob_a_text_with_commas() {
    Wire.Answer strict = put(P1, "{\"DE:Regions\":\"EU, AS\"}");
    set(knobs -> knobs.withCommaLists(true));

    assertThat(strict.message()).isEqualTo("argument type mismatch");
    assertThat(put(P1, "{\"DE:Regions\":\"EU, AS\"}").status()).isEqualTo(200);
    assertThat(stored(P1, "DE:Regions")).isEqualTo(json("['EU','AS']"));
    assertThat(put(P1, "{\"DE:Regions\":\"EU,Asia\"}").message())
        .isEqualTo("Invalid Parameter: Regions value \"Asia\"");
  }

  @Test
  void a_calculated_field_is_refused_or_by_a_knob_ignored() {
    Wire.Answer refused = put(P1, "{\"DE:Margin %\":5}");
    set(knobs -> knobs.withCalculatedIgnored(true));
    Wire.Answer ignored = put(P1, "{\"DE:Margin %\":5,\"name\":\"Three\"}");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(ignored.status()).isEqualTo(200);
    assertThat(stored(P1, "DE:Margin %")).isNull();
    assertThat(stored(P1, "name").asText()).isEqualTo("Three");
  }

  @Test
  void the_knobs_are_settings_of_the_sandbox() {
    Wire.Answer answer =
        wire.send(
            wire.anonymous("/sandbox/settings")
                .POST(
                    BodyPublishers.ofString(
                        "{\"metadataShape\":\"captured\",\"setupAccess\":\"empty\","
                            + "\"commaLists\":true,\"calculatedIgnored\":true,"
                            + "\"plainRichText\":true,\"attachInSameWrite\":true}")));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(sandbox.workfront().knobs().customFields())
        .isEqualTo(
            new CustomFieldKnobs(
                MetadataShape.CAPTURED, SetupAccess.EMPTY, true, true, true, true));
  }

  private void set(UnaryOperator<CustomFieldKnobs> change) {
    var knobs = sandbox.workfront().knobs();
    sandbox.workfront().set(knobs.withCustomFields(change.apply(knobs.customFields())));
  }

  private Wire.Answer put(String id, String json) {
    return wire.workfront("PUT", "proj/" + id, Wire.JSON, json);
  }

  private Wire.Answer put(String id, String json, String fields) {
    return wire.workfront("PUT", "proj/" + id + "?fields=" + fields, Wire.JSON, json);
  }

  private JsonNode stored(String id, String field) {
    return sandbox.object("PROJ", id).orElseThrow().get(field);
  }

  private Wire.Answer parameters(String version, String fields) {
    return wire.send(
        wire.anonymous("/attask/api/" + version + "/param/search?fields=" + fields)
            .header("apiKey", io.writeback.sandbox.workfront.Workfront.API_KEY));
  }

  private String form(String name, String objCode, String... fields) {
    return sandbox
        .workfront()
        .putForm(
            json(
                "{'form':'%s','objCode':'%s','fields':[%s]}"
                    .formatted(name, objCode, String.join(",", fields))));
  }

  private static String field(String name, String dataType, String displayType, String... more) {
    return "{\"name\":\"%s\",\"dataType\":\"%s\",\"displayType\":\"%s\"%s}"
        .formatted(name, dataType, displayType, more.length == 0 ? "" : "," + more[0]);
  }

  private static String entry(String id, String name) {
    return "{'ID':'%s','name':'%s','objCode':'CTGY'}".formatted(id, name);
  }

  private static JsonNode named(JsonNode all, String name) {
    for (JsonNode one : all) {
      if (one.get("name").asText().equals(name)) {
        return one;
      }
    }
    throw new AssertionError("no " + name + " in " + all);
  }

  private static JsonNode json(String text) {
    try {
      return Json.readLenient(text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
