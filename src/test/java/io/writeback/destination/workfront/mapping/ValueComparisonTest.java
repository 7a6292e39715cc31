package io.writeback.destination.workfront.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.writeback.destination.rest.StrictJson;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueComparisonTest {
  private final ValueComparison comparison = new ValueComparison(ZoneId.of("UTC"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "CLEARED",
      value = {
        "TEXT|abc|\"abc\"|true",
        "TEXT|abc|\"abd\"|false",
        "TEXT|abc|\"abc \"|false",
        "TEXT|12|12|true",
        "TEXT|A|[\"A\"]|true",
        "TEXT|A|[\"A\",\"B\"]|false",
        "TEXT|A|{\"A\":1}|false",
        "TEXT|A|null|false",
        "TEXT|A|absent|false",
        "TEXT|A,B|[\"B\",\"A\"]|true",
        "TEXT|A,B|[\"A\",\"C\"]|false",
        "JOINED|A,B|\"B, A\"|true",
        "JOINED|A,B|[\"A\",\"B\"]|true",
        "JOINED|A,B|[\"A\"]|false",
        "JOINED|4c78821c0000d6fa8d5e52f07a1d54d0,B|[\"{\\\"objCode\\\":\\\"USER\\\",\\\"name\\\":\\\"A\\\",\\\"ID\\\":\\\"4c78821c0000d6fa8d5e52f07a1d54d0\\\"}\",\"B\"]|true",
        "JOINED|CLEARED|[]|true",
        "REFERENCE|4c78821c0000d6fa8d5e52f07a1d54d0|\"4C78821c0000d6fa8d5e52f07a1d54d0\"|true",
        "REFERENCE|4c78821c0000d6fa8d5e52f07a1d54d0|\"{\\\"objCode\\\":\\\"USER\\\",\\\"name\\\":\\\"A\\\",\\\"ID\\\":\\\"4c78821c0000d6fa8d5e52f07a1d54d0\\\"}\"|true",
        "REFERENCE|4c78821c0000d6fa8d5e52f07a1d54d0|\"{\\\"objCode\\\":\\\"USER\\\",\\\"ID\\\":\\\"5c78821c0000d6fa8d5e52f07a1d54d0\\\"}\"|false",
        "REFERENCE|4c78821c0000d6fa8d5e52f07a1d54d0|{\"ID\":\"4c78821c0000d6fa8d5e52f07a1d54d0\"}|true",
        "REFERENCE|4c78821c0000d6fa8d5e52f07a1d54d0|\"Ann\"|false",
        "REFERENCE|CLEARED|null|true",
        "RICH_TEXT|CLEARED|\"{\\\"blocks\\\":[{\\\"text\\\":\\\"\\\"}],\\\"entityMap\\\":{}}\"|true",
        "RICH_TEXT|CLEARED|\"{\\\"blocks\\\":[{\\\"text\\\":\\\"x\\\"}],\\\"entityMap\\\":{}}\"|false",
        "DAY_OR_INSTANT|2026-07-01|\"2026-07-01\"|true",
        "DAY_OR_INSTANT|2026-07-01|\"2026-07-01T00:00:00:000-0700\"|true",
        "DAY_OR_INSTANT|2026-07-01|\"2026-06-30\"|false",
        "DAY_OR_INSTANT|2026-07-01T08:00:00:000+0000|\"2026-07-01T01:00:00:000-0700\"|true",
        "DAY_OR_INSTANT|2026-07-01T08:00:00:000+0000|\"2026-07-01T08:00:00:000-0700\"|false",
        "DAY_OR_INSTANT|2026-07-01T08:00:00:000+0000|\"2026-07-01\"|true",
        "DAY_OR_INSTANT|2026-07-01T00:00:00:000+0000|\"2026-06-30\"|false",
        "TEXT|CLEARED|null|true",
        "TEXT|CLEARED|\"\"|true",
        "TEXT|CLEARED|absent|true",
        "TEXTS|CLEARED|[]|true",
        "TEXT|CLEARED|\"x\"|false",
        "TEXT|CLEARED|0|false",
        "FLAG|true|true|true",
        "FLAG|true|\"true\"|true",
        "FLAG|true|\"TRUE\"|true",
        "FLAG|true|false|false",
        "FLAG|false|false|true",
        "FLAG|false|null|false",
        "WHOLE|12|12|true",
        "WHOLE|12|\"12\"|true",
        "WHOLE|12|12.0|true",
        "WHOLE|12|13|false",
        "WHOLE|12|\"x\"|false",
        "WHOLE|0|null|false",
        "DOUBLE|1.50|1.5|true",
        "DOUBLE|0.1234567890123456789|0.12345678901234568|true",
        "DOUBLE|0.1|0.2|false",
        "DECIMAL|1234.50|\"1234.5\"|true",
        "DECIMAL|1E+3|1000|true",
        "DECIMAL|0.1234567890123456789|0.12345678901234568|false",
        "DECIMAL|1|true|false",
        "DAY|2026-07-01|\"2026-07-01\"|true",
        "DAY|2026-07-01|\"2026-07-01T23:30:00:000-0700\"|true",
        "DAY|2026-07-01|\"2026-07-02\"|false",
        "DAY|2026-07-01|\"soon\"|false",
        "INSTANT|2026-07-01T08:00:00:000+0000|\"2026-07-01T10:00:00:000+0200\"|true",
        "INSTANT|2026-07-01T08:00:00:000+0000|\"2026-07-01T08:00:00Z\"|true",
        "INSTANT|2026-07-01T08:00:00:000+0000|\"2026-07-01T08:00:00.000+0000\"|true",
        "INSTANT|2026-07-01T08:00:00:000+0000|\"2026-07-01T08:00:00\"|true",
        "INSTANT|2026-07-01T08:00:00:000+0000|\"2026-07-01T08:00:00:001+0000\"|false",
        "INSTANT|2026-07-01T08:00:00:000+0000|\"2026-07-01T08:00:00:000+0200\"|false",
        "INSTANT|2026-07-01T08:00:00:000+0000|\"2026-07-01\"|false",
        "INSTANT|2026-07-01T08:00:00:000+0000|1782892800000|false"
      })
  void compares_by_meaning(ValueKind kind, String sent, String found, boolean same) {
    Object value =
        sent == null || (kind != ValueKind.DOUBLE && kind != ValueKind.DECIMAL)
            ? sent
            : new BigDecimal(sent);

    assertThat(comparison.same(kind, value, node(found))).isEqualTo(same);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[\"a\",\"b\"]|true",
        "[\"b\",\"a\"]|true",
        "[\"a\"]|false",
        "[\"a\",\"a\",\"b\"]|false",
        "[\"a\",\"c\"]|false",
        "\"a\"|false",
        "[]|false"
      })
  void compares_lists_without_order_but_with_count(String found, boolean same) {
    assertThat(comparison.same(ValueKind.TEXTS, List.of("a", "b"), node(found))).isEqualTo(same);
  }

  @ParameterizedTest
  @CsvSource({"12,12,true", "12,21,true", "12,1,false", "12,112,false", "12,13,false", "1,1,true"})
  void compares_the_elements_of_a_list_of_references_by_their_ids(
      String sent, String found, boolean same) {
    ArrayNode envelopes = StrictJson.MAPPER.createArrayNode();
    ids(found)
        .forEach(
            id ->
                envelopes.add(
                    "{\"objCode\":\"USER\",\"name\":\"A, B\",\"ID\":\"%s\"}".formatted(id)));

    assertThat(comparison.same(ValueKind.REFERENCES, ids(sent), envelopes)).isEqualTo(same);
    assertThat(comparison.same(ValueKind.JOINED_REFERENCES, String.join(",", ids(sent)), envelopes))
        .isEqualTo(same);
  }

  private static List<String> ids(String digits) {
    return digits.chars().mapToObj(digit -> Character.toString(digit).repeat(32)).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"\"a\"|true", "\"A\"|false", "[\"a\"]|true", "\"b\"|false"})
  void takes_a_single_text_for_a_list_of_one(String found, boolean same) {
    assertThat(comparison.same(ValueKind.TEXTS, List.of("a"), node(found))).isEqualTo(same);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"\"a\\nb\"|true", "\"a\\r\\nb\"|true", "\"a b\"|false"})
  void takes_line_ends_for_the_same(String found, boolean same) {
    assertThat(comparison.same(ValueKind.TEXT, "a\r\nb", node(found))).isEqualTo(same);
  }

  private static JsonNode node(String json) {
    return json.equals("absent")
        ? MissingNode.getInstance()
        : StrictJson.parse(json.getBytes(StandardCharsets.UTF_8)).orElseThrow();
  }
}
