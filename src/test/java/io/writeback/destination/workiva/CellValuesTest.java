package io.writeback.destination.workiva;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.dataset.Column;
import io.writeback.dataset.ColumnType;
import io.writeback.dataset.Row;
import io.writeback.dataset.Schema;
import io.writeback.destination.rest.StrictJson;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;

final class CellValuesTest {
  private static Object value(ColumnType type, String cell) {
    return new CellValues(new Schema(List.of(new Column("x", type))))
        .of(new Row(1, Arrays.asList(cell)))
        .get(0);
  }

  @ParameterizedTest
  @CsvSource({
    "LONG, 12, 12",
    "LONG, -7, -7",
    "LONG, 1000000, 1000000",
    "DECIMAL, 0.10, 0.1",
    "DECIMAL, 999999999999.999, 999999999999.999",
    "DOUBLE, 1.5E3, 1500",
    "DOUBLE, ' 2 ', 2",
    "DOUBLE, -0.0, 0",
  })
  void a_cell_of_a_column_of_numbers_is_a_number(ColumnType type, String cell, String number) {
    assertThat((BigDecimal) value(type, cell)).isEqualByComparingTo(number);
  }

  @ParameterizedTest
  @CsvSource({"00123", "1.50", "1e5", "' x '", "true", "-"})
  void text_stays_text_whatever_it_looks_like(String text) {
    assertThat(value(ColumnType.STRING, text)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"2026-11-23", "2026-11-23T10:00:00"})
  void dates_go_as_the_dataset_has_them(String text) {
    assertThat(value(ColumnType.DATE, text)).isEqualTo(text);
    assertThat(value(ColumnType.DATETIME, text)).isEqualTo(text);
  }

  @ParameterizedTest
  @NullAndEmptySource
  void a_blank_cell_empties_the_cell(String cell) {
    for (ColumnType type : ColumnType.values()) {
      assertThat(value(type, cell)).isEqualTo("");
    }
  }

  @ParameterizedTest
  @CsvSource({"1234567890123456", "0.1234567890123456", "1E400", "1E-400", "9007199254740993"})
  void a_number_with_more_digits_than_a_spreadsheet_keeps_is_text(String number) {
    assertThat(value(ColumnType.DECIMAL, number)).isEqualTo(number);
  }

  @Test
  void the_json_of_a_number_is_the_number_and_never_more_bytes_than_were_counted()
      throws IOException {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      BigDecimal number =
          new BigDecimal(random.nextLong(1_000_000_000_000_000L))
              .movePointLeft(random.nextInt(40) - 20);
      List<Object> row = List.of(value(ColumnType.DECIMAL, number.toString()), "ü\n\"" + i);
      byte[] json = new Block(Area.of(1, 1, 1, 2), List.of(row)).json();

      JsonNode read = StrictJson.MAPPER.readTree(json).at("/values/0/0");
      assertThat(CellMatch.of(row.get(0), read)).as(number.toString()).isEqualTo(CellMatch.EQUAL);
      assertThat(json.length - "{\"values\":[]}".length())
          .isLessThanOrEqualTo(CellValues.bytes(row));
    }
  }
}
