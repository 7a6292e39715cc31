package io.writeback.destination.workfront.update;

import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.writeback.dataset.Row;
import io.writeback.destination.Difference;
import io.writeback.destination.Exchange;
import io.writeback.destination.Mapped;
import io.writeback.destination.Plan;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.destination.Work;
import io.writeback.destination.rest.StrictJson;
import io.writeback.destination.workfront.Tenant;
import io.writeback.http.CallFailure;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import io.writeback.http.Outcome;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** End to end: rows to records to a request, and the tenant's response to a receipt. */
class UpdateReceiptTest {
  private static final String ONE = "\"ID\":\"" + Tenant.ID_1 + "\"";
  private static final String TWO = "\"ID\":\"" + Tenant.ID_2 + "\"";
  private static final String BOTH =
      "{\"data\":[{%s,\"name\":\"A\",\"priority\":1},{%s,\"name\":\"B\",\"priority\":2}]}"
          .formatted(ONE, TWO);

  private final Tenant tenant = new Tenant();

  @AfterEach
  void close() throws IOException {
    tenant.close();
  }

  private Receipt send(ResponseDefinitionBuilder answer) {
    tenant.server.stubFor(put(urlPathEqualTo(Tenant.PROJ)).willReturn(answer));
    return send(tenant.plan(Map.of("object", "project"), "ID", "name", "priority"));
  }

  private Receipt send(Plan plan) {
    List<Record> records =
        List.of(record(plan, Tenant.ID_1, "A", "1"), record(plan, Tenant.ID_2, "B", "2"));
    Exchange update = plan.write(new Work.Records(records));
    HttpRequest sent = plan.authorise(update.request());
    HttpAnswer answer = tenant.http.once(sent);
    return update.read(sent, answer);
  }

  private static Record record(Plan plan, String... cells) {
    return ((Mapped.Sendable) plan.mapper().map(new Row(1, List.of(cells)))).record();
  }

  @Test
  void confirms_what_came_back_as_it_was_sent() {
    Receipt receipt = send(Tenant.json(200, BOTH));

    assertThat(receipt).isInstanceOf(Receipt.Delivered.class);
    assertThat(((Receipt.Delivered) receipt).written())
        .hasSize(2)
        .allSatisfy(delivery -> assertThat(delivery.differences()).isEmpty())
        .extracting(delivery -> delivery.record().key())
        .containsExactly(Tenant.ID_1, Tenant.ID_2);
    assertThat(tenant.requests(Tenant.PROJ))
        .singleElement()
        .satisfies(
            sent -> {
              assertThat(sent.getUrl()).isEqualTo(Tenant.PROJ + "?fields=name%2Cpriority");
              assertThat(sent.getHeader("apiKey")).isEqualTo(Tenant.API_KEY);
              assertThat(sent.getBodyAsString())
                  .isEqualTo(
                      "[{%s,\"name\":\"A\",\"priority\":1},{%s,\"name\":\"B\",\"priority\":2}]"
                          .formatted(ONE, TWO));
            });
  }

  @Test
  void matches_by_id_and_not_by_order_or_case() {
    String turned =
        "{\"data\":[{%s,\"name\":\"B\",\"priority\":\"2\"},{%s,\"name\":\"A\",\"priority\":1}]}"
            .formatted(TWO.replace("4c", "4C"), ONE);
    Receipt receipt = send(Tenant.json(200, turned));

    assertThat(receipt).isInstanceOf(Receipt.Delivered.class);
    assertThat(((Receipt.Delivered) receipt).written())
        .hasSize(2)
        .allSatisfy(delivery -> assertThat(delivery.differences()).isEmpty());
  }

