package io.writeback.destination.workfront.update;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.destination.Record;
import io.writeback.destination.rest.StrictJson;
import io.writeback.destination.workfront.Tenant;
import io.writeback.destination.workfront.account.UpdateBody;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BulkUpdateTest {
  private static final URI PROJ =
      URI.create("https://example.my.workfront.com/attask/api/v20.0/proj");

  private static UpdateRequest bulk(List<String> readBack, UpdateBody body) {
    return new UpdateRequest(PROJ, true, new FieldList(readBack), body);
  }

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
  void puts_a_bare_array_with_the_id_first_and_every_kind_of_value() {
    HttpRequest request =
        bulk(List.of("name", "n", "d", "b", "l", "DE:A & B", "c"), UpdateBody.JSON)
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
  void asks_back_exactly_what_is_written_in_the_order_of_the_mapping() {
    HttpRequest request =
        bulk(List.of("name", "DE:A & B", "status", "priority"), UpdateBody.JSON)
            .of(
                List.of(
                    record(Tenant.ID_1, "status", "CUR", "unasked", "x"),
                    record(Tenant.ID_2, "name", "n", "DE:A & B", "x")));

    assertThat(request.uri()).hasToString(PROJ + "?fields=name%2CDE%3AA%20%26%20B%2Cstatus");
  }

  @Test
  void asks_nothing_back_if_nothing_can_be() {
    HttpRequest request =
        bulk(List.of(), UpdateBody.JSON).of(List.of(record(Tenant.ID_1, "DE:a,b", "x")));

    assertThat(request.uri()).isEqualTo(PROJ);
    assertThat(request.headers()).containsEntry("Content-Type", "application/json");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 300, 800, 10_000})
  void never_makes_a_uri_longer_than_the_limit_however_many_columns(int columns) {
    List<String> names = new ArrayList<>();
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < columns; i++) {
      names.add("DE:Field é " + i);
      fields.put("DE:Field é " + i, "a&b=" + i);
    }
    List<Record> records = List.of(new Record(1, Tenant.ID_1, fields, 1));

    for (UpdateBody body : UpdateBody.values()) {
      UpdateRequest update = bulk(names, body);
      Sent sent = Sent.of(update.of(records));

      assertThat(update.of(records).uri().toString().length()).isLessThanOrEqualTo(8_892);
      assertThat(sent.fields).isEqualTo(update.showsWhatIsWritten(records) ? names : List.of());
      assertThat(sent.updates.get(0).size()).isEqualTo(columns + 1);
      assertThat(sent.updates.get(0).path(names.get(columns - 1)).asText())
          .isEqualTo("a&b=" + (columns - 1));
    }
  }

  @ParameterizedTest
  @CsvSource({"100,true", "1000,false"})
  void an_answer_to_json_shows_as_many_fields_as_an_address_holds(int columns, boolean shown) {
    List<String> names = new ArrayList<>();
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < columns; i++) {
      names.add("DE:Field " + i);
      fields.put("DE:Field " + i, "x");
    }
    List<Record> records = List.of(new Record(1, Tenant.ID_1, fields, 1));

    assertThat(bulk(names, UpdateBody.JSON).showsWhatIsWritten(records)).isEqualTo(shown);
    assertThat(bulk(names, UpdateBody.UPDATES).showsWhatIsWritten(records)).isTrue();
  }

  @Test
  void asks_for_names_with_commas_by_a_json_array() {
    HttpRequest request =
        bulk(List.of("DE:a,b", "name"), UpdateBody.JSON)
            .of(List.of(record(Tenant.ID_1, "DE:a,b", "x", "name", "y")));

    assertThat(request.uri().getQuery()).isEqualTo("fields=[\"DE:a,b\",\"name\"]");
  }

  @Test
  void puts_the_array_into_a_form_where_the_tenant_takes_one() {
    HttpRequest request =
        bulk(List.of("name"), UpdateBody.UPDATES).of(List.of(record(Tenant.ID_1, "name", "R&D")));

    assertThat(request.uri()).hasToString(PROJ + "?fields=name");
    assertThat(request.headers())
        .containsEntry("Content-Type", "application/x-www-form-urlencoded");
    assertThat(body(request))
        .isEqualTo(
            "updates=%5B%7B%22ID%22%3A%22" + Tenant.ID_1 + "%22%2C%22name%22%3A%22R%26D%22%7D%5D");
  }

  @Test
  void uses_the_whole_limit_before_it_leaves_the_fields_out() {
    int room = 8_892 - (PROJ + "?fields=").length();
    assertThat(longestName(room).uri().toString()).hasSize(8_892);
    assertThat(longestName(room).headers()).containsEntry("Content-Type", "application/json");

    assertThat(longestName(room + 1).uri()).isEqualTo(PROJ);
    assertThat(longestName(room + 1).headers()).containsEntry("Content-Type", "application/json");
  }

  private static HttpRequest longestName(int length) {
    String name = "n".repeat(length);
    return bulk(List.of(name), UpdateBody.JSON).of(List.of(record(Tenant.ID_1, name, "x")));
  }

  /** The request as parsed by a server, in either form. */
  private record Sent(JsonNode updates, List<String> fields) {
    static Sent of(HttpRequest request) {
      String query = request.uri().getRawQuery();
      String fields = query == null ? "" : decode(query.substring("fields=".length()));
      String updates = body(request);
      if (request.headers().get("Content-Type").equals("application/x-www-form-urlencoded")) {
        String[] form = updates.split("&", -1);
        updates = decode(form[0].substring("updates=".length()));
        if (form.length > 1) {
          fields = decode(form[1].substring("fields=".length()));
        }
      }
      return new Sent(
          StrictJson.parse(updates.getBytes(StandardCharsets.UTF_8)).orElseThrow(),
          fields.isEmpty() ? List.of() : Arrays.asList(fields.split(",", -1)));
    }

    private static String decode(String text) {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
  }
}
