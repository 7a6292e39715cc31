package io.writeback.destination.workfront.mapping;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.writeback.destination.Plan;
import io.writeback.destination.workfront.CustomFields;
import io.writeback.destination.workfront.Tenant;
import io.writeback.destination.workfront.Twins;
import io.writeback.destination.workfront.account.WorkfrontApi;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterSearchTest {
  private static final String SEARCH = "/attask/api/v20.0/param/search";
  private final Tenant tenant = new Tenant();

  @BeforeEach
  void capturedShape() {
    tenant.server.stubFor(
        get(urlPathEqualTo(Tenant.PROJ + "/metadata"))
            .willReturn(Tenant.json(200, CustomFields.metadata().toString())));
  }

  @AfterEach
  void close() throws IOException {
    tenant.close();
  }

  private void answer(ResponseDefinitionBuilder answer) {
    tenant.server.stubFor(get(urlPathEqualTo(SEARCH)).willReturn(answer));
  }

  private void page(int first, int count) {
    String objects =
        IntStream.range(first, first + count)
            .mapToObj(
                i ->
                    "{\"ID\":\"%032x\",\"name\":\"P%d\",\"dataType\":\"NMBR\",\"displayType\":\"TEXT\"}"
                        .formatted(i, i))
            .collect(Collectors.joining(","));
    tenant.server.stubFor(
        get(urlPathEqualTo(SEARCH))
            .withQueryParam("$$FIRST", equalTo(Integer.toString(first)))
            .withQueryParam("$$LIMIT", equalTo("2000"))
            .withQueryParam("ID_Sort", equalTo("asc"))
            .willReturn(Tenant.json(200, "{\"data\":[" + objects + "]}")));
  }

  private Plan plan(String... columns) {
    return tenant.plan(Map.of("object", "project"), columns);
  }

  @Test
  void the_types_of_the_columns_are_those_of_param() {
    answer(Tenant.json(200, CustomFields.parameters().toString()));

    assertThat(plan("ID", "Trades on site", "Foreman").columns().mapping())
        .extracting(column -> column.type())
        .containsExactly("", "TEXT CHCK", "TEXT TYAH USER");
    assertThat(tenant.requests(SEARCH))
        .singleElement()
        .satisfies(
            sent -> {
              assertThat(sent.queryParameter("fields").firstValue())
                  .isEqualTo("name,label,dataType,displayType,refObjCode,parameterOptions:*");
              assertThat(sent.getHeader("apiKey")).isEqualTo(Tenant.API_KEY);
            });
  }

  @Test
  void no_column_of_a_custom_field_no_question() {
    plan("ID", "name");

    assertThat(tenant.requests(SEARCH)).isEmpty();
  }

  @Test
  void pages_are_read_until_one_is_short() {
    page(0, 2_000);
    page(2_000, 2_000);
    page(4_000, 3);
    Parameters parameters = new ParameterSearch(api()).read();

    assertThat(parameters.byName()).hasSize(4_003);
    assertThat(parameters.refusal()).isEmpty();
    assertThat(tenant.requests(SEARCH)).hasSize(3);
  }

  @Test
  void a_full_last_page_is_followed_by_an_empty_one() {
    page(0, 2_000);
    page(2_000, 0);

    assertThat(new ParameterSearch(api()).read().byName()).hasSize(2_000);
  }

  @Test
  void a_search_that_repeats_its_first_page_is_given_up() {
    page(0, 2_000);
    tenant.server.stubFor(
        get(urlPathEqualTo(SEARCH))
            .withQueryParam("$$FIRST", equalTo("2000"))
            .willReturn(
                Tenant.json(
                    200,
                    "{\"data\":["
                        + "{\"ID\":\"00000000000000000000000000000001\",\"name\":\"P1\"},"
                            .repeat(1_999)
                        + "{\"ID\":\"00000000000000000000000000000002\",\"name\":\"P2\"}]}")));

    assertThat(new ParameterSearch(api()).read().refusal()).contains("the search does not end");
  }

  @Test
  void a_version_that_does_not_know_a_field_is_asked_for_fewer() {
    answer(
        Tenant.json(
            422,
            "{\"error\":{\"message\":\"APIModel V20_0 does not support field refObjCode (Parameter)\"}}"));
    tenant.server.stubFor(
        get(urlPathEqualTo(SEARCH))
            .withQueryParam("fields", equalTo("name,label,dataType,displayType"))
            .willReturn(Tenant.json(200, CustomFields.parameters().toString())));

    assertThat(plan("ID", "Foreman").columns().mapping().get(1).source()).isEqualTo("PARAM");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403|{\"error\":{\"message\":\"You do not have sufficient access\"}}|1|403, You do not have sufficient access",
        "404|{\"error\":{\"message\":\"Unknown object type: param\"}}|1|404, Unknown object type",
        "403|nothing in JSON|1|403)",
        "410|{\"error\":{\"message\":\"gone\"}}|1|410, gone",
        "422|{\"error\":{\"message\":\"no field label\"}}|2|422, no field label",
        "200|{\"error\":{\"message\":\"no field label\"}}|2|200, no field label",
        "200|{\"data\":{}}|2|200, no list"
      })
  void a_refusal_means_the_types_of_the_metadata_and_is_said(
      int status, String body, int requests, String why) {
    answer(Tenant.json(status, body));
    Plan plan = plan("ID", "Crew Size");

    assertThat(plan.columns().mapping().get(1).source()).isEqualTo("fall-back");
    assertThat(plan.warnings())
        .singleElement()
        .asString()
        .startsWith("Workfront does not describe the custom fields (GET " + SEARCH + ": " + why);
    assertThat(tenant.requests(SEARCH)).hasSize(requests);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "500|{\"error\":{\"message\":\"Whoops!\"}}|DESTINATION_UNAVAILABLE",
        "503|{}|DESTINATION_UNAVAILABLE",
        "429|{\"error\":{\"message\":\"Too many\"}}|DESTINATION_UNAVAILABLE",
        "401|{\"error\":{\"message\":\"You are not currently logged in.\"}}|DESTINATION_LOGIN",
        "302|{}|DESTINATION_REDIRECTS"
      })
  void an_outage_is_no_refusal(int status, String body, Code code) {
    answer(Tenant.json(status, body));

    assertThat(catchThrowableOfType(WritebackException.class, () -> plan("ID", "Crew Size")).code())
        .isEqualTo(code);
  }

  @Test
  void no_answer_is_no_refusal() {
    answer(new ResponseDefinitionBuilder().withFault(Fault.CONNECTION_RESET_BY_PEER));

    assertThat(catchThrowableOfType(WritebackException.class, () -> plan("ID", "Crew Size")).code())
        .isEqualTo(Code.DESTINATION_UNAVAILABLE);
  }

  @Test
  void discovery_asks_always_and_says_where_each_type_is_from() {
    answer(Tenant.json(200, CustomFields.parameters().toString()));
    Map<String, Object> listed =
        tenant.type().discovery().orElseThrow().inside("workfront", "project", "").asMap();

    assertThat(listed).doesNotContainKey("fall-back");
    assertThat(items(listed))
        .filteredOn(item -> item.get("key").equals("DE:Roof Closed"))
        .singleElement()
        .satisfies(
            item ->
                assertThat(item)
                    .containsEntry("label", "Roof closed on")
                    .containsEntry("type", "DATE TEXT")
                    .containsEntry("source", "PARAM")
                    .containsEntry("forms", "Site, Handover"));
    assertThat(items(listed))
        .filteredOn(item -> item.get("key").equals("name"))
        .singleElement()
        .satisfies(
            item ->
                assertThat(item).containsEntry("source", "metadata").containsEntry("forms", ""));
  }

  @Test
  void discovery_says_why_it_fell_back() {
    answer(Tenant.json(403, "{\"error\":{\"message\":\"no access\"}}"));

    assertThat(tenant.type().discovery().orElseThrow().inside("workfront", "project", "").asMap())
        .containsEntry("fall-back", "GET " + SEARCH + ": 403, no access");
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> items(Map<String, Object> listed) {
    return (List<Map<String, Object>>) listed.get("fields");
  }

  @Test
  void a_restored_plan_of_custom_fields_writes_as_the_one_that_was_stored() {
    answer(Tenant.json(200, CustomFields.parameters().toString()));
    String[] columns = {"ID", "Trades", "Foreman", "Site Diary", "Roof Closed", "Total"};
    Map<String, String> options =
        Map.of(
            "object", "project",
            "columns", "Total=DE:Unlisted Total",
            "listsAsText", "Trades");
    Plan plan = tenant.plan(options, columns);
    tenant.restart();
    Plan restored =
        tenant
            .type()
            .restore(Twins.throughJson(plan.describe()), Tenant.snapshot(Tenant.schema(columns)));
    Twins twins = new Twins(plan, restored, new java.util.Random(1));
    twins.behaveAlike(
        IntStream.range(1, 200)
            .mapToObj(
                i ->
                    new io.writeback.dataset.Row(
                        i,
                        List.of(
                            "%032x".formatted(i),
                            i % 2 == 0 ? "Mason, CRP" : "Painter",
                            i % 3 == 0 ? "Ann" : Tenant.ID_1,
                            "line\n" + i,
                            "2026-07-01",
                            "1." + i)))
            .toList());

    assertThat(twins.sendable()).isGreaterThan(50);
    assertThat(twins.rejected()).isGreaterThan(50);
  }

  private WorkfrontApi api() {
    return tenant.api();
  }
}