  @Test
  void reports_each_field_that_holds_another_value_with_both() {
    String other =
        "{\"data\":[{%s,\"name\":\"X\",\"priority\":null},{%s,\"priority\":2}]}"
            .formatted(ONE, TWO);
    Receipt receipt = send(Tenant.json(200, other));

    assertThat(receipt).isInstanceOf(Receipt.Delivered.class);
    assertThat(((Receipt.Delivered) receipt).written())
        .extracting(Receipt.Written::differences)
        .containsExactly(
            List.of(new Difference("name", "A", "X"), new Difference("priority", "1", "(empty)")),
            List.of(new Difference("name", "B", "(not returned)")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "application/json|{\"data\":{\"success\":true}}|names no objects",
        "application/json|{\"data\":[]}|names 0 objects of 2",
        "application/json|{\"data\":[{`ID1`}]}|names 1 objects of 2",
        "application/json|{\"data\":[{`ID1`},{`ID1`}]}|twice",
        "application/json|{\"data\":[{`ID1`},{`ID2`},{\"ID\":\"x\"}]}|not sent",
        "application/json|{\"data\":[{`ID1`},{\"name\":\"B\"}]}|without ID",
        "application/json|{\"data\":[{`ID1`},{`ID2`}|not complete JSON",
        "application/json|{\"data\":[{`ID1`},{`ID2`}]} tail|not complete JSON",
        "application/json|[{`ID1`},{`ID2`}]|not complete JSON",
        "application/json|true|not complete JSON",
        "application/json|` `|not complete JSON",
        "text/html|<html>ok</html>|not complete JSON",
        "text/plain|{\"data\":[{`ID1`},{`ID2`}]}|not complete JSON"
      })
  void takes_an_answer_that_does_not_name_every_record_for_unknown(
      String type, String body, String reason) {
    String text = body.replace("`ID1`", ONE).replace("`ID2`", TWO);
    CallFailure failure =
        catchThrowableOfType(
            CallFailure.class,
            () ->
                send(
                    new ResponseDefinitionBuilder()
                        .withStatus(200)
                        .withHeader("Content-Type", type)
                        .withBody(text)));

    assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(failure).hasMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "422|application/json|{\"error\":{\"class\":\"c\",\"message\":\"no such field\"}}|no such field",
        "404|application/json|{\"error\":{\"message\":\"Project not found\"}}|Project not found",
        "403|application/json|{\"error\":{\"class\":\"com.attask.X\"}}|com.attask.X",
        "400|application/json|{\"error\":\"plain\"}|plain",
        "200|application/json|{\"error\":{\"message\":\"Whoops\"}}|Whoops",
        "200|application/json|{\"error\":{},\"data\":[]}|{}",
        "413|text/html|<h1>too large</h1>|413 <h1>too large</h1>",
        "422|application/json|{\"error\":{\"message\":\"no 'json' in 'updates'\"}}|no 'json' in 'updates'",
        "422|application/json|{\"error\":{\"message\":\"no JSON body\"}}|no JSON body (if this tenant takes no JSON bodies, set account.workfront.request-body=updates)",
        "422|application/json|{\"error\":{\"message\":\"key canary-key-4711?\"}}|key •••?"
      })
  void hands_on_the_words_of_a_refusal(int status, String type, String body, String words) {
    Receipt receipt =
        send(
            new ResponseDefinitionBuilder()
                .withStatus(status)
                .withHeader("Content-Type", type)
                .withBody(body));

    assertThat(receipt).isEqualTo(new Receipt.Refused(words));
  }

  @Test
  void names_the_column_whose_field_was_refused() {
    Receipt receipt =
        send(
            Tenant.json(
                422,
                "{\"error\":{\"message\":\"APIModel V20_0 does not support field priority (Project)\"}}"));

    assertThat(receipt)
        .isEqualTo(
            new Receipt.Refused(
                "APIModel V20_0 does not support field priority (Project)", "priority"));
  }

  @ParameterizedTest
  @CsvSource({
    "404,MISDIRECTED",
    "410,MISDIRECTED",
    "302,MISDIRECTED",
    "405,MISDIRECTED",
    "429,THROTTLED",
    "500,UNKNOWN",
    "502,UNKNOWN",
    "504,UNKNOWN",
    "408,UNKNOWN"
  })
  void fails_the_call_if_the_answer_is_not_about_the_records(int status, Outcome outcome) {
    CallFailure failure =
        catchThrowableOfType(
            CallFailure.class, () -> send(Tenant.html(status, "echo " + Tenant.API_KEY)));

    assertThat(failure.outcome()).isEqualTo(outcome);
    assertThat(failure).hasMessageNotContaining("canary");
  }

