package io.writeback.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.cli.Home;
import io.writeback.dataset.ColumnType;
import io.writeback.destination.DestinationType;
import io.writeback.destination.Held;
import io.writeback.destination.workiva.WorkivaType;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.http.Faults;
import io.writeback.sandbox.http.Json;
import io.writeback.sandbox.workiva.Workiva;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Workiva: the cells of rows, which are where they are. */
final class WorkivaLookTest extends LookContract {
  private static final String VALUES = "/spreadsheets/s/sheets/a/values/";

  private final HttpClient client = HttpClient.newHttpClient();
  private Sandbox all;
  private String token;

  @Override
  protected DestinationContract.Service startService() throws IOException {
    all = Sandbox.start(Home.EMPTY);
    all.workiva().change("{\"requestsPerSecond\":0,\"operationMillis\":0,\"retryAfterSeconds\":0}");
    all.workiva().put("s", "{\"name\":\"S\",\"sheets\":[{\"id\":\"a\",\"name\":\"Data\"}]}");
    all.workiva().putCsv("s", "a", "s,s,s,s,s,s,s,s\n".repeat(5));
    String form =
        "grant_type=client_credentials&client_id=%s&client_secret=%s"
            .formatted(Workiva.CLIENT_ID, Workiva.CLIENT_SECRET);
    HttpResponse<String> login =
        send("POST", "/oauth2/token", "application/x-www-form-urlencoded", form);
    token = Json.read(login.body()).get("access_token").asText();
    return new DestinationContract.Service() {
      @Override
      public URI url() {
        return all.workivaUrl();
      }

      @Override
      public Faults faults() {
        return all.faults();
      }

      @Override
      public void close() {
        all.close();
      }
    };
  }

  @Override
  protected DestinationType type() {
    return new WorkivaType();
  }

  @Override
  protected String account() {
    return "workiva";
  }

  @Override
  protected Map<String, String> credentials() {
    return Map.of("client-id", Workiva.CLIENT_ID, "client-secret", Workiva.CLIENT_SECRET);
  }

  @Override
  protected Map<String, String> options() {
    return Map.of("spreadsheetId", "s", "sheetId", "Data", "region", "B2:G3", "header", "false");
  }

  @Override
  protected List<String> keyColumns() {
    return List.of();
  }

  @Override
  protected List<String> key(int n) {
    return List.of();
  }

  @Override
  protected List<Field> fields() {
    return List.of(
        new Field("text", "'a\\nb'", "a\nb", "a\r\nb", "c"),
        new Field(
            "number", ColumnType.DECIMAL, "1200.5", new BigDecimal("1200.5"), "1.20050E3", "1201"),
        new Field("large", ColumnType.LONG, "3000000", new BigDecimal("3000000"), "3e6", "3"),
        new Field("code", "'00123'", "00123", "00123", "123"),
        new Field("digits", "42", new BigDecimal("42"), "42", "042"),
        new Field("mark", "'x'", "x", "x", ""));
  }

  @Override
  protected void write(Map<String, JsonNode> values) throws IOException {
    ArrayNode row = Json.array();
    values.values().forEach(value -> row.add(value.isNull() ? Json.tree("") : value));
    ObjectNode block = Json.object();
    block.putArray("values").add(row).add(row);
    HttpResponse<String> accepted =
        send("PUT", VALUES + "B2%3AG3", "application/json", block.toString());
    assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
    String operation = accepted.headers().firstValue("Location").orElseThrow();
    String path = operation.substring(operation.indexOf("/operations/"));
    assertThat(Json.read(send("GET", path, "application/json", "").body()).get("status").asText())
        .isEqualTo("completed");
  }

  @Override
  protected JsonNode raw() throws IOException {
    return Json.read(
            send("GET", VALUES + "A1%3AJ9?%24valuestyle=raw", "application/json", "").body())
        .get("data");
  }

  @Override
  protected boolean mayBeGone() {
    return false;
  }

  @Test
  void flags_and_formulas_are_restored_as_they_were() throws IOException {
    Map<String, JsonNode> values = new LinkedHashMap<>();
    List.of("true", "'=1+1'", "'=SUM(D2:D3)'", "false", "0", "''")
        .forEach(value -> values.put("field " + values.size(), lenient(value)));
    write(values);
    JsonNode before = raw();
    Held held = look(records(Field::other));
    assertThat(before(held).get(0).fields().values())
        .containsExactly(true, "=1+1", "=SUM(D2:D3)", false, BigDecimal.ZERO, "");
    send(records(Field::other));

    send(before(held));

    assertThat(raw()).isEqualTo(before);
  }

  private static JsonNode lenient(String json) {
    try {
      return Json.readLenient(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpResponse<String> send(String method, String path, String type, String body)
      throws IOException {
    try {
      return client.send(
          HttpRequest.newBuilder(URI.create(all.workivaUrl() + path))
              .header("X-Version", "2026-01-01")
              .header("Authorization", "Bearer " + token)
              .header("Content-Type", type)
              .method(method, BodyPublishers.ofString(body))
              .build(),
          BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
