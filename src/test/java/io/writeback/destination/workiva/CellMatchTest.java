package io.writeback.destination.workiva;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.writeback.destination.rest.StrictJson;
import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CellMatchTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5840|5840.0|EQUAL",
        "5840|\"5840\"|NUMBER_AS_TEXT",
        "5840|\"5840.00\"|NUMBER_AS_TEXT",
        "0.5|\" 0.5 \"|NUMBER_AS_TEXT",
        "5840|\"5,840\"|DIFFERENT",
        "5840|\"5841\"|DIFFERENT",
        "5840|\"\"|DIFFERENT",
        "1|true|DIFFERENT",
        "1|null|DIFFERENT",
      })
  void a_number_is_equal_to_a_text_of_its_value(BigDecimal sent, String found, CellMatch match)
      throws JsonProcessingException {
    assertThat(CellMatch.of(sent, StrictJson.MAPPER.readTree(found))).isEqualTo(match);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "123|\"123\"|EQUAL",
        "123|123|TEXT_AS_NUMBER",
        "-1.5|-1.50|TEXT_AS_NUMBER",
        "0|0.0|TEXT_AS_NUMBER",
        "00123|123|DIFFERENT",
        "1.50|1.5|DIFFERENT",
        "1E5|100000|DIFFERENT",
        "10%|0.1|DIFFERENT",
        "1|1E+999999999|DIFFERENT",
        "12345678901234567|12345678901234568|DIFFERENT",
        "TRUE|true|DIFFERENT",
        "''|\"\"|EQUAL",
        "''|null|EQUAL",
        "''|0|DIFFERENT",
      })
  void a_text_is_only_equal_to_a_number_that_is_written_alike(
      String sent, String found, CellMatch match) throws JsonProcessingException {
    assertThat(CellMatch.of(sent, StrictJson.MAPPER.readTree(found))).isEqualTo(match);
  }
}
