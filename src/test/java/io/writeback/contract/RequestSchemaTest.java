package io.writeback.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The schemas accept what is documented and report everything else. */
final class RequestSchemaTest {
  private static final String ID = "0123456789abcdef0123456789abcdef";
  private static final String WORKFRONT = "/attask/api/v20.0";
  private static final String SHEET = "/spreadsheets/124e/sheets/242a";
  private static final String FORM = "application/x-www-form-urlencoded";

  private final RequestSchema workfront = WorkfrontSchema.requests();
  private final RequestSchema workiva = WorkivaSchema.requests();

  private static WireRequest request(
      String method, String target, String type, String body, String... headers) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    all.put("host", List.of("127.0.0.1"));
    for (int i = 0; i < headers.length; i += 2) {
      all.put(headers[i].toLowerCase(java.util.Locale.ROOT), List.of(headers[i + 1]));
    }
    if (!type.isEmpty()) {
      all.put("content-type", List.of(type));
    }
    return new WireRequest(method, target, all, body.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> workfront(String method, String target, String type, String body) {
    return workfront.problems(
        request(method, target, type, body, "Accept", "application/json", "sessionID", "abc"));
  }

  private List<String> put(String body) {
    return workfront("PUT", WORKFRONT + "/proj?fields=name", "application/json", body);
  }

  private List<String> workiva(String method, String target, String type, String body) {
    return workiva.problems(
        request(
            method, target, type, body, "Authorization", "Bearer t", "X-Version", "2026-01-01"));
  }

  private List<String> values(String range, String body) {
    return workiva("PUT", SHEET + "/values/" + range, "application/json", body);
  }

  @Test
  void workfront_what_is_documented_is_taken() {
    assertThat(put("[{\"ID\":\"" + ID + "\",\"name\":\"x\",\"DE:a b\":[\"c\"]}]")).isEmpty();
    assertThat(
            workfront(
                "PUT",
                WORKFRONT + "/proj",
                FORM,
                "updates=%5B%7B%22ID%22%3A%22" + ID + "%22%2C%22name%22%3Anull%7D%5D&fields=name"))
        .isEmpty();
    assertThat(
            workfront("PUT", WORKFRONT + "/qued/" + ID, "application/json", "{\"isPublic\":true}"))
        .isEmpty();
    assertThat(workfront("GET", WORKFRONT + "/proj/metadata", "", "")).isEmpty();
    assertThat(workfront("GET", WORKFRONT + "/session", "", "")).isEmpty();
    String parameters =
        "fields=name%2Clabel%2CdataType%2CdisplayType%2CrefObjCode%2CparameterOptions%3A*";
    assertThat(
            workfront(
                "GET",
                WORKFRONT
                    + "/param/search?"
                    + parameters
                    + "&%24%24LIMIT=2000&%24%24FIRST=4000&ID_Sort=asc",
                "",
                ""))
        .isEmpty();
    String search = "ID=" + ID + "&ID=" + ID.replace('0', '1') + "&ID_Mod=in&fields=name";
    assertThat(workfront("GET", WORKFRONT + "/proj/search?" + search + "&%24%24LIMIT=2000", "", ""))
        .isEmpty();
    String posted = search + "&%24%24LIMIT=2";
    assertThat(workfront("POST", WORKFRONT + "/proj/search", FORM, "method=GET&" + posted))
        .isEmpty();
    assertThat(workfront("POST", WORKFRONT + "/proj/search", FORM, posted))
        .anyMatch(text -> text.contains("method is missing"));
    assertThat(
            workfront.problems(
                request(
                    "POST",
                    WORKFRONT + "/login",
                    FORM,
                    "username=u&password=p",
                    "Accept",
                    "application/json")))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DELETE | /attask/api/v20.0/proj | method DELETE is unknown",
        "GET | /attask/api/v20.0/proj/count | path /attask/api/v20.0/proj/count is unknown",
        "GET | /attask/api/v15.0/session | path /attask/api/v15.0/session is unknown",
        "GET | /attask/api/v20.0/session?apiKey=x | credential apiKey is in the URL",
        "GET | /attask/api/v20.0/session?x=1 | parameter x is unknown",
        "GET | /attask/api/v20.0/proj/search?ID_Mod=in&fields=a&$$LIMIT=1 | ID is missing",
        "GET | /attask/api/v20.0/proj/search?ID=zz | parameter ID is \"zz\"",
        "GET | /attask/api/v20.0/param/search?fields=name,isActive | parameter fields is \"name,isActive\"",
        "GET | /attask/api/v20.0/param/search?$$LIMIT=2000 | ID_Sort is missing",
        "GET | /attask/api/v20.0/proj/search?$$LIMIT=2001 | parameter $$LIMIT is \"2001\"",
        "GET | /attask/api/v20.0/proj/search?fields=a&fields=b | fields comes 2 times",
      })
  void workfront_a_call_that_is_not_documented_is_named(
      String method, String target, String problem) {
    assertThat(workfront(method, target, "", "")).anyMatch(text -> text.contains(problem));
  }

