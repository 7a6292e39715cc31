package io.writeback.destination.workfront.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.writeback.destination.workfront.account.DateTimeForm;
import io.writeback.destination.workfront.mapping.WorkfrontOptions.BlankCells;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CellConversionTest {
  private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");

  private static CellConversion of(String type, MetadataField.Option... options) {
    return of(type, BlankCells.CLEAR, options);
  }

  private static CellConversion of(
      String type, BlankCells blanks, MetadataField.Option... options) {
    MetadataField field =
        new MetadataField("f", "", type, Set.of(), List.of(options), List.of(), false);
    return new CellConversion(
        new FieldMapping.Written(1, "f", field, field.kind(), true),
        blanks,
        VIENNA,
        DateTimeForm.WORKFRONT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        // Texts go as they are.
        "string|abc|abc",
        "string| abc |` abc `",
        "string|   |   ",
        "string|00123|00123",
        "somethingNew|1,5|1,5",
        "map|{}|{}",
        "boolean|true|true",
        "boolean|TRUE|true",
        "boolean| False |false",
        "int|12|12",
        "int| 12 |12",
        "int|12.0|12",
        "int|1.2E3|1200",
        "int|-5|-5",
        "int|+5|5",
        "int|007|7",
        "int|9223372036854775807|9223372036854775807",
        "double|1234.50|1234.50",
        "double|-.5|-0.5",
        "double|5.|5",
        "double|1e3|1E+3",
        "class java.math.BigDecimal|0.10|0.10",
        "class java.math.BigDecimal|12345678901234567890.123|12345678901234567890.123",
        "date|2026-07-01|2026-07-01",
        "date| 2026-07-01 |2026-07-01",
        "date|2026-07-01T23:30:00|2026-07-01",
        "date|2026-07-01T23:30:00Z|2026-07-02",
        "date|2026-07-01 23:30:00+02:00|2026-07-01",
        "dateTime|2026-07-01|2026-07-01T00:00:00:000+0200",
        "dateTime|2026-01-01|2026-01-01T00:00:00:000+0100",
        "dateTime|2026-07-01T08:00|2026-07-01T08:00:00:000+0200",
        "dateTime|2026-07-01 08:00:30|2026-07-01T08:00:30:000+0200",
        "dateTime|2026-07-01T08:00:00.25|2026-07-01T08:00:00:250+0200",
        "dateTime|2026-07-01T08:00:00Z|2026-07-01T08:00:00:000+0000",
        "dateTime|2026-07-01t08:00:00z|2026-07-01T08:00:00:000+0000",
        "dateTime|2026-07-01T08:00:00-05|2026-07-01T08:00:00:000-0500",
        "dateTime|2026-07-01T08:00:00.123+05:30|2026-07-01T08:00:00:123+0530",
        "dateTime|2014-08-28T11:00:00:000-0400|2014-08-28T11:00:00:000-0400",
        // The clocks go forward at 02:00 on 2026-03-29 in Vienna.
        "dateTime|2026-03-29T02:30:00|2026-03-29T03:30:00:000+0200",
        "dateTime|2026-10-25T02:30:00|2026-10-25T02:30:00:000+0200",
        // Before 1893 Vienna was 1:05:21 ahead.
        "dateTime|1890-01-01T12:00:00|1890-01-01T10:54:39:000+0000",
        "string[]|Red, Blue|[Red, Blue]",
        "string[]| Red ,, Blue ,|[Red, Blue]",
        "string[]|Red|[Red]",
        "int[]|1,2|[1, 2]"
      })
  void converts_a_cell_to_a_value_of_its_field(String type, String cell, String value) {
    assertThat(of(type).value(cell)).hasToString(value);
  }

  @Test
  void gives_each_kind_its_java_type() {
    assertThat(of("boolean").value("true")).isEqualTo(true);
    assertThat(of("int").value("12")).isEqualTo(12L);
    assertThat(of("double").value("12")).isEqualTo(new BigDecimal("12"));
    assertThat(of("string[]").value("a,b")).isEqualTo(List.of("a", "b"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "boolean|yes",
        "boolean|1",
        "boolean|t rue",
        "int|12.5",
        "int|1,000",
        "int|12a",
        "int|9223372036854775808",
        "int|0x10",
        "int|1e400",
        "double|1,5",
        "double|1.234,50",
        "double|$12",
        "double|12 %",
        "double|NaN",
        "double|Infinity",
        "double|1e999",
        "double|1e-999",
        "double|1d",
        "double|.",
        "double|１２",
        "class java.math.BigDecimal|1 000",
        "date|2026-02-30",
        "date|01.07.2026",
        "date|7/1/2026",
        "date|2026-7-1",
        "date|20260701",
        "date|today",
        "dateTime|2026-07-01T25:00:00",
        "dateTime|2026-07-01T08",
        "dateTime|2026-07-01T08:00:00 CEST",
        "dateTime|2026-07-01T08:00:00+25:00",
        "dateTime|1751356800000"
      })
  void refuses_what_is_no_value_of_its_field(String type, String cell) {
    assertThatThrownBy(() -> of(type).value(cell)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refuses_a_number_of_ten_million_digits_in_no_time() {
    String digits = "9".repeat(10_000_000);

    assertThat(Duration.ofSeconds(5))
        .isGreaterThan(
            timed(
                () ->
                    assertThatThrownBy(() -> of("double").value(digits))
                        .isInstanceOf(IllegalArgumentException.class)));
  }

  private static Duration timed(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Test
  void refuses_half_a_character() {
    assertThat(of("string").value("a\uD83D\uDE00")).isEqualTo("a\uD83D\uDE00");
    assertThatThrownBy(() -> of("string").value("a\uD83D")).hasMessageContaining("surrogate");
    assertThatThrownBy(() -> of("string").value("\uDE00b")).hasMessageContaining("surrogate");
  }

  @ParameterizedTest
  @CsvSource({
    // Value, label, neither.
    "CUR,CUR",
    "Current,CUR",
    "MINE,MINE",
    "current,current",
    "PLN,PLN"
  })
  void takes_an_option_by_its_value_or_its_only_label_and_otherwise_the_cell_itself(
      String cell, String value) {
    CellConversion status =
        of(
            "string",
            new MetadataField.Option("CUR", "Current"),
            new MetadataField.Option("PLN", "CUR"),
            new MetadataField.Option("DED", "Dead"),
            new MetadataField.Option("REJ", "Dead"));

    assertThat(status.value(cell)).isEqualTo(value);
  }

  @Test
  void refuses_a_label_of_two_options_naming_their_values() {
    CellConversion status =
        of(
            "string",
            new MetadataField.Option("DED", "Dead"),
            new MetadataField.Option("REJ", "Dead"));

    assertThatThrownBy(() -> status.value("Dead"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("\"Dead\" is the label of the values DED, REJ; write one of those");
  }

  @Test
  void takes_options_of_numbers_and_lists() {
    MetadataField.Option high = new MetadataField.Option("3", "High");

    assertThat(of("int", high).value("High")).isEqualTo(3L);
    assertThat(of("int", high).value("7")).isEqualTo(7L);
    assertThat(of("string[]", high).value("High, Other")).isEqualTo(List.of("3", "Other"));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "NULL",
      quoteCharacter = '\'',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        // type, cell, keep, clear, distinguish
        "string,NULL,leave,clear,leave",
        "string,'',leave,clear,clear",
        "string,'  ',send,send,send",
        "int,NULL,leave,clear,leave",
        "int,'',leave,clear,clear",
        "int,'  ',leave,clear,clear",
        "dateTime,'',leave,clear,clear",
        "boolean,NULL,leave,clear,leave",
        "string[],'',leave,clear,clear",
        "string[],' , ',leave,clear,clear",
        "string[],NULL,leave,clear,leave",
        "string[],'a',send,send,send"
      })
  void reads_blank_cells_as_the_option_says(
      String type, String cell, String keep, String clear, String distinguish) {
    assertThat(fate(of(type, BlankCells.KEEP), cell)).isEqualTo(keep);
    assertThat(fate(of(type, BlankCells.CLEAR), cell)).isEqualTo(clear);
    assertThat(fate(of(type, BlankCells.DISTINGUISH), cell)).isEqualTo(distinguish);
  }

  private static String fate(CellConversion conversion, String cell) {
    if (conversion.leaves(cell)) {
      return "leave";
    }
    return conversion.value(cell) == null ? "clear" : "send";
  }
}
