package io.writeback.destination.workfront.update;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.writeback.dataset.Row;
import io.writeback.destination.Exchange;
import io.writeback.destination.FakePlan;
import io.writeback.destination.Mapped;
import io.writeback.destination.Plan;
import io.writeback.destination.ReadBack;
import io.writeback.destination.ReadBack.State;
import io.writeback.destination.Record;
import io.writeback.destination.RowReject;
import io.writeback.destination.workfront.Tenant;
import io.writeback.http.CallFailure;
import io.writeback.http.HttpRequest;
import io.writeback.http.Outcome;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadBackTest {
  private static final String SESSION = "/attask/api/v20.0/session";
  private static final String SEARCH = Tenant.PROJ + "/search";
  private static final Instant SINCE = Instant.parse("2026-03-01T12:00:00Z");
  private static final String ME = "00000000000000000000000000000aaa";
  private static final String ANN = "00000000000000000000000000000bbb";

  /** Metadata of an object that says when it was changed and by whom. */
  private static final String TELLING =
      Tenant.METADATA.replace(
          "\"fields\":{",
          "\"fields\":{\"lastUpdateDate\":{\"fieldType\":\"dateTime\",\"flags\":[\"READ_ONLY\"]},"
              + "\"lastUpdatedByID\":{\"fieldType\":\"string\",\"flags\":[\"READ_ONLY\"]},");

  private final Tenant tenant = new Tenant();

  ReadBackTest() {
    metadata(TELLING);
    session(
        Tenant.json(
            200, "{\"data\":{\"userID\":\"" + ME.toUpperCase(java.util.Locale.ROOT) + "\"}}"));
  }

  @AfterEach
  void close() throws IOException {
    tenant.close();
  }

  private void metadata(String body) {
    tenant.server.stubFor(
        get(urlPathEqualTo(Tenant.PROJ + "/metadata")).willReturn(Tenant.json(200, body)));
  }

  private void session(ResponseDefinitionBuilder answer) {
    tenant.server.stubFor(get(urlPathEqualTo(SESSION)).willReturn(answer));
  }

  private void found(ResponseDefinitionBuilder answer) {
    tenant.server.stubFor(get(urlPathEqualTo(SEARCH)).willReturn(answer));
  }

  private void found(String... objects) {
    found(Tenant.json(200, "{\"data\":[" + String.join(",", objects) + "]}"));
  }

  private static String object(String id, String name, String changed, String by) {
    return "{\"ID\":\"%s\",\"objCode\":\"PROJ\",\"name\":\"%s\",\"priority\":1,\"lastUpdateDate\":\"%s\",\"lastUpdatedByID\":\"%s\"}"
        .formatted(id, name, changed, by);
  }

  private Plan plan() {
    return tenant.plan(Map.of("object", "project"), "ID", "name", "priority", "auditNote");
  }

  private static Record record(Plan plan, String... cells) {
    return ((Mapped.Sendable) plan.mapper().map(new Row(4, Arrays.asList(cells)))).record();
  }

  private ReadBack ask(Plan plan, Record... records) {
    List<Record> asked = List.of(records);
    Exchange question = plan.readBack(asked, SINCE).orElseThrow();
    HttpRequest sent = plan.authorise(question.request());
    return (ReadBack) question.read(sent, tenant.http.once(sent));
  }

  private ReadBack.Entry askOne() {
    Plan plan = plan();
    List<ReadBack.Entry> entries = ask(plan, record(plan, Tenant.ID_1, "A", "1", null)).entries();
    assertThat(entries).hasSize(1);
    return entries.get(0);
  }

  @Test
  void tells_for_each_record_in_its_order_what_the_object_holds() {
    found(
        object(
            Tenant.ID_2.toUpperCase(java.util.Locale.ROOT),
            "A",
            "2026-03-01T13:00:00:000+0000",
            ANN),
        object(Tenant.ID_1, "B", "2026-03-01T13:00:00:000+0000", ME));
    Plan plan = plan();
    Record other = record(plan, Tenant.ID_1, "A", "1", null);
    Record gone = record(plan, "4c78821c0000d6fa8d5e52f07a1d54d2", "A", "1", null);
    Record holds = record(plan, Tenant.ID_2, "A", "1", null);

    assertThat(ask(plan, other, gone, holds).entries())
        .containsExactly(
            new ReadBack.Entry(other, State.OTHER_VALUES),
            new ReadBack.Entry(gone, State.GONE),
            new ReadBack.Entry(holds, State.HOLDS));
  }

  @Test
  void a_change_by_another_client_since_the_intent_is_a_conflict_that_says_who_and_when() {
    found(object(Tenant.ID_1, "B", "2026-03-01T08:00:00:001-0400", ANN));
    ReadBack.Entry entry = askOne();

    assertThat(entry.state()).isEqualTo(State.CONFLICT);
    assertThat(entry.reject())
        .isEqualTo(
            new RowReject(
                4,
                Tenant.ID_1,
                Code.CONFLICT,
                "",
                "the user "
                    + ANN
                    + " changed the object at 2026-03-01T12:00:00.001Z, while it was in doubt whether this row was written: name is \"B\" and should be \"A\""));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-01T12:00:00:000+0000," + ANN,
    "2026-03-01T11:59:59:999+0000," + ANN,
    "2026-03-01T13:00:00:000+0000," + ME,
    "2026-03-01T13:00:00:000+0000,''",
    "2026-03-01T13:00:00:000," + ANN,
    "2026-03-02," + ANN,
    "soon," + ANN,
    "''," + ANN
  })
  void other_values_are_sent_again_unless_it_is_certain_that_another_client_changed_them_since(
      String changed, String by) {
    found(object(Tenant.ID_1, "B", changed, by));

    assertThat(askOne().state()).isEqualTo(State.OTHER_VALUES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"data\":{}}",
        "{\"data\":{\"userID\":\" \"}}",
        "{\"error\":{\"message\":\"no\"}}",
        "<h1>"
      })
  void nobody_is_accused_if_it_is_not_known_who_we_are(String session) {
    session(Tenant.json(200, session));
    found(object(Tenant.ID_1, "B", "2026-03-01T13:00:00:000+0000", ANN));

    assertThat(askOne().state()).isEqualTo(State.OTHER_VALUES);
  }

  @Test
  void nobody_is_accused_where_the_object_does_not_tell_who_changed_it() {
    metadata(Tenant.METADATA);
    found(object(Tenant.ID_1, "B", "2026-03-01T13:00:00:000+0000", ANN));
    ReadBack.Entry entry = askOne();

    assertThat(tenant.requests(SESSION)).isEmpty();
    assertThat(tenant.requests(SEARCH))
        .singleElement()
        .satisfies(sent -> assertThat(sent.getUrl()).doesNotContain("lastUpdate"));
    assertThat(entry.state()).isEqualTo(State.OTHER_VALUES);
  }

  @Test
  void we_ask_once_who_we_are() {
    found(object(Tenant.ID_1, "B", "2026-03-01T13:00:00:000+0000", ANN));

    assertThat(askOne().state()).isEqualTo(State.CONFLICT);
    assertThat(askOne().state()).isEqualTo(State.CONFLICT);
    assertThat(tenant.requests(SESSION)).hasSize(1);
  }

  @Test
  void we_ask_again_who_we_are_if_there_was_no_answer() {
    session(Tenant.html(404, "no"));
    found(object(Tenant.ID_1, "B", "2026-03-01T13:00:00:000+0000", ANN));
    assertThat(askOne().state()).isEqualTo(State.OTHER_VALUES);

    session(Tenant.json(200, "{\"data\":{\"userID\":\"" + ME + "\"}}"));
    assertThat(askOne().state()).isEqualTo(State.CONFLICT);
  }

  @Test
  void a_record_with_a_field_that_cannot_be_asked_for_is_never_confirmed() {
    found(object(Tenant.ID_1, "A", "2026-03-01T13:00:00:000+0000", ANN));
    Plan plan = plan();

    assertThat(ask(plan, record(plan, Tenant.ID_1, "A", "1", "Graz")).entries())
        .extracting(ReadBack.Entry::state)
        .containsExactly(State.UNKNOWN);
    assertThat(plan.readBack(List.of(record(plan, Tenant.ID_1, null, null, "Graz")), SINCE))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"422", "403", "404", "200"})
  void a_refusal_to_be_asked_tells_nothing(int status) {
    found(Tenant.json(status, "{\"error\":{\"message\":\"search is not offered\"}}"));

    assertThat(askOne().state()).isEqualTo(State.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "200|{\"data\":{\"success\":true}}|names no objects",
        "200|{}|names no objects",
        "200|{\"data\":[{\"name\":\"A\"}]}|without ID",
        "200|{\"data\":[{\"ID\":\"x\"}]}|not sent",
        "200|{\"data\":[|not complete JSON",
        "500|{\"error\":{\"message\":\"Whoops\"}}|500",
        "429|{}|429"
      })
  void an_answer_that_proves_nothing_fails_the_call_instead_of_calling_objects_gone(
      int status, String body, String message) {
    found(Tenant.json(status, body));
    CallFailure failure = catchThrowableOfType(CallFailure.class, this::askOne);

    assertThat(failure.outcome()).isEqualTo(status == 429 ? Outcome.THROTTLED : Outcome.UNKNOWN);
    assertThat(failure)
        .hasMessageContaining(message)
        .hasMessageNotContaining("may have been written");
  }

  @Test
  void a_refused_key_ends_it() {
    found(Tenant.json(401, "{\"error\":{\"message\":\"no canary-key-4711\"}}"));
    WritebackException failure = catchThrowableOfType(WritebackException.class, this::askOne);

    assertThat(failure.code()).isEqualTo(Code.DESTINATION_LOGIN);
    assertThat(failure).hasMessageNotContaining("canary");
  }

  @Test
  void a_destination_that_cannot_be_asked_knows_nothing() {
    Plan plan = FakePlan.taking(FakePlan.HUNDRED);
    List<Record> records = FakePlan.records(2);

    assertThat(plan.readBack(records, SINCE)).isEmpty();
    assertThat(ReadBack.unknown(records).entries())
        .extracting(ReadBack.Entry::state)
        .containsExactly(State.UNKNOWN, State.UNKNOWN);
  }

  @Test
  void only_a_conflict_is_rejected() {
    ReadBack.Entry entry = new ReadBack.Entry(FakePlan.records(1).get(0), State.GONE);

    assertThatThrownBy(entry::reject).isInstanceOf(IllegalStateException.class);
  }
}