  @Test
  void keeps_what_retry_after_asked() {
    CallFailure failure =
        catchThrowableOfType(
            CallFailure.class, () -> send(Tenant.json(429, "{}").withHeader("Retry-After", "7")));

    assertThat(failure.retryAfter()).contains(java.time.Duration.ofSeconds(7));
  }

  @Test
  void gives_up_when_the_key_is_refused() {
    Throwable failure =
        catchThrowable(() -> send(Tenant.json(401, "{\"error\":{\"message\":\"not logged in\"}}")));

    assertThat(failure).isInstanceOf(WritebackException.class);
    assertThat(((WritebackException) failure).code()).isEqualTo(Code.DESTINATION_LOGIN);
    assertThat(failure).hasMessageContaining("account.workfront.api-key");
  }

  @Test
  void asks_for_another_try_when_a_session_that_worked_is_refused() {
    tenant.withSession();
    tenant.server.stubFor(
        com.github.tomakehurst.wiremock.client.WireMock.post(urlPathEqualTo(Tenant.LOGIN))
            .willReturn(Tenant.json(200, "{\"data\":{\"sessionID\":\"canary-session\"}}")));
    CallFailure failure =
        catchThrowableOfType(
            CallFailure.class, () -> send(Tenant.html(401, "expired canary-session")));

    assertThat(failure.outcome()).isEqualTo(Outcome.UNAUTHORISED);
    assertThat(failure).hasMessageNotContaining("canary");

    assertThat(send(Tenant.json(200, BOTH))).isInstanceOf(Receipt.Delivered.class);
    assertThat(tenant.requests(Tenant.LOGIN)).hasSize(2);
  }

  @Test
  void takes_one_object_for_an_array_of_one() {
    tenant.server.stubFor(
        put(urlPathEqualTo(Tenant.PROJ))
            .willReturn(Tenant.json(200, "{\"data\":{%s,\"name\":\"A\"}}".formatted(ONE))));
    Plan plan = tenant.plan(Map.of("object", "project"), "ID", "name");
    List<Record> records = List.of(record(plan, Tenant.ID_1, "A"));
    Exchange update = plan.write(new Work.Records(records));
    HttpRequest sent = plan.authorise(update.request());

    assertThat(update.read(sent, tenant.http.once(sent)))
        .isEqualTo(new Receipt.Delivered(List.of(new Receipt.Written(records.get(0), List.of()))));
  }

  @Test
  void shows_of_long_texts_the_part_where_they_differ() {
    String long1 = "x".repeat(5_000) + "A" + "y".repeat(5_000);
    tenant.server.stubFor(
        put(urlPathEqualTo(Tenant.PROJ))
            .willReturn(
                Tenant.json(
                    200,
                    "{\"data\":[{%s,\"name\":\"%s\"}]}".formatted(ONE, long1.replace('A', 'B')))));
    Plan plan = tenant.plan(Map.of("object", "project"), "ID", "name");
    List<Record> records = List.of(record(plan, Tenant.ID_1, long1));
    Exchange update = plan.write(new Work.Records(records));
    HttpRequest sent = plan.authorise(update.request());
    Receipt receipt = update.read(sent, tenant.http.once(sent));

    assertThat(((Receipt.Delivered) receipt).written().get(0).differences())
        .containsExactly(
            new Difference(
                "name",
                "…" + "x".repeat(40) + "A" + "y".repeat(159) + "…",
                "…" + "x".repeat(40) + "B" + "y".repeat(159) + "…"));
  }

  @Test
  void tells_what_it_has_decided() {
    Plan plan = tenant.plan(Map.of("object", "project"), "ID", "Project Status", "Weather");

    assertThat(plan.target()).isEqualTo("workfront:localhost:" + tenant.server.port() + "/PROJ");
    assertThat(plan.columns().unmatched()).containsExactly("Weather");
    assertThat(plan.describe())
        .containsEntry("apiVersion", "v20.0")
        .containsKeys("metadataDigest", "mapping");
    assertThat(plan.describe().get("mapping"))
        .extracting("keyColumn", "table")
        .satisfiesExactly(
            key -> assertThat(key).isEqualTo("ID"),
            table -> assertThat((List<?>) table).hasSize(3));
    assertThat(plan.columns().mapping()).hasSize(3);
    assertThat(StrictJson.MAPPER.valueToTree(plan.describe()).toString()).doesNotContain("canary");
  }
}
