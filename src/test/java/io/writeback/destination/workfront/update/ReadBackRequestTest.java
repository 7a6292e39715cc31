package io.writeback.destination.workfront.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.destination.Record;
import io.writeback.destination.workfront.Tenant;
import io.writeback.http.HttpRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadBackRequestTest {
  private static final URI PROJ =
      URI.create("https://example.my.workfront.com/attask/api/v20.0/proj");

  private static ReadBackRequest asking(List<String> readBack, boolean showsChanges) {
    return new ReadBackRequest(
        new IdSearch(URI.create(PROJ + "/search")), new FieldList(readBack), showsChanges);
  }

  private static Record record(String id, String... fields) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (String field : fields) {
      map.put(field, "x");
    }
    return new Record(1, id, map, 100);
  }

  private static List<Record> hundred(String field) {
    List<Record> records = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      records.add(record("%032x".formatted(i), field));
    }
    return records;
  }

  @Test
  void asks_for_the_written_fields_and_the_last_change_of_each_object() {
    HttpRequest request =
        asking(List.of("name", "DE:A & B", "status", "priority"), true)
            .of(
                List.of(
                    record(Tenant.ID_1, "status", "unasked"),
                    record(Tenant.ID_2, "name", "DE:A & B")))
            .orElseThrow();

    assertThat(request.method()).isEqualTo("GET");
    assertThat(request.bytes()).isEmpty();
    assertThat(request.uri())
        .hasToString(
            PROJ
                + "/search?ID="
                + Tenant.ID_1
                + "&ID="
                + Tenant.ID_2
                + "&ID_Mod=in&fields=name%2CDE%3AA%20%26%20B%2Cstatus%2ClastUpdateDate%2ClastUpdatedByID&%24%24LIMIT=2");
  }

  @Test
  void asks_not_for_the_last_change_where_the_object_does_not_tell_it() {
    HttpRequest request =
        asking(List.of("name"), false).of(List.of(record(Tenant.ID_1, "name"))).orElseThrow();

    assertThat(request.uri().getQuery())
        .isEqualTo("ID=" + Tenant.ID_1 + "&ID_Mod=in&fields=name&$$LIMIT=1");
  }

  @Test
  void asks_nothing_if_no_field_can_be_asked_for() {
    assertThat(asking(List.of("name"), true).of(List.of(record(Tenant.ID_1, "auditNote"))))
        .isEmpty();
  }

  @Test
  void asks_for_names_with_commas_by_a_json_array() {
    HttpRequest request =
        asking(List.of("name", "DE:City, \"State\""), false)
            .of(List.of(record(Tenant.ID_1, "name", "DE:City, \"State\"")))
            .orElseThrow();

    assertThat(request.uri().getQuery()).contains("&fields=[\"name\",\"DE:City, \\\"State\\\"\"]&");
  }

  @Test
  void a_hundred_objects_fit_into_the_uri() {
    HttpRequest request = asking(List.of("name"), true).of(hundred("name")).orElseThrow();

    assertThat(request.method()).isEqualTo("GET");
    assertThat(request.uri().getQuery()).endsWith("&$$LIMIT=100");
  }

  @Test
  void what_is_too_long_for_a_uri_is_posted_as_the_same_form() {
    String shorter = "n".repeat(longest());
    HttpRequest get = asking(List.of(shorter), true).of(hundred(shorter)).orElseThrow();
    assertThat(get.method()).isEqualTo("GET");
    assertThat(get.uri().toString()).hasSize(8_892);

    String longer = shorter + "n";
    HttpRequest post = asking(List.of(longer), true).of(hundred(longer)).orElseThrow();
    assertThat(post.method()).isEqualTo("POST");
    assertThat(post.uri()).hasToString(PROJ + "/search");
    assertThat(post.headers())
        .containsEntry("Content-Type", "application/x-www-form-urlencoded")
        .containsEntry("Accept", "application/json");
    assertThat(new String(post.bytes(), StandardCharsets.UTF_8))
        .isEqualTo("method=GET&" + get.uri().getRawQuery().replace(shorter, longer));
  }

  /** How long a name may be so that the URI of a hundred objects is as long as allowed. */
  private static int longest() {
    HttpRequest request = asking(List.of("n"), true).of(hundred("n")).orElseThrow();
    return 8_892 - request.uri().toString().length() + 1;
  }
}
