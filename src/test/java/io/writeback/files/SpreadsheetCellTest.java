package io.writeback.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cells that a spreadsheet program would evaluate. */
final class SpreadsheetCellTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "-", "=-1"})
  void a_formula_becomes_a_text(String cell) {
    assertThat(SpreadsheetCell.isFormula(cell)).isTrue();
    assertThat(SpreadsheetCell.shown(cell)).isEqualTo("'" + cell);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-12.50", "+3", "-1,234.5", "-2e-3", "5%", "text", "a=b", "", " =1"})
  void a_number_or_a_text_stays(String cell) {
    assertThat(SpreadsheetCell.isFormula(cell)).isFalse();
    assertThat(SpreadsheetCell.shown(cell)).isEqualTo(cell);
  }

  @ParameterizedTest
  @ValueSource(strings = {"'quoted'", "'=1", "''"})
  void an_apostrophe_gets_another_so_that_the_cell_can_be_read_back(String cell) {
    assertThat(SpreadsheetCell.shown(cell).substring(1)).isEqualTo(cell);
  }
}
