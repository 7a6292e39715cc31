package io.writeback.destination.workfront.update;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.writeback.destination.Exchange;
import io.writeback.destination.Held;
import io.writeback.destination.Plan;
import io.writeback.destination.Record;
import io.writeback.destination.workfront.Tenant;
import io.writeback.http.CallFailure;
import io.writeback.http.HttpRequest;
import io.writeback.http.Outcome;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a look asks, and what follows from answers that are not the usual ones. */
class LookTest {
  private static final String SEARCH = Tenant.PROJ + "/search";

  private final Tenant tenant = new Tenant();
  private final Plan plan =
      tenant.plan(Map.of("object", "project"), "ID", "name", "budget", "auditNote", "City, State");

  @AfterEach
  void close() throws IOException {
    tenant.close();
  }

  private void answer(ResponseDefinitionBuilder answer) {
    tenant.server.stubFor(any(urlPathEqualTo(SEARCH)).willReturn(answer));
  }

  private void found(String... objects) {
    answer(Tenant.json(200, "{\"data\":[" + String.join(",", objects) + "]}"));
  }

  private static Record record(String id, String... fields) {
    Map<String, Object> wanted = new LinkedHashMap<>();
    Arrays.stream(fields).forEach(field -> wanted.put(field, null));
    return new Record(4, id, wanted, 100);
  }

  private Held look(Record... records) {
    Exchange look = plan.look(List.of(records)).orElseThrow();
    HttpRequest sent = plan.authorise(look.request());
    return (Held) look.read(sent, tenant.http.once(sent));
  }

  private static String asked(HttpRequest request) {
    String text =
        request.method().equals("POST")
            ? new String(request.bytes(), StandardCharsets.UTF_8)
            : request.uri().getRawQuery();
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  @Test
  void it_asks_for_the_fields_that_the_records_write_and_for_no_others() {
    HttpRequest request =
        plan.look(List.of(record(Tenant.ID_1, "name"), record(Tenant.ID_2, "auditNote", "budget")))
            .orElseThrow()
            .request();

    assertThat(request.method()).isEqualTo("GET");
    assertThat(asked(request))
        .isEqualTo(
            "ID=%s&ID=%s&ID_Mod=in&fields=name,budget&$$LIMIT=2"
                .formatted(Tenant.ID_1, Tenant.ID_2));
  }

  @Test
  void two_thousand_records_take_one_request_whose_ids_are_in_its_body() {
    List<Record> records = new ArrayList<>();
    IntStream.range(0, plan.mostLookedAt())
        .forEach(n -> records.add(record("%032x".formatted(n), "name", "DE:City, State")));

    HttpRequest request = plan.look(records).orElseThrow().request();

    assertThat(records).hasSize(2_000);
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.uri().getQuery()).isNull();
    assertThat(asked(request))
        .startsWith("method=GET&ID=" + "0".repeat(32))
        .endsWith("&fields=[\"name\",\"DE:City, State\"]&$$LIMIT=2000");
    assertThat(request.bytes()).hasSizeLessThan(100_000);
  }

  @Test
  void very_wide_records_are_looked_at_in_smaller_parts() {
    assertThat(IdSearch.mostObjects(100)).isEqualTo(2_000);
    assertThat(IdSearch.mostObjects(980)).isEqualTo(1_000);
    assertThat(IdSearch.mostObjects(2_000_000)).isEqualTo(1);
  }

  @Test
  void a_write_only_field_cannot_be_read_and_the_others_can() {
    found("{\"ID\":\"%s\",\"name\":\"One\"}".formatted(Tenant.ID_1));

    assertThat(look(record(Tenant.ID_1, "auditNote", "name")).entries().get(0).cells())
        .containsExactly(
            new Held.Unreadable("auditNote", "it is write-only: Workfront never shows it"),
            new Held.Value("name", "One", false));
  }

  @Test
  void of_a_record_of_write_only_fields_it_is_asked_whether_it_is_there() {
    found("{\"ID\":\"%s\"}".formatted(Tenant.ID_1));

    Held held = look(record(Tenant.ID_1, "auditNote"), record(Tenant.ID_2, "auditNote"));

    assertThat(held.entries()).extracting(Held.Entry::found).containsExactly(true, false);
    assertThat(tenant.urls()).anyMatch(url -> url.contains("&fields=ID&"));
  }

  @Test
  void a_field_that_the_answer_does_not_show_is_not_taken_for_a_blank_one() {
    found("{\"ID\":\"%s\",\"name\":null}".formatted(Tenant.ID_1));

    assertThat(look(record(Tenant.ID_1, "name", "budget")).entries().get(0).cells())
        .containsExactly(
            new Held.Value("name", null, true),
            new Held.Unreadable("budget", "Workfront's answer does not show it"));
  }

  @Test
  void a_value_that_no_record_can_write_is_shown_as_such() {
    found("{\"ID\":\"%s\",\"name\":{\"a\":1},\"budget\":\"much\"}".formatted(Tenant.ID_1));

    assertThat(look(record(Tenant.ID_1, "name", "budget")).entries().get(0).cells())
        .containsExactly(
            new Held.Unreadable("name", "it holds a value that no record can write: {\"a\":1}"),
            new Held.Unreadable("budget", "it holds a value that no record can write: \"much\""));
  }

  @Test
  void a_refusal_is_a_failure_that_no_other_try_changes() {
    answer(
        Tenant.json(
            422,
            "{\"error\":{\"message\":\"APIModel V20_0 does not support field name (Project)\"}}"));

    CallFailure failure =
        catchThrowableOfType(CallFailure.class, () -> look(record(Tenant.ID_1, "name")));

    assertThat(failure.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(failure)
        .hasMessage(
            "Workfront does not say what the objects hold:"
                + " APIModel V20_0 does not support field name (Project)");
  }

  @ParameterizedTest
  @CsvSource({
    "500, UNKNOWN",
    "429, THROTTLED",
    "302, MISDIRECTED",
  })
  void a_failure_is_what_it_is_for_any_request_and_says_nothing_of_a_record(
      int status, Outcome outcome) {
    answer(Tenant.json(status, "{\"error\":{\"message\":\"words\"}}"));

    CallFailure failure =
        catchThrowableOfType(CallFailure.class, () -> look(record(Tenant.ID_1, "name")));

    assertThat(failure.outcome()).isEqualTo(outcome);
    assertThat(failure.refusal()).isEmpty();
  }

  @Test
  void an_answer_with_an_object_that_was_not_asked_for_or_twice_proves_nothing() {
    String one = "{\"ID\":\"%s\",\"name\":\"One\"}".formatted(Tenant.ID_1);
    for (String[] objects : new String[][] {{one, one}, {one.replace(Tenant.ID_1, Tenant.ID_2)}}) {
      found(objects);

      CallFailure failure =
          catchThrowableOfType(CallFailure.class, () -> look(record(Tenant.ID_1, "name")));

      assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
    }
  }
}
