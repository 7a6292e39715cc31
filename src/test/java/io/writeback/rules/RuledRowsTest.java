package io.writeback.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.writeback.dataset.Column;
import io.writeback.dataset.ColumnType;
import io.writeback.dataset.Row;
import io.writeback.dataset.Schema;
import io.writeback.problem.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RuledRowsTest {
  private static Schema schema(String... names) {
    return new Schema(
        Arrays.stream(names).map(name -> new Column(name, ColumnType.STRING)).toList());
  }

  private static RuledRows rules(String text, String... columns) {
    List<Problem> problems = new ArrayList<>();
    RuledRows rules = RuledRows.of(Rules.read(text, name -> Map.of()), schema(columns), problems);
    assertThat(problems).isEmpty();
    return rules;
  }

  /** The last cell of a row of one column X, after rules. */
  private static String cell(String text, String cell) {
    List<String> cells = rules(text, "X").made(new Row(1, Arrays.asList(cell))).cells();
    return cells.get(cells.size() - 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X: number 1.234,56 | 1.234,56 | 1234.56",
        "X: number 1.234,56 | 1234,5 | 1234.5",
        "X: number de | -1.234.567 | -1234567",
        "X: number de | −7,50 | -7.50",
        "X: number fr | 1 234,5 | 1234.5",
        "X: number de-CH | 1'234.5 | 1234.5",
        "X: number en | +1,234 | 1234",
        "X: date dd.MM.yyyy | 31.12.2026 | 2026-12-31",
        "X: date d.M.yy | 1.2.26 | 2026-02-01",
        "X: date d. MMMM yyyy in de | 3. März 2026 | 2026-03-03",
        "X: date d MMM yyyy | 3 MAR 2026 | 2026-03-03",
        "X: date dd.MM.yyyy HH:mm | 31.12.2026 07:05 | 2026-12-31T07:05:00",
        "X: date dd.MM.yyyy HH:mm XXX | 31.12.2026 07:05 +02:00 | 2026-12-31T07:05:00+02:00",
        "X: values Active=CUR, else keep | Other | Other",
        "X: values Active=CUR, else default PLN | Other | PLN",
        "X: trim; values Active=CUR | ' Active ' | CUR",
        "X: truncate 3 | abcdef | abc",
        "X: truncate 2 | a\uD83D\uDE00b | a\uD83D\uDE00",
        "X: truncate 2 | ae\u0301o\u0301 | a",
        "Y: template <{X}> | a | <a>",
        "Y: template {X}; truncate 1 | ab | a",
        "Y: constant a\\; b | x | a; b",
        "X: default none | '  ' | none",
      })
  void a_cell_becomes(String rules, String cell, String expected) {
    assertThat(cell(rules, cell)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X: number 1.234,56 | 1,234.56 | WB-311",
        "X: number de | 12.34 | WB-311",
        "X: number de | 1.234.5 | WB-311",
        "X: number de | 1. 234 | WB-311",
        "X: number de | 1e3 | WB-311",
        "X: number de | 1, | WB-311",
        "X: number de | € 5 | WB-311",
        "X: date dd.MM.yyyy | 29.02.2026 | WB-311",
        "X: date dd.MM.yyyy | 1.2.2026 | WB-311",
        "X: date dd.MM.yyyy | 2026-12-31 | WB-311",
        "X: date dd.MM.yyyy | 31.12.2026 x | WB-311",
        "X: values Active=CUR | active | WB-310",
        "X: blank reject | '  ' | WB-312",
        "X: values N/A=; blank reject | N/A | WB-312",
      })
  void a_row_is_rejected(String rules, String cell, String code) {
    assertThatThrownBy(() -> cell(rules, cell))
        .isInstanceOfSatisfying(
            RowFault.class,
            fault -> {
              assertThat(fault.code().id()).isEqualTo(code);
              assertThat(fault.column()).isEqualTo("X");
            });
  }

  @Test
  void a_long_cell_is_shortened_in_the_reason() {
    assertThatThrownBy(() -> cell("X: number de", "x".repeat(1_000)))
        .hasMessageContaining("x…\"")
        .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(200));
  }

  @Test
  void a_blank_cell_is_no_value_no_date_and_no_number() {
    assertThat(cell("X: values a=b", null)).isNull();
    assertThat(cell("X: date dd.MM.yyyy", " ")).isNull();
    assertThat(cell("X: number de", "")).isNull();
  }

  @Test
  void brackets_are_left_out_with_a_blank_cell_and_a_template_of_blanks_is_blank() {
    RuledRows rules = rules("Name: template {A}[ {B}] {C}; trim", "A", "B", "C");

    assertThat(rules.made(new Row(1, List.of("x", "", "z"))).cell(3)).isEqualTo("x z");
    assertThat(rules.made(new Row(1, List.of("x", "y", ""))).cell(3)).isEqualTo("x y");
    assertThat(rules.made(new Row(1, Arrays.asList(null, "", " "))).cell(3)).isNull();
  }

  @Test
  void a_template_has_the_cells_of_the_dataset_whatever_their_own_rules_are() {
    RuledRows rules = rules("A: values x=y\nB: template {A}!", "A");

    assertThat(rules.made(new Row(1, List.of("x"))).cells()).containsExactly("y", "x!");
  }

  @Test
  void types_follow_the_rules() {
    RuledRows rules =
        rules(
            "A: number de\nB: date dd.MM.yyyy\nC: date dd.MM.yyyy HH:mm\nD: trim",
            "A",
            "B",
            "C",
            "D");

    assertThat(rules.schema().columns().stream().map(Column::type))
        .containsExactly(
            ColumnType.DECIMAL, ColumnType.DATE, ColumnType.DATETIME, ColumnType.STRING);
  }

  @Test
  void columns_that_the_dataset_does_not_have_are_all_named() {
    List<Problem> problems = new ArrayList<>();

    RuledRows.of(
        Rules.read("Satus: trim\nName: template {Frist} {Last}", name -> Map.of()),
        schema("Status", "First", "Last"),
        problems);

    assertThat(problems.stream().map(Problem::message))
        .satisfiesExactly(
            one -> assertThat(one).startsWith("line 1").contains("did you mean Status?"),
            two -> assertThat(two).startsWith("line 2").contains("did you mean First?"));
  }

  @Test
  void columns_without_rules_are_those_of_the_row() {
    RuledRows rules = rules("B: trim", "A", "B", "C");

    assertThat(rules.row(new Row(1, List.of(" a ", " b ", " c "))).cells())
        .containsExactly(" a ", "b", " c ");
    assertThat(rules.sources(List.of("A", "B"))).containsExactly(0, 1);
  }
}
