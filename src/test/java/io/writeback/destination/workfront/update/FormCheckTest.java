package io.writeback.destination.workfront.update;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.writeback.dataset.Row;
import io.writeback.destination.ExpectedRefusal;
import io.writeback.destination.Forecast;
import io.writeback.destination.Mapped;
import io.writeback.destination.Plan;
import io.writeback.destination.workfront.Tenant;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records whose objects carry no form with the field, found before anything is sent. */
class FormCheckTest {
  private static final String SEARCH = Tenant.PROJ + "/search";
  private static final String BRIEF = "b".repeat(32);
  private static final String LAUNCH = "c".repeat(32);
  private static final String BUDGET = "d".repeat(32);

  private static final String METADATA =
      """
      {"data":{"objCode":"PROJ","operations":["edit"],
       "fields":{"ID":{"fieldType":"string"},"name":{"fieldType":"string"},
        "categoryID":{"fieldType":"string"}},
       "custom":{
        "Region":{"type":"string","categories":[
         {"ID":"%1$s","name":"Brief","objCode":"CTGY"},
         {"ID":"%2$s","name":"Launch","objCode":"CTGY"}]},
        "Spent":{"type":"double","categories":[{"ID":"%3$s","name":"Budget","objCode":"CTGY"}]},
        "Loose":{"type":"string","categories":[]}}}}
      """
          .formatted(BRIEF, LAUNCH.toUpperCase(java.util.Locale.ROOT), BUDGET);

  private final Tenant tenant = new Tenant();
  private final List<Long> expected = new ArrayList<>();

  FormCheckTest() {
    tenant.server.stubFor(
        get(urlPathEqualTo(Tenant.PROJ + "/metadata")).willReturn(Tenant.json(200, METADATA)));
  }

  @AfterEach
  void close() throws IOException {
    tenant.close();
  }

  private static String id(int n) {
    return "%032x".formatted(n);
  }

  /** An object as a search answers it. */
  private static String object(int n, String category, String... forms) {
    return "{\"ID\":\"%s\",\"categoryID\":%s,\"objectCategories\":[%s]}"
        .formatted(
            id(n),
            category == null ? "null" : '"' + category + '"',
            Arrays.stream(forms)
                .map(form -> "{\"ID\":\"%s\",\"categoryID\":\"%s\"}".formatted(id(999), form))
                .collect(Collectors.joining(",")));
  }

  private void found(String... objects) {
    answers(200, "{\"data\":[" + String.join(",", objects) + "]}");
  }

  private void answers(int status, String body) {
    tenant.server.stubFor(any(urlPathEqualTo(SEARCH)).willReturn(Tenant.json(status, body)));
  }

  private Forecast forecast(Map<String, String> options, List<String> columns, List<Row> rows) {
    Map<String, String> all = new java.util.TreeMap<>(options);
    all.put("object", "project");
    Plan plan = tenant.plan(all, columns.toArray(String[]::new));
    return plan.forecast(
        each ->
            rows.forEach(
                row -> {
                  if (plan.mapper().map(row) instanceof Mapped.Sendable sendable) {
                    each.accept(sendable.record());
                  }
                }),
        expected::add);
  }

  private Forecast regions(Row... rows) {
    return forecast(Map.of(), List.of("ID", "Region"), List.of(rows));
  }

  private static Row row(int n, String... cells) {
    List<String> all = new ArrayList<>(List.of(id(n)));
    all.addAll(Arrays.asList(cells));
    return new Row(n, all);
  }

  @Test
  void counts_the_rows_whose_object_carries_none_of_the_forms_of_the_field() {
    found(
        object(1, BRIEF, BRIEF),
        object(2, BUDGET, BUDGET),
        object(3, null),
        object(4, BUDGET, BUDGET, LAUNCH));

    Forecast forecast = regions(row(1, "North"), row(2, "East"), row(3, "South"), row(4, "West"));

    assertThat(forecast.refusals())
        .containsExactly(
            new ExpectedRefusal(
                Code.FORM_MISSING,
                "Region",
                "DE:Region",
                "only the forms \"Brief\", \"Launch\" have the field DE:Region, and their objects carry none of them",
                2,
                List.of(
                    new ExpectedRefusal.Example(2, id(2), "carries \"Budget\""),
                    new ExpectedRefusal.Example(3, id(3), "carries no form"))));
    assertThat(forecast.notes()).isEmpty();
    assertThat(expected).containsExactly(2L, 3L);
  }

  @Test
  void each_field_is_counted_by_itself_and_a_row_that_lacks_two_forms_is_expected_once() {
    found(object(1, null), object(2, BRIEF, BRIEF));

    Forecast forecast =
        forecast(
            Map.of(),
            List.of("ID", "Region", "Spent"),
            List.of(row(1, "North", "1"), row(2, "East", "2")));

    assertThat(forecast.refusals())
        .extracting(ExpectedRefusal::field, ExpectedRefusal::rows)
        .containsExactly(
            org.assertj.core.api.Assertions.tuple("DE:Region", 1L),
            org.assertj.core.api.Assertions.tuple("DE:Spent", 2L));
    assertThat(expected).containsExactly(1L, 2L);
  }

  @Test
  void a_blank_cell_that_keeps_the_field_counts_not_and_one_that_clears_it_does() {
    found(object(1, null), object(2, null));
    List<String> columns = List.of("ID", "name", "Region");
    List<Row> rows = List.of(row(1, "a", ""), row(2, "b", "East"));

    assertThat(forecast(Map.of(), columns, rows).refusals())
        .singleElement()
        .satisfies(refusal -> assertThat(refusal.rows()).isEqualTo(1));
    assertThat(forecast(Map.of("blankCells", "clear"), columns, rows).refusals())
        .singleElement()
        .satisfies(refusal -> assertThat(refusal.rows()).isEqualTo(2));
  }

