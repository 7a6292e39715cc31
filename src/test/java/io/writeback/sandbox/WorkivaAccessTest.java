package io.writeback.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.sandbox.workiva.Workiva;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Workiva: who may call, in which version, for how long and how often. */
class WorkivaAccessTest {
  private static final String LIST = "/spreadsheets";
  private WorkivaWire wire;

  @BeforeEach
  void start() throws IOException {
    wire = new WorkivaWire();
  }

  @AfterEach
  void stop() {
    wire.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/oauth2/token", "/iam/v1/oauth2/token"})
  void client_credentials_in_a_form_get_a_token_for_ten_minutes(String path) {
    Wire.Answer answer = wire.grant(path, WorkivaWire.credentials());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().fieldNames())
        .toIterable()
        .containsExactly("access_token", "expires_in", "scope", "token_type");
    assertThat(answer.json().get("expires_in").asInt()).isEqualTo(599);
    assertThat(answer.json().get("scope").asText()).isEqualTo("file:read file:write");
    assertThat(answer.json().get("token_type").asText()).isEqualTo("Bearer");
    assertThat(list(answer.json().get("access_token").asText()).status()).isEqualTo(200);
  }

  @Test
  void client_credentials_in_json_get_a_token_too() {
    String json =
        "{\"grant_type\":\"client_credentials\",\"client_id\":\"%s\",\"client_secret\":\"%s\"}"
            .formatted(Workiva.CLIENT_ID, Workiva.CLIENT_SECRET);

    Wire.Answer answer =
        wire.send(
            wire.anonymous("/oauth2/token")
                .header("X-Version", WorkivaWire.VERSION)
                .header("Content-Type", Wire.JSON)
                .POST(BodyPublishers.ofString(json)));

    assertThat(answer.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"/oauth2/token,401", "/iam/v1/oauth2/token,200"})
  void basic_credentials_are_for_the_older_address_only(String path, int status) {
    String pair = Workiva.CLIENT_ID + ":" + Workiva.CLIENT_SECRET;
    String basic = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));

    Wire.Answer answer =
        wire.send(
            wire.anonymous(path)
                .header("X-Version", WorkivaWire.VERSION)
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", Wire.FORM)
                .POST(BodyPublishers.ofString("grant_type=client_credentials")));

    assertThat(answer.status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "grant_type=client_credentials&client_id=x&client_secret=y,401,unauthorized_client",
    "grant_type=client_credentials,401,unauthorized_client",
    "grant_type=password&client_id=x&client_secret=y,400,invalid_request",
    "grant_type=client_credentials&grant_type=client_credentials,400,invalid_request",
    "'',400,invalid_request",
  })
  void bad_credentials_are_an_oauth_error(String form, int status, String error) {
    Wire.Answer answer = wire.grant("/oauth2/token", form);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.json().fieldNames())
        .toIterable()
        .containsExactly("error", "error_description", "error_uri");
    assertThat(answer.json().get("error").asText()).isEqualTo(error);
  }

  @Test
  void an_unknown_scope_is_refused() {
    Wire.Answer answer =
        wire.grant("/oauth2/token", WorkivaWire.credentials() + "&scope=data_tables%7Cw");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("error").asText()).isEqualTo("invalid_scope");
  }

  @Test
  void credentials_in_the_address_are_not_taken() {
    assertThat(wire.grant("/oauth2/token?" + WorkivaWire.credentials(), "").status())
        .isEqualTo(400);
  }

  @Test
  void the_newer_token_address_needs_the_version() {
    Wire.Answer answer =
        wire.send(
            wire.anonymous("/oauth2/token")
                .header("Content-Type", Wire.FORM)
                .POST(BodyPublishers.ofString(WorkivaWire.credentials())));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("error_description").asText()).contains("X-Version");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2021-01-01", "2026-01-02"})
  void every_call_needs_the_version(String version) {
    HttpRequest.Builder request =
        wire.anonymous(LIST).header("Authorization", "Bearer " + wire.token(""));
    if (!version.isEmpty()) {
      request.header("X-Version", version);
    }

    assertThat(WorkivaWire.refusal(wire.send(request))).isEqualTo("400BadRequest X-Version");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer x", "Basic x"})
  void without_a_token_nobody_is_let_in(String authorization) {
    HttpRequest.Builder request = wire.anonymous(LIST).header("X-Version", WorkivaWire.VERSION);
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }

    assertThat(WorkivaWire.refusal(wire.send(request))).isEqualTo("401Unauthorized Authorization");
  }

  @Test
  void a_token_ends_after_599_seconds() {
    String token = wire.token("");
    wire.set("{\"advanceMillis\":590000}");
    assertThat(list(token).status()).isEqualTo(200);

    wire.set("{\"advanceMillis\":9000}");

    assertThat(WorkivaWire.refusal(list(token))).isEqualTo("401Unauthorized Authorization");
  }

  @Test
  void the_life_of_tokens_can_be_short() {
    wire.set("{\"tokenLifetimeMillis\":2000}");
    Wire.Answer grant = wire.grant("/oauth2/token", WorkivaWire.credentials());
    assertThat(grant.json().get("expires_in").asInt()).isEqualTo(2);

    wire.set("{\"advanceMillis\":2000}");

    assertThat(list(grant.json().get("access_token").asText()).status()).isEqualTo(401);
  }

  @Test
  void all_tokens_can_be_revoked() {
    String before = wire.token("");

    wire.set("{\"revokeTokens\":true}");

    assertThat(list(before).status()).isEqualTo(401);
    assertThat(list(wire.token("")).status()).isEqualTo(200);
  }

  @Test
  void a_token_to_read_may_not_write() {
    Wire.Answer answer =
        wire.send(
            wire.anonymous(WorkivaWire.SHEET + "/values/A1")
                .header("X-Version", WorkivaWire.VERSION)
                .header("Authorization", "Bearer " + wire.token("file:read"))
                .header("Content-Type", Wire.JSON)
                .PUT(BodyPublishers.ofString("{\"values\":[[1]]}")));

    assertThat(WorkivaWire.refusal(answer)).isEqualTo("403Forbidden file:write");
  }

  @Test
  void a_token_to_write_may_not_read() {
    assertThat(WorkivaWire.refusal(list(wire.token("file:write"))))
        .isEqualTo("403Forbidden file:read");
  }

  @ParameterizedTest
  @CsvSource({"true,1", "false,-"})
  void more_requests_than_a_second_has_are_429(boolean header, String retryAfter) {
    wire.set("{\"retryAfterOn429\":" + header + ",\"requestsPerSecond\":1}");

    Wire.Answer answer = wire.get(LIST);
    for (int i = 0; i < 10 && answer.status() == 200; i++) {
      answer = wire.get(LIST);
    }

    assertThat(WorkivaWire.refusal(answer)).startsWith("429TooManyRequests");
    assertThat(answer.raw().headers().firstValue("Retry-After").orElse("-")).isEqualTo(retryAfter);
  }

  @Test
  void the_next_second_takes_requests_again() {
    wire.set("{\"requestsPerSecond\":1}");
    while (wire.get(LIST).status() == 200) {}

    wire.set("{\"advanceMillis\":1000}");

    assertThat(wire.get(LIST).status()).isEqualTo(200);
  }

  @Test
  void tokens_count_as_requests_too() {
    wire.set("{\"requestsPerSecond\":1}");

    Wire.Answer answer = wire.grant("/oauth2/token", WorkivaWire.credentials());
    for (int i = 0; i < 10 && answer.status() == 200; i++) {
      answer = wire.grant("/oauth2/token", WorkivaWire.credentials());
    }

    assertThat(answer.status()).isEqualTo(429);
  }

  @ParameterizedTest
  @CsvSource({
    "POST,/spreadsheets",
    "DELETE,/spreadsheets/s",
    "GET,/spreadsheets/s/sheets/a/values",
    "GET,/spreadsheets/s/tables/a/values/A1",
    "GET,/",
  })
  void what_is_not_there_is_404(String method, String path) {
    Wire.Answer answer = wire.send(wire.request(path).method(method, BodyPublishers.noBody()));

    assertThat(WorkivaWire.refusal(answer)).startsWith("404NotFound");
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/platform/v1/spreadsheets",
    "PUT,/spreadsheets/v1/spreadsheets/s/sheets/a/data/A1",
    "POST,/spreadsheets/s/sheets",
    "POST,/spreadsheets/s/sheets/a/update",
    "GET,/spreadsheets/s/sheets/a/sheetdata",
    "DELETE,/spreadsheets/s/sheets/a/dataset",
    "POST,/spreadsheets/s/datasets/bulkUpsert",
    "POST,/spreadsheets/s/links/publication",
    "GET,/operations/1/patchSheetResults",
    "GET,/spreadsheets?$filter=name",
    "GET,/spreadsheets?$orderBy=name",
  })
  void what_the_sandbox_does_not_imitate_is_refused_in_its_own_name(String method, String path) {
    assertNotImitated(wire.send(wire.request(path).method(method, BodyPublishers.noBody())));
  }

  @Test
  void the_older_version_is_not_imitated() {
    assertNotImitated(
        wire.send(
            wire.anonymous(LIST)
                .header("X-Version", "2022-01-01")
                .header("Authorization", "Bearer " + wire.token(""))));
  }

  private static void assertNotImitated(Wire.Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(501);
    assertThat(answer.json().get("sandboxError").asText()).contains("does not imitate");
  }

  private Wire.Answer list(String token) {
    return wire.send(
        wire.anonymous(LIST)
            .header("X-Version", WorkivaWire.VERSION)
            .header("Authorization", "Bearer " + token));
  }
}
