package io.writeback.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.sandbox.workiva.Workiva;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;

/** Speaks to the Workiva of a sandbox, which has one spreadsheet s with the sheets a and b. */
final class WorkivaWire implements AutoCloseable {
  static final String VERSION = "2026-01-01";
  static final String SHEET = "/spreadsheets/s/sheets/a";
  private static final String SHEETS =
      "\"sheets\":[{\"id\":\"a\",\"name\":\"A\"},{\"id\":\"b\",\"name\":\"B\"}]";

  private final Sandbox sandbox;
  private final Wire wire;
  private String token;

  /** Operations end at once and nothing limits the rate, unless a test changes that. */
  WorkivaWire() throws java.io.IOException {
    sandbox = Sandbox.start(SandboxSettings.onFreePorts().withDemoObjects(false));
    wire = new Wire(sandbox);
    set("{\"requestsPerSecond\":0,\"operationMillis\":0,\"retryAfterSeconds\":0}");
    spreadsheet("s", "{\"name\":\"S\"," + SHEETS + "}");
    token = token("");
  }

  Sandbox sandbox() {
    return sandbox;
  }

  Wire.Answer send(HttpRequest.Builder request) {
    return wire.send(request);
  }

  HttpRequest.Builder anonymous(String path) {
    return HttpRequest.newBuilder(URI.create(sandbox.workivaUrl() + path));
  }

  HttpRequest.Builder request(String path) {
    return anonymous(path).header("X-Version", VERSION).header("Authorization", "Bearer " + token);
  }

  Wire.Answer get(String path) {
    return send(request(path));
  }

  /** Follows an absolute link. */
  Wire.Answer follow(String link) {
    assertThat(link).startsWith(sandbox.workivaUrl() + "/");
    return get(link.substring(sandbox.workivaUrl().toString().length()));
  }

  /** Writes to sheet a. */
  Wire.Answer put(String range, String json) {
    return putTo(SHEET, range, json);
  }

  Wire.Answer putTo(String sheet, String range, String json) {
    return send(write(sheet, range, json));
  }

  HttpRequest.Builder write(String sheet, String range, String json) {
    return request(sheet + "/values/" + range)
        .header("Content-Type", Wire.JSON)
        .PUT(BodyPublishers.ofString(json));
  }

  static String location(Wire.Answer accepted) {
    assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
    return accepted.raw().headers().firstValue("Location").orElseThrow();
  }

  /** The operation of a write that was accepted. */
  JsonNode operation(Wire.Answer accepted) {
    return follow(location(accepted)).json();
  }

  String status(Wire.Answer accepted) {
    return operation(accepted).get("status").asText();
  }

  /** Writes to sheet a and sees to it that it is done. */
  void written(String range, String json) {
    assertThat(status(put(range, json))).isEqualTo("completed");
  }

  /** The cells of sheet a. */
  String csv() {
    return send(anonymous("/sandbox/sheets/s/a.csv")).body();
  }

  void fill(String csv) {
    admin("PUT", "/sandbox/sheets/s/a.csv", csv);
  }

  void set(String json) {
    admin("POST", "/sandbox/settings", json);
  }

  /** Puts the time at Workiva forward and logs in again. */
  void advance(long millis) {
    set("{\"advanceMillis\":" + millis + "}");
    token = token("");
  }

  void spreadsheet(String id, String json) {
    admin("PUT", "/sandbox/spreadsheets/" + id, json);
  }

  void locked(String json) {
    admin("PUT", "/sandbox/sheets/s/a/locked", json);
  }

  /** The next operations end like this. */
  void outcomes(String json) {
    admin("POST", "/sandbox/operations", json);
  }

  Wire.Answer admin(String method, String path, String body) {
    Wire.Answer answer = send(anonymous(path).method(method, BodyPublishers.ofString(body)));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer;
  }

  /** A token with that scope; all scopes when it is empty. */
  String token(String scope) {
    Wire.Answer answer =
        grant(
            "/oauth2/token",
            credentials() + (scope.isEmpty() ? "" : "&scope=" + Wire.encoded(scope)));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json().get("access_token").asText();
  }

  Wire.Answer grant(String path, String form) {
    return send(
        anonymous(path)
            .header("X-Version", VERSION)
            .header("Content-Type", Wire.FORM + ";charset=UTF-8")
            .POST(BodyPublishers.ofString(form)));
  }

  static String credentials() {
    return "grant_type=client_credentials&client_id="
        + Workiva.CLIENT_ID
        + "&client_secret="
        + Workiva.CLIENT_SECRET;
  }

  /** {@code {"values":[[…]]}} of rows of one value, as often as said. */
  static String block(int rows, int columns, String value) {
    String row = "[" + (value + ",").repeat(columns - 1) + value + "]";
    return "{\"values\":[" + (row + ",").repeat(rows - 1) + row + "]}";
  }

  /** A refusal in the vendor's form, in words of status and target. */
  static String refusal(Wire.Answer answer) {
    JsonNode json = answer.json();
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly("code", "message", "target", "details", "documentationUrl", "version");
    assertThat(json.get("version").asText()).isEqualTo(VERSION);
    assertThat(json.get("code").asText()).startsWith(String.valueOf(answer.status()));
    return json.get("code").asText() + " " + json.get("target").asText();
  }

  @Override
  public void close() {
    sandbox.close();
  }
}
