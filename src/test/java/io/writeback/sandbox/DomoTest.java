package io.writeback.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Domo side: tokens, metadata, export, query. */
class DomoTest {
  private static final String CSV =
      "id,name,amount,price,day,at,code,empty\n"
          + "1,\"a, \"\"b\"\"\nc\",5,1.5,2026-01-02,2026-01-02T03:04:05,007,\n"
          + "2,ü,,2,2026-01-03,2026-01-02 03:04:05,008,\"\"\n"
          + "3,z,7,3,2026-01-04,,009,";

  @TempDir private Path dir;
  private Sandbox sandbox;
  private Wire wire;
  private String id;

  @BeforeEach
  void start() throws IOException {
    Files.writeString(dir.resolve("t.csv"), "\uFEFF" + CSV);
    sandbox = Sandbox.start(SandboxSettings.onFreePorts().withDataDir(dir).withDemoObjects(false));
    wire = new Wire(sandbox);
    id = UUID.nameUUIDFromBytes("dataset:t.csv".getBytes(StandardCharsets.UTF_8)).toString();
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @ParameterizedTest
  @CsvSource({"data,data,200", "'',data user,200", "user data,data user,200", "user,user,403"})
  void a_token_is_good_for_the_scopes_that_were_asked_for(String asked, String scopes, int status) {
    Wire.Answer granted = token(asked);
    String token = granted.json().get("access_token").asText();

    assertThat(granted.json().get("scope").asText()).isEqualTo(scopes);
    assertThat(
            wire.send(wire.domo("/v1/datasets").header("Authorization", "bearer " + token))
                .status())
        .isEqualTo(status);
  }

  @Test
  void a_call_without_its_scope_is_refused_as_users_have_seen_it() {
    String token = token("user").json().get("access_token").asText();

    for (String path : new String[] {"/v1/datasets/" + id, "/v1/datasets/" + id + "/data"}) {
      assertThat(
              wire.send(wire.domo(path).header("Authorization", "bearer " + token))
                  .json()
                  .toString())
          .isEqualTo(
              "{\"error\":\"insufficient_scope\","
                  + "\"error_description\":\"Insufficient scope for this resource\","
                  + "\"scope\":\"data\"}");
    }
  }

  @Test
  void a_client_gets_no_scope_that_it_has_not() {
    assertThat(token("data dashboard").status()).isEqualTo(400);
    settings("{\"clientScopes\":\"user\"}");

    assertThat(token("data").json().get("error").asText()).isEqualTo("invalid_scope");
    assertThat(token("").json().get("scope").asText()).isEqualTo("user");
  }

  @ParameterizedTest
  @CsvSource({
    "POST,/v1/datasets",
    "PUT,/v1/datasets/x/data",
    "DELETE,/v1/datasets/x",
    "GET,/v1/users",
    "POST,/v1/projects",
    "GET,/v1/datasets/x/policies"
  })
  void what_the_sandbox_does_not_imitate_is_refused_in_its_own_name(String method, String path) {
    Wire.Answer answer =
        wire.send(
            wire.domo(path)
                .header("Authorization", "bearer " + wire.domoToken())
                .method(method, BodyPublishers.noBody()));

    assertThat(answer.status()).isEqualTo(501);
    assertThat(answer.json().get("sandboxError").asText()).contains("does not imitate");
  }

  private Wire.Answer token(String scope) {
    return wire.send(
        wire.domo("/oauth/token?grant_type=client_credentials&scope=" + Wire.encoded(scope))
            .header("Authorization", Wire.basic()));
  }

  private void settings(String json) {
    wire.send(wire.domo("/sandbox/settings").POST(BodyPublishers.ofString(json)));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "GET,?grant_type=client_credentials&scope=data,-",
        "POST,?grant_type=client_credentials&scope=data,-",
        "POST,'',grant_type=client_credentials&scope=data",
      })
  void a_token_is_granted_in_every_form(String method, String query, String form) {
    var body = form == null ? BodyPublishers.noBody() : BodyPublishers.ofString(form);

    Wire.Answer answer =
        wire.send(
            wire.domo("/oauth/token" + query)
                .header("Authorization", Wire.basic())
                .header("Content-Type", Wire.FORM)
                .method(method, body));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("expires_in").asInt()).isEqualTo(3599);
    String claims = answer.json().get("access_token").asText().split("\\.")[1];
    assertThat(new String(Base64.getUrlDecoder().decode(claims), StandardCharsets.UTF_8))
        .contains("\"exp\":");
  }

  @Test
  void wrong_credentials_get_no_token() {
    Wire.Answer answer =
        wire.send(
            wire.domo("/oauth/token?grant_type=client_credentials")
                .header("Authorization", "Basic YTpi"));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.json().has("toe")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer nonsense"})
  void without_a_good_token_the_answer_is_403(String authorization) {
    Wire.Answer answer =
        wire.send(wire.domo("/v1/datasets/" + id).header("Authorization", authorization));

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.json().get("status").asInt()).isEqualTo(403);
    assertThat(answer.json().has("toe")).isTrue();
  }

  @Test
  void an_expired_token_is_401_on_metadata_and_406_on_the_export() {
    String token = wire.domoToken();
    sandbox.domo().expireTokens();

    Wire.Answer metadata = get("/v1/datasets/" + id, token);
    assertThat(metadata.status()).isEqualTo(401);
    assertThat(metadata.raw().headers().firstValue("WWW-Authenticate"))
        .hasValueSatisfying(h -> assertThat(h).contains("invalid_token").contains("Jwt expired"));
    assertThat(get("/v1/datasets/" + id + "/data", token).status()).isEqualTo(406);

    sandbox.domo().expiredExportIs406(false);
    assertThat(get("/v1/datasets/" + id + "/data", token).status()).isEqualTo(401);
  }

  @Test
  void a_token_lasts_as_long_as_it_is_set_to() {
    sandbox.domo().tokenLifetime(Duration.ofMillis(5));
    String token = wire.domoToken();

    await().untilAsserted(() -> assertThat(get("/v1/datasets", token).status()).isEqualTo(401));
  }

  @Test
  void metadata_has_the_schema_and_the_row_count() {
    JsonNode metadata = get("/v1/datasets/" + id).json();

    assertThat(metadata.get("rows").asInt()).isEqualTo(3);
    assertThat(metadata.at("/schema/columns").findValuesAsText("type"))
        .containsExactly(
            "LONG", "STRING", "LONG", "DOUBLE", "DATE", "DATETIME", "STRING", "STRING");
    assertThat(metadata.at("/schema/columns/0/name").asText()).isEqualTo("id");
    assertThat(metadata.get("pdpEnabled").asBoolean()).isFalse();
  }

  @Test
  void unknown_data_sets_are_404_with_a_trace_id() {
    Wire.Answer answer = get("/v1/datasets/" + UUID.randomUUID());

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.json().get("toe").asText()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({"?limit=50,200", "?limit=51,400", "?limit=0,400", "?nameLike=T.c,200"})
  void the_list_has_pages_of_at_most_50(String query, int status) {
    Wire.Answer answer = get("/v1/datasets" + query);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(status == 400 || answer.json().get(0).get("id").asText().equals(id)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"true", "True"})
  void the_export_is_the_file_byte_for_byte_without_its_mark(String header) {
    Wire.Answer answer = get("/v1/datasets/" + id + "/data?includeHeader=" + header);

    assertThat(answer.body()).isEqualTo(CSV);
    assertThat(answer.raw().headers().firstValue("Content-Type"))
        .hasValueSatisfying(t -> assertThat(t).startsWith("text/csv"));
    assertThat(answer.raw().headers().firstValue("Content-Length")).isEmpty();
  }

  @Test
  void the_header_comes_only_when_asked_for() {
    assertThat(get("/v1/datasets/" + id + "/data").body())
        .isEqualTo(CSV.substring(CSV.indexOf('\n') + 1));
  }

  @ParameterizedTest
  @CsvSource({
    "application/json,406",
    "text/csv,200",
    "*/*,200",
    "'application/json, text/csv',200"
  })
  void the_export_is_only_for_those_who_accept_csv(String accept, int status) {
    assertThat(
            wire.send(
                    wire.domo("/v1/datasets/" + id + "/data")
                        .header("Authorization", "bearer " + wire.domoToken())
                        .header("Accept", accept))
                .status())
        .isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT COUNT(*) FROM table          | COUNT(*)",
        "select count(*) as n from `@`       | n",
        "SELECT COUNT(1) FROM tbl            | COUNT(1)",
      })
  void rows_are_counted_by_query(String sql, String column) {
    JsonNode answer = query(sql.replace("@", id)).json();

    assertThat(answer.at("/rows/0/0").asInt()).isEqualTo(3);
    assertThat(answer.at("/columns/0").asText()).isEqualTo(column);
    assertThat(answer.get("datasource").asText()).isEqualTo(id);
    assertThat(answer.get("numRows").asInt()).isEqualTo(1);
  }

  @Test
  void rows_are_selected_with_limit_and_offset() {
    JsonNode answer = query("SELECT * FROM table ORDER BY `id` LIMIT 1 OFFSET 1").json();

    assertThat(answer.get("rows").toString())
        .isEqualTo("[[2,\"ü\",null,2,\"2026-01-03\",\"2026-01-02 03:04:05\",\"008\",null]]");
  }

  @Test
  void other_sql_is_refused() {
    assertThat(query("DROP TABLE x").status()).isEqualTo(400);
  }

  @Test
  void with_pdp_the_export_and_the_count_are_smaller_than_the_metadata() {
    knobs("{\"pdpEnabled\":true,\"exportedRows\":1}");

    assertThat(get("/v1/datasets/" + id).json().get("rows").asInt()).isEqualTo(3);
    assertThat(get("/v1/datasets/" + id).json().get("pdpEnabled").asBoolean()).isTrue();
    assertThat(query("SELECT COUNT(*) FROM t").json().at("/rows/0/0").asInt()).isEqualTo(1);
    assertThat(get("/v1/datasets/" + id + "/data").body()).startsWith("1,\"a, ").endsWith("007,\n");
  }

  @Test
  void a_truncated_export_keeps_its_count() {
    knobs("{\"truncateAfterRows\":2}");

    assertThat(get("/v1/datasets/" + id + "/data").body()).endsWith("008,\"\"\n");
    assertThat(query("SELECT COUNT(*) FROM t").json().at("/rows/0/0").asInt()).isEqualTo(3);
  }

  @Test
  void the_data_may_change_during_the_next_export() {
    String before = get("/v1/datasets/" + id).json().get("dataCurrentAt").asText();
    knobs("{\"changesDuringExport\":1}");

    get("/v1/datasets/" + id + "/data");
    String after = get("/v1/datasets/" + id).json().get("dataCurrentAt").asText();
    get("/v1/datasets/" + id + "/data");

    assertThat(after).isNotEqualTo(before);
    assertThat(get("/v1/datasets/" + id).json().get("dataCurrentAt").asText()).isEqualTo(after);
  }

  private static final String NEW_ROWS =
      CSV.replace("3,z,7,3,2026-01-04,,009,", "3,new,7,3,2026-01-04,,009,");

  private void filledAgain(String csv) throws IOException {
    Path file = dir.resolve("t.csv");
    Instant later = Files.getLastModifiedTime(file).toInstant().plusSeconds(5);
    Files.writeString(file, csv);
    Files.setLastModifiedTime(file, FileTime.from(later));
  }

  private String exported() {
    return get("/v1/datasets/" + id + "/data?includeHeader=true").body();
  }

  @Test
  void the_rows_may_come_so_many_exports_after_the_metadata() throws IOException {
    knobs("{\"lagExports\":2}");
    String before = get("/v1/datasets/" + id).json().get("dataCurrentAt").asText();
    assertThat(exported()).isEqualTo(CSV);

    filledAgain(NEW_ROWS + "\n4,more,,,,,,");

    JsonNode metadata = get("/v1/datasets/" + id).json();
    assertThat(metadata.get("dataCurrentAt").asText()).isNotEqualTo(before);
    assertThat(metadata.get("rows").asInt()).isEqualTo(4);
    assertThat(query("SELECT COUNT(*) FROM t").json().at("/rows/0/0").asInt()).isEqualTo(3);
    assertThat(exported()).isEqualTo(CSV);
    assertThat(exported()).isEqualTo(CSV);
    assertThat(exported()).isEqualTo(NEW_ROWS + "\n4,more,,,,,,");
  }

  @Test
  void the_rows_may_come_some_time_after_the_metadata() throws IOException {
    knobs("{\"lagMillis\":1500}");
    Path file = dir.resolve("t.csv");
    Files.writeString(file, NEW_ROWS);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now()));

    assertThat(exported()).isEqualTo(CSV);

    await().untilAsserted(() -> assertThat(exported()).isEqualTo(NEW_ROWS));
  }

  @Test
  void of_the_new_rows_only_the_first_may_be_there() throws IOException {
    knobs("{\"lagExports\":1,\"lagRows\":1}");

    filledAgain(CSV.replace("007", "077"));

    assertThat(exported()).endsWith("077,\n").doesNotContain("008");
    assertThat(exported()).contains("008");
  }

  @ParameterizedTest
  @CsvSource({"empty, ''", "mark, \\N", "quoted, '\"\"'"})
  void null_has_the_form_that_a_knob_says(String nullAs, String form) {
    knobs("{\"nullAs\":\"" + nullAs + "\"}");

    assertThat(exported())
        .isEqualTo(
            "id,name,amount,price,day,at,code,empty\n"
                + "1,\"a, \"\"b\"\"\nc\",5,1.5,2026-01-02,2026-01-02T03:04:05,007,@\n"
                    .replace("@", form)
                + "2,ü,@,2,2026-01-03,2026-01-02 03:04:05,008,\"\"\n".replace("@", form)
                + "3,z,7,3,2026-01-04,@,009,@".replace("@", form));
  }

  @Test
  void another_form_of_null_is_refused() {
    assertThat(
            wire.send(
                    wire.domo("/sandbox/datasets/" + id)
                        .POST(BodyPublishers.ofString("{\"nullAs\":\"nil\"}")))
                .status())
        .isEqualTo(400);
  }

  @Test
  void the_export_may_be_a_login_page() {
    knobs("{\"html\":true}");

    Wire.Answer answer = get("/v1/datasets/" + id + "/data");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).startsWith("<!DOCTYPE html>");
  }

  @Test
  void the_export_may_stall() {
    knobs("{\"stallAfterBytes\":20}");

    var body =
        wire.http()
            .sendAsync(
                wire.domo("/v1/datasets/" + id + "/data")
                    .header("Authorization", "bearer " + wire.domoToken())
                    .build(),
                java.net.http.HttpResponse.BodyHandlers.ofString());

    assertThatThrownBy(() -> body.get(500, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
  }

  @Test
  void the_export_may_be_cut() {
    knobs("{\"cutAfterBytes\":20}");

    assertThatThrownBy(() -> get("/v1/datasets/" + id + "/data"))
        .isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void a_data_set_may_be_closed_to_the_client_or_deleted() {
    knobs("{\"noAccess\":true}");
    assertThat(get("/v1/datasets/" + id).status()).isEqualTo(400);
    assertThat(get("/v1/datasets/" + id).body())
        .contains("Infrastructure problem (403): Access is denied");

    knobs("{\"noAccess\":false,\"deleted\":true}");
    assertThat(get("/v1/datasets/" + id).json().get("deleted").asBoolean()).isTrue();
    assertThat(get("/v1/datasets/" + id + "/data").status()).isEqualTo(404);
  }

  @Test
  void metadata_says_what_it_is_asked_to() {
    knobs("{\"rows\":9,\"types\":{\"price\":\"DECIMAL\"}}");

    JsonNode metadata = get("/v1/datasets/" + id).json();
    assertThat(metadata.get("rows").asInt()).isEqualTo(9);
    assertThat(metadata.at("/schema/columns/3/type").asText()).isEqualTo("DECIMAL");
  }

  @Test
  void an_unknown_knob_is_an_error() {
    assertThat(knobs("{\"nope\":1}").body()).contains("No knob is called nope");
  }

  private Wire.Answer get(String path) {
    return get(path, wire.domoToken());
  }

  private Wire.Answer get(String path, String token) {
    return wire.send(wire.domo(path).header("Authorization", "Bearer " + token));
  }

  private Wire.Answer query(String sql) {
    return wire.send(
        wire.domo("/v1/datasets/query/execute/" + id)
            .header("Authorization", "Bearer " + wire.domoToken())
            .POST(BodyPublishers.ofString("{\"sql\":\"" + sql + "\"}")));
  }

  private Wire.Answer knobs(String json) {
    return wire.send(wire.domo("/sandbox/datasets/" + id).POST(BodyPublishers.ofString(json)));
  }
}