  @Test
  void workfront_bad_headers_are_named() {
    String target = WORKFRONT + "/session";
    assertThat(workfront.problems(request("GET", target, "", "", "Accept", "application/json")))
        .containsExactly("0 headers with credentials");
    assertThat(
            workfront.problems(
                request(
                    "GET",
                    target,
                    "",
                    "",
                    "Accept",
                    "*/*",
                    "sessionID",
                    "a",
                    "apiKey",
                    "b",
                    "breadcrumbId",
                    "c")))
        .containsExactly(
            "header breadcrumbid is unknown", "Accept is \"*/*\"", "2 headers with credentials");
    assertThat(workfront("GET", target, "application/json", "{}"))
        .containsExactly("session: has a body", "session: has a content type and no body");
  }

  @Test
  void workfront_a_long_uri_is_named() {
    assertThat(workfront("GET", WORKFRONT + "/proj/metadata?" + "x".repeat(9_000), "", ""))
        .anyMatch(text -> text.startsWith("the URI has 9"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | is an array, not OBJECT",
        "[] | 0 records in one call",
        "[1] | a record is no object",
        "[{\"name\":\"x\"}] | a record has the ID \"\"",
        "[{\"ID\":\"ABC\",\"name\":\"x\"}] | a record has the ID \"ABC\"",
        "[{\"ID\":\"0123456789abcdef0123456789abcdef\"}] | a record has no field",
        "[{\"ID\":\"0123456789abcdef0123456789abcdef\",\"x\":1}] | asks for name and does not write",
        "[{\"name\":{\"a\":1}}] | field name is neither a value nor a list of values",
        "[{\"na me\":1}] | field \"na me\" is no name of a field",
        "[{\"name\":1,\"name\":2}] | body is no JSON",
        "[{\"name\":1}]] | body is no JSON",
        "'' | body is no JSON",
      })
  void workfront_a_bad_edit_is_named(String body, String problem) {
    assertThat(put(body)).anyMatch(text -> text.contains(problem));
  }

  @Test
  void workfront_too_many_records_and_one_twice_are_named() {
    String many =
        IntStream.rangeClosed(1, 101)
            .mapToObj(n -> "{\"ID\":\"%032x\",\"name\":1}".formatted(Math.min(n, 100)))
            .collect(Collectors.joining(",", "[", "]"));

    assertThat(put(many))
        .containsExactly(
            "bulk edit: 101 records in one call",
            "bulk edit: two records have the ID %032x".formatted(100));
  }

  @Test
  void workfront_the_wrong_content_type_is_named() {
    assertThat(
            workfront(
                "PUT",
                WORKFRONT + "/proj",
                "text/plain",
                "[{\"ID\":\"" + ID + "\",\"name\":\"x\"}]"))
        .containsExactly("bulk edit: content type is \"text/plain\", not application/json");
  }

  @Test
  void workfront_a_password_in_the_url_of_a_login_is_named() {
    assertThat(
            workfront.problems(
                request(
                    "POST",
                    WORKFRONT + "/login?username=u&password=p",
                    "",
                    "",
                    "Accept",
                    "application/json")))
        .contains("credential username is in the URL", "credential password is in the URL");
  }

  @Test
  void workiva_what_is_documented_is_taken() {
    String grant = "grant_type=client_credentials&client_id=a&client_secret=b";
    for (String path : List.of("/oauth2/token", "/iam/v1/oauth2/token")) {
      assertThat(workiva.problems(request("POST", path, FORM, grant, "X-Version", "2026-01-01")))
          .isEmpty();
    }
    assertThat(
            workiva.problems(
                request(
                    "POST",
                    "/oauth2/token",
                    "application/json",
                    "{\"grant_type\":\"client_credentials\",\"client_id\":\"a\",\"client_secret\":\"b\",\"scope\":\"file:read file:write\"}",
                    "X-Version",
                    "2026-01-01")))
        .isEmpty();
    assertThat(workiva("GET", "/spreadsheets?$maxpagesize=1000&%24next=abc", "", "")).isEmpty();
    assertThat(workiva("GET", "/spreadsheets/124e", "", "")).isEmpty();
    assertThat(workiva("GET", "/spreadsheets/124e/sheets", "", "")).isEmpty();
    assertThat(
            workiva("GET", SHEET + "/values/A%3AA?$valuestyle=raw&$maxcellsperpage=50000", "", ""))
        .isEmpty();
    assertThat(values("A1%3AB3", "{\"values\":[[\"a\",1.5],[null,\"\"]]}")).isEmpty();
    assertThat(values("%3A", "{\"values\":[]}")).isEmpty();
    assertThat(workiva("GET", "/operations/op1", "", "")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET | /platform/v1/spreadsheets | path /platform/v1/spreadsheets is unknown",
        "POST | /spreadsheets/124e/sheets/242a/values/A1 | method POST is unknown",
        "GET | /spreadsheets?$maxpagesize=1001 | parameter $maxpagesize is \"1001\"",
        "GET | /spreadsheets?name=x | parameter name is unknown",
        "GET | /spreadsheets?access_token=x | credential access_token is in the URL",
        "GET | /spreadsheets/1/sheets/2/values/A1?$maxcellsperpage=50001 | is \"50001\"",
        "GET | /spreadsheets/1/sheets/2/values/A1:B2 | the colon of the range is not encoded",
        "GET | /spreadsheets/1/sheets/2/values/$A$1 | \"$A$1\" is no range",
        "GET | /operations/op1?wait=true | parameter wait is unknown",
      })
  void workiva_a_call_that_is_not_documented_is_named(
      String method, String target, String problem) {
    assertThat(workiva(method, target, "", "")).anyMatch(text -> text.contains(problem));
  }

  @Test
  void workiva_bad_headers_are_named() {
    assertThat(workiva.problems(request("GET", "/spreadsheets", "", "", "X-Version", "2022-01-01")))
        .containsExactly("X-Version is \"2022-01-01\"", "Authorization is no bearer token");
    assertThat(
            workiva.problems(
                request(
                    "POST",
                    "/oauth2/token",
                    FORM,
                    "grant_type=password&client_id=a&x=1",
                    "Authorization",
                    "Basic YQ==")))
        .containsExactly(
            "X-Version is \"\"",
            "a request for a token has Authorization",
            "token: form parameter grant_type is \"password\"",
            "token: form parameter x is unknown",
            "token: form parameter client_secret is missing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "A1%3AB2 | [] | values is no array",
        "A1%3AB2 | {\"values\":[],\"range\":\"A1\"} | member range is unknown",
        "A1%3AB2 | {\"values\":[1]} | a row is no array",
        "A1%3AB2 | {\"values\":[[1,2],[3]]} | rows have 2 and 1 cells",
        "A1%3AB2 | {\"values\":[[{}]]} | a cell is neither text, number, boolean nor null",
        "A1%3AB2 | {\"values\":[[1],[2],[3]]} | 3 x 1 cells do not fit into A1:B2",
        "A1 | {\"values\":[[1,2]]} | 1 x 2 cells do not fit into A1",
        "ZZZ1 | {\"values\":[]} | is outside of any sheet",
      })
  void workiva_a_bad_block_is_named(String range, String body, String problem) {
    assertThat(values(range, body)).anyMatch(text -> text.contains(problem));
  }

  @Test
  void workiva_what_is_too_large_is_named() {
    assertThat(values("A1", "{\"values\":[[\"" + "x".repeat(8_193) + "\"]]}"))
        .containsExactly("write values: a cell has 8193 characters");
    List<String> rows = new ArrayList<>();
    for (int row = 0; row < 50_001; row++) {
      rows.add("[1]");
    }
    assertThat(values("A1%3AA60000", "{\"values\":[" + String.join(",", rows) + "]}"))
        .containsExactly("write values: 50001 cells in one request");
    assertThat(values("A1", "{\"values\":[[1]]}" + " ".repeat(10_485_760)))
        .containsExactly("the body has 10485776 bytes");
  }
}
