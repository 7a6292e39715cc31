package io.writeback.destination.workfront.update;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.writeback.dataset.Row;
import io.writeback.destination.Difference;
import io.writeback.destination.Exchange;
import io.writeback.destination.Mapped;
import io.writeback.destination.Plan;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.destination.Work;
import io.writeback.destination.workfront.Tenant;
import io.writeback.destination.workfront.account.UpdateBody;
import io.writeback.http.HttpRequest;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Objects without bulk update are edited one by one, if the tenant says that they can be. */
class SingleUpdateTest {
  private static final String QUED = "/attask/api/v20.0/qued";

  private final Tenant tenant = new Tenant();

  @AfterEach
  void close() throws IOException {
    tenant.close();
  }

  private Plan plan(String operations) {
    tenant.server.stubFor(
        get(urlPathEqualTo(QUED + "/metadata"))
            .willReturn(
                Tenant.json(
                    200,
                    """
                    {"data":{"objCode":"QUED","name":"QueueDef"%s,"fields":{
                      "ID":{"label":"ID","fieldType":"string"},
                      "isPublic":{"label":"Is Public","fieldType":"int"},
                      "shareMode":{"label":"Share Mode","fieldType":"string"}}}}
                    """
                        .formatted(operations))));
    return tenant.plan(Map.of("object", "queuedef"), "ID", "isPublic", "Share Mode");
  }

  private Plan editable() {
    return plan(",\"operations\":[\"get\",\"edit\"]");
  }

  private static Record record(Plan plan, String... cells) {
    return ((Mapped.Sendable) plan.mapper().map(new Row(1, List.of(cells)))).record();
  }

  private static Receipt send(Tenant tenant, Plan plan, Record record) {
    Exchange update = plan.write(new Work.Records(List.of(record)));
    HttpRequest sent = plan.authorise(update.request());
    return update.read(sent, tenant.http.once(sent));
  }

  @Test
  void puts_the_fields_of_one_object_to_its_own_address() {
    Plan plan = editable();

    HttpRequest request =
        plan.write(new Work.Records(List.of(record(plan, Tenant.ID_1, "2", "")))).request();

    assertThat(request.method()).isEqualTo("PUT");
    assertThat(request.uri().toString()).endsWith(QUED + "/" + Tenant.ID_1 + "?fields=isPublic");
    assertThat(new String(request.bytes(), StandardCharsets.UTF_8)).isEqualTo("{\"isPublic\":2}");
  }

  @Test
  void makes_batches_of_one_record_and_says_so() {
    Plan plan = editable();

    assertThat(plan.policy().records()).isEqualTo(1);
    assertThat(plan.warnings())
        .containsExactly(
            "Workfront has no bulk update for queuedef (QUED): its records go out one by one");
  }

  @Test
  void confirms_the_object_that_came_back() {
    Plan plan = editable();
    tenant.server.stubFor(
        put(urlPathEqualTo(QUED + "/" + Tenant.ID_1))
            .willReturn(
                Tenant.json(
                    200,
                    "{\"data\":{\"ID\":\"%s\",\"isPublic\":2,\"shareMode\":\"own\"}}"
                        .formatted(Tenant.ID_1))));

    Receipt receipt = send(tenant, plan, record(plan, Tenant.ID_1, "2", "all"));

    assertThat(((Receipt.Delivered) receipt).written())
        .singleElement()
        .satisfies(
            delivery ->
                assertThat(delivery.differences())
                    .containsExactly(new Difference("shareMode", "all", "own")));
  }

  @Test
  void gives_the_tenants_own_words_if_it_refuses_the_object() {
    Plan plan = editable();
    tenant.server.stubFor(
        put(urlPathEqualTo(QUED + "/" + Tenant.ID_1))
            .willReturn(
                Tenant.json(
                    422,
                    "{\"error\":{\"message\":\"Invalid Parameter: isPublic value \\\"9\\\"\"}}")));

    Receipt receipt = send(tenant, plan, record(plan, Tenant.ID_1, "9", ""));

    assertThat(receipt)
        .isEqualTo(new Receipt.Refused("Invalid Parameter: isPublic value \"9\"", "isPublic"));
  }

  @Test
  void refuses_an_object_of_which_the_tenant_does_not_say_that_it_can_be_edited() {
    WritebackException failure = catchThrowableOfType(WritebackException.class, () -> plan(""));

    assertThat(failure.code()).isEqualTo(Code.UNKNOWN_OBJECT);
    assertThat(failure)
        .hasMessageContaining("Workfront does not let queuedef (QUED) be edited")
        .hasMessageContaining("no bulk update")
        .hasMessageContaining("./writeback discover workfront");
  }

  @Test
  void refuses_an_object_of_which_the_tenant_says_that_it_cannot_be_edited() {
    assertThatThrownBy(() -> plan(",\"operations\":[\"get\",\"search\"]"))
        .hasMessageContaining("its operations are [\"get\",\"search\"]");
  }

  @Test
  void takes_one_record_a_call_only() {
    Record record = new Record(1, Tenant.ID_1, Map.of("a", "b"), 1);
    UpdateRequest update =
        new UpdateRequest(
            URI.create("https://example.com/qued"),
            false,
            new FieldList(List.of()),
            UpdateBody.JSON);

    assertThatThrownBy(() -> update.of(List.of(record, record)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