  @Test
  void a_form_that_the_same_write_attaches_does_not_count_since_no_source_says_that_it_helps() {
    found(object(1, null), object(2, null));

    forecast(
        Map.of(),
        List.of("ID", "Region", "categoryID"),
        List.of(row(1, "North", BRIEF.toUpperCase(java.util.Locale.ROOT)), row(2, "East", BUDGET)));

    assertThat(expected).containsExactly(1L, 2L);
  }

  @Test
  void objects_that_are_not_found_are_counted_apart() {
    found(object(1, BRIEF, BRIEF));

    Forecast forecast = regions(row(1, "North"), row(7, "East"));

    assertThat(forecast.refusals())
        .singleElement()
        .satisfies(
            refusal -> {
              assertThat(refusal.code()).isEqualTo(Code.OBJECT_NOT_FOUND);
              assertThat(refusal.column()).isEqualTo("ID");
              assertThat(refusal.rows()).isEqualTo(1);
              assertThat(refusal.examples())
                  .containsExactly(new ExpectedRefusal.Example(7, id(7), ""));
            });
    assertThat(expected).containsExactly(7L);
  }

  @Test
  void five_rows_are_named_and_all_are_counted() {
    found(IntStream.rangeClosed(1, 9).mapToObj(n -> object(n, null)).toArray(String[]::new));

    Forecast forecast =
        regions(IntStream.rangeClosed(1, 9).mapToObj(n -> row(n, "x")).toArray(Row[]::new));

    assertThat(forecast.refusals())
        .singleElement()
        .satisfies(
            refusal -> {
              assertThat(refusal.rows()).isEqualTo(9);
              assertThat(refusal.examples()).hasSize(5);
            });
  }

  @Test
  void one_search_asks_about_two_thousand_objects_by_a_post_that_is_a_get() {
    found();

    Forecast forecast =
        regions(IntStream.rangeClosed(1, 4_001).mapToObj(n -> row(n, "x")).toArray(Row[]::new));

    assertThat(forecast.refusals()).extracting(ExpectedRefusal::rows).containsExactly(4_001L);
    List<LoggedRequest> requests = tenant.requests(SEARCH);
    assertThat(requests)
        .extracting(request -> request.getMethod().getName())
        .containsExactly("POST", "POST", "GET");
    assertThat(requests.get(0).getBodyAsString())
        .startsWith("method=GET&ID=" + id(1) + "&")
        .contains("ID=" + id(2_000) + "&ID_Mod=in")
        .contains("fields=categoryID%2CobjectCategories%3AcategoryID")
        .endsWith("%24%24LIMIT=2000")
        .doesNotContain(id(2_001));
  }

  @ParameterizedTest
  @CsvSource({
    "422, APIModel V20_0 does not support field objectCategories (Project)",
    "403, You do not have sufficient access to view this Project",
    "200, an error under status 200"
  })
  void a_refusal_to_tell_is_a_note_and_nothing_is_asked_again(int status, String words) {
    answers(status, "{\"error\":{\"message\":\"%s\"}}".formatted(words));

    Forecast forecast =
        regions(IntStream.rangeClosed(1, 2_001).mapToObj(n -> row(n, "x")).toArray(Row[]::new));

    assertThat(forecast.refusals()).isEmpty();
    assertThat(forecast.notes())
        .containsExactly(
            "Workfront does not say which custom forms the objects of 2,001 rows carry (%s); whether it takes their custom fields shows when they are sent"
                .formatted(words));
    assertThat(expected).isEmpty();
    assertThat(tenant.requests(SEARCH)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"403, status 403", "410, status 410", "405, status 405"})
  void a_refusal_without_words_is_a_note_with_its_status(int status, String words) {
    answers(status, "");

    assertThat(regions(row(1, "North")).notes())
        .singleElement()
        .asString()
        .contains("the objects of 1 row carry (" + words + ")");
    assertThat(expected).isEmpty();
  }

  @Test
  void an_object_without_the_list_of_its_forms_is_unknown() {
    found("{\"ID\":\"%s\",\"categoryID\":null}".formatted(id(1)), object(2, null));

    Forecast forecast = regions(row(1, "North"), row(2, "East"));

    assertThat(expected).containsExactly(2L);
    assertThat(forecast.notes())
        .singleElement()
        .asString()
        .contains("the objects of 1 row carry; whether");
  }

  @ParameterizedTest
  @CsvSource({"503, WB-407", "401, WB-406"})
  void an_outage_and_refused_credentials_end_the_plan_as_every_other_read_does(
      int status, String code) {
    answers(status, "{\"error\":{\"message\":\"not now\"}}");

    assertThatThrownBy(() -> regions(row(1, "North")))
        .isInstanceOf(WritebackException.class)
        .extracting(e -> ((WritebackException) e).code())
        .isEqualTo(Code.of(code).orElseThrow());
  }

  @Test
  void without_a_column_for_a_custom_field_with_known_forms_nothing_is_asked() {
    forecast(Map.of(), List.of("ID", "name"), List.of(row(1, "a")));
    forecast(Map.of(), List.of("ID", "Loose"), List.of(row(1, "a")));

    assertThat(tenant.requests(SEARCH)).isEmpty();
  }

  @Test
  void with_check_forms_off_nothing_is_asked() {
    assertThat(
            forecast(
                Map.of("checkForms", "false"), List.of("ID", "Region"), List.of(row(1, "North"))))
        .isEqualTo(Forecast.NOTHING);
    assertThat(tenant.requests(SEARCH)).isEmpty();
  }
}
