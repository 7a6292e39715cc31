package io.writeback.destination.workfront;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.destination.Record;
import io.writeback.http.HttpRequest;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BulkUpdateTest {
  private static final URI PROJ =
      URI.create("https://example.my.workfront.com/attask/api/v20.0/proj");

  private static Record record(String id, Object... fields) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < fields.length; i += 2) {
      map.put((String) fields[i], fields[i + 1]);
    }
    return new Record(1, id, map, 100);
  }

  private static String body(HttpRequest request) {
    return new String(request.bytes(), StandardCharsets.UTF_8);
  }

  @Test
  void putsABareArrayWithTheIdFirstAndEveryKindOfValue() {
    HttpRequest request =
        new BulkUpdate(PROJ, List.of("name", "n", "d", "b", "l", "DE:A & B", "c"))
            .of(
                List.of(
                    record(
                        Tenant.ID_1,
                        "name",
                        "\"é\"\n",
                        "n",
                        12L,
                        "d",
                        new BigDecimal("1E+3"),
                        "b",
                        true,
                        "l",
                        List.of("x", "y"),
                        "DE:A & B",
                        "z",
                        "c",
                        null)));

    assertThat(request.method()).isEqualTo("PUT");
    assertThat(request.headers()).containsEntry("Content-Type", "application/json");
    assertThat(body(request))
        .isEqualTo(
            "[{\"ID\":\""
                + Tenant.ID_1
                + "\",\"name\":\"\\\"é\\\"\\n\",\"n\":12,\"d\":1000,\"b\":true,\"l\":[\"x\",\"y\"],\"DE:A & B\":\"z\",\"c\":null}]");
  }

  @Test
  void asksBackExactlyWhatIsWrittenInTheOrderOfTheMapping() {
    HttpRequest request =
        new BulkUpdate(PROJ, List.of("name", "DE:A & B", "status", "priority"))
            .of(
                List.of(
                    record(Tenant.ID_1, "status", "CUR", "unasked", "x"),
                    record(Tenant.ID_2, "name", "n", "DE:A & B", "x")));

    assertThat(request.uri()).hasToString(PROJ + "?fields=name%2CDE%3AA%20%26%20B%2Cstatus");
  }

  @Test
  void asksNothingBackIfNothingCanBe() {
    HttpRequest request =
        new BulkUpdate(PROJ, List.of()).of(List.of(record(Tenant.ID_1, "DE:a,b", "x")));

    assertThat(request.uri()).isEqualTo(PROJ);
    assertThat(request.headers()).containsEntry("Content-Type", "application/json");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 300, 800, 10_000})
  void neverMakesAUriLongerThanTheLimitHoweverManyColumns(int columns) {
    List<String> names = new ArrayList<>();
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < columns; i++) {
      names.add("DE:Field é " + i);
      fields.put("DE:Field é " + i, "a&b=" + i);
    }
    HttpRequest request =
        new BulkUpdate(PROJ, names).of(List.of(new Record(1, Tenant.ID_1, fields, 1)));

    assertThat(request.uri().toString().length()).isLessThanOrEqualTo(8_892);
    Sent sent = Sent.of(request);
    assertThat(sent.fields).isEqualTo(names);
    assertThat(sent.updates.get(0).size()).isEqualTo(columns + 1);
    assertThat(sent.updates.get(0).path(names.get(columns - 1)).asText())
        .isEqualTo("a&b=" + (columns - 1));
  }

  @Test
  void usesTheWholeLimitBeforeItTurnsToAForm() {
    int room = 8_892 - (PROJ + "?fields=").length();
    assertThat(longestName(room).uri().toString()).hasSize(8_892);
    assertThat(longestName(room).headers()).containsEntry("Content-Type", "application/json");

    assertThat(longestName(room + 1).uri()).isEqualTo(PROJ);
    assertThat(longestName(room + 1).headers())
        .containsEntry("Content-Type", "application/x-www-form-urlencoded");
  }

  private static HttpRequest longestName(int length) {
    String name = "n".repeat(length);
    return new BulkUpdate(PROJ, List.of(name)).of(List.of(record(Tenant.ID_1, name, "x")));
  }

  /** What a server would read, in either form. */
  private record Sent(JsonNode updates, List<String> fields) {
    static Sent of(HttpRequest request) {
      String fields;
      String updates;
      if (request.headers().get("Content-Type").equals("application/json")) {
        updates = body(request);
        fields = decode(request.uri().getRawQuery().substring("fields=".length()));
      } else {
        String[] form = body(request).split("&", -1);
        assertThat(form).hasSize(2);
        updates = decode(form[0].substring("updates=".length()));
        fields = decode(form[1].substring("fields=".length()));
      }
      return new Sent(
          Json.parse(updates.getBytes(StandardCharsets.UTF_8)).orElseThrow(),
          Arrays.asList(fields.split(",", -1)));
    }

    private static String decode(String text) {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
  }
}
