package io.writeback.destination.workfront.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.destination.rest.StrictJson;
import io.writeback.destination.workfront.account.DateTimeForm;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an answer shows becomes a value that a record can write. */
class HeldValuesTest {
  private static final String ID = "4c78821c0000d6fa8d5e52f07a1d54d0";

  private final HeldValues values =
      new HeldValues(ZoneId.of("Europe/Vienna"), DateTimeForm.WORKFRONT);

  private static JsonNode json(String text) {
    return StrictJson.parse(text.replace('\'', '"')).orElseThrow();
  }

  private Object value(ValueKind kind, String found) {
    return values.value(kind, json(found)).orElse(null);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "DAY | '2026-07-01' | 2026-07-01",
        "DAY | '2026-07-01T23:00:00:000-0700' | 2026-07-01",
        "INSTANT | '2026-07-01T08:00:00:123-0400' | 2026-07-01T08:00:00:123-0400",
        "INSTANT | '2026-07-01T08:00:00' | 2026-07-01T08:00:00:000+0200",
        "DAY_OR_INSTANT | '2026-07-01' | 2026-07-01",
        "DAY_OR_INSTANT | '2026-07-01T08:00:00Z' | 2026-07-01T08:00:00:000+0000",
        "TEXT | 5 | 5",
        "TEXT | true | true",
        "JOINED | ['a','b'] | a,b",
        "JOINED | 'a,b' | a,b",
        "RICH_TEXT | 'plain' | plain"
      })
  void a_text_is_written_as_the_kind_of_its_field_is(ValueKind kind, String found, String value) {
    assertThat(value(kind, found)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "DAY | 'soon'",
        "INSTANT | 'soon'",
        "INSTANT | '2026-07-01'",
        "WHOLE | 'many'",
        "DECIMAL | true",
        "FLAG | 'perhaps'",
        "TEXT | {'a':1}",
        "TEXTS | [['a']]",
        "REFERENCE | 'Ann'",
        "REFERENCE | ['4c78821c0000d6fa8d5e52f07a1d54d0','4c78821c0000d6fa8d5e52f07a1d54d1']"
      })
  void what_is_none_of_its_kind_cannot_be_written(ValueKind kind, String found) {
    assertThat(values.value(kind, json(found))).isEmpty();
  }

  @Test
  void numbers_keep_their_digits_and_are_written_out() {
    assertThat(value(ValueKind.DECIMAL, "1234.50")).isEqualTo(new BigDecimal("1234.50"));
    assertThat(value(ValueKind.DECIMAL, "'1234.50'")).isEqualTo(new BigDecimal("1234.50"));
    assertThat(value(ValueKind.DOUBLE, "1E2")).isEqualTo(new BigDecimal("100"));
    assertThat(value(ValueKind.WHOLE, "5.0")).isEqualTo(5L);
    assertThat(value(ValueKind.WHOLE, "'7'")).isEqualTo(7L);
    assertThat(value(ValueKind.WHOLE, "2.5")).isEqualTo(new BigDecimal("2.5"));
  }

  @Test
  void a_reference_is_written_by_its_id() {
    String shown = "'{\\'objCode\\':\\'USER\\',\\'name\\':\\'Ann\\',\\'ID\\':\\'" + ID + "\\'}'";

    assertThat(value(ValueKind.REFERENCE, shown)).isEqualTo(ID);
    assertThat(value(ValueKind.REFERENCE, "[" + shown + "]")).isEqualTo(ID);
    assertThat(value(ValueKind.REFERENCES, "[" + shown + "]")).isEqualTo(List.of(ID));
    assertThat(value(ValueKind.TEXTS, "[" + shown + ",'Ann']")).isEqualTo(List.of(ID, "Ann"));
    assertThat(value(ValueKind.JOINED_REFERENCES, "[" + shown + "]")).isEqualTo(ID);
  }

  @Test
  void a_list_stays_one_where_a_text_could_not_say_what_its_elements_are() {
    assertThat(value(ValueKind.JOINED, "['a, b','c']")).isEqualTo(List.of("a, b", "c"));
    assertThat(value(ValueKind.TEXT, "['a','b']")).isEqualTo(List.of("a", "b"));
    assertThat(value(ValueKind.TEXTS, "'a'")).isEqualTo(List.of("a"));
  }

  @Test
  void what_stands_for_no_value_stays_what_it_is_where_a_record_can_write_it() {
    assertThat(HeldValues.blank(ValueKind.TEXT, json("''"))).isEqualTo("");
    assertThat(HeldValues.blank(ValueKind.TEXTS, json("[]"))).isEqualTo(List.of());
    assertThat(HeldValues.blank(ValueKind.DAY, json("''"))).isNull();
    assertThat(HeldValues.blank(ValueKind.TEXT, json("null"))).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "TEXT | ''",
        "TEXT | ['a','b']",
        "TEXTS | []",
        "TEXTS | 'a'",
        "JOINED | ['a, b','c']",
        "JOINED | ['a','b']",
        "DAY | '2026-07-01T23:00:00:000-0700'",
        "INSTANT | '2026-07-01T08:00:00'",
        "DAY_OR_INSTANT | '2026-07-01T08:00:00'",
        "WHOLE | 2.5",
        "DOUBLE | '1E2'",
        "FLAG | 'TRUE'",
        "RICH_TEXT | {'blocks':[{'text':'a'}],'entityMap':{}}"
      })
  void what_is_written_so_is_equal_to_what_is_held(ValueKind kind, String found) {
    JsonNode held = json(found);
    Object value =
        ValueComparison.empty(held)
            ? HeldValues.blank(kind, held)
            : values.value(kind, held).orElseThrow();

    assertThat(new ValueComparison(values.zone()).same(kind, value, held)).isTrue();
  }
}
