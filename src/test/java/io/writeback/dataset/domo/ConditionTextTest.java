package io.writeback.dataset.domo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.writeback.dataset.Column;
import io.writeback.dataset.ColumnType;
import io.writeback.dataset.Schema;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTextTest {
  private static final Schema SCHEMA =
      new Schema(
          List.of(
              new Column("Status", ColumnType.STRING),
              new Column("Due, on", ColumnType.DATE),
              new Column("At", ColumnType.DATETIME),
              new Column("Budget", ColumnType.DECIMAL)));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "Status = 'Active' | `Status` = 'Active'",
        "  status<>'it''s'  | `status` <> 'it''s'",
        "Budget != -1.50 | `Budget` <> -1.50",
        "`Due, on` >= '2026-01-31' | `Due, on` >= '2026-01-31'",
        "Status in ('A','B') and Budget<=3 | (`Status` IN ('A', 'B')) AND (`Budget` <= 3)",
        "a = 1 OR b = 2 AND c = 3 | (`a` = 1) OR ((`b` = 2) AND (`c` = 3))",
        "(a = 1 or b = 2) and c > 3 | ((`a` = 1) OR (`b` = 2)) AND (`c` > 3)",
        "not Status is null | NOT (`Status` IS NULL)",
        "Status is not null | NOT (`Status` IS NULL)",
        "Status not like 'A%_' | NOT (`Status` LIKE 'A%_')",
        "Status NOT IN ('x') | NOT (`Status` IN ('x'))",
        "`Order` = 'AND' | `Order` = 'AND'",
        "Größe < 4 | `Größe` < 4",
        "Status = 'x; DROP TABLE y --' | `Status` = 'x; DROP TABLE y --'",
        "Status = ''' OR 1=1 --' | `Status` = ''' OR 1=1 --'"
      })
  void a_condition_is_read_and_written_again_from_its_parts(String text, String sql) {
    assertThat(ConditionText.read(text).sql()).isEqualTo(sql);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "Status | at character 7: expected is a comparison",
        "Status = | at character 9: expected is a text in single quotes or a number, found is the end",
        "Status = Active | at character 10: expected is a text in single quotes or a number, found is Active",
        "= 'x' | at character 1: expected is a column, found is =",
        "Status = 'x | at character 10: a text begins that has no closing quote",
        "`Status = 'x' | at character 1: a name begins that has no closing backtick",
        "Status = \\\"x\\\" | means nothing here",
        "Status = 'x' Budget = 1 | at character 14: expected is AND, OR or the end, found is Budget",
        "Status = 'a\\' | a text with a backslash",
        "1 = 1 | at character 1: expected is a column, found is 1",
        "Status = 'x'; DELETE | at character 13: \";\" means nothing here",
        "Status = 'x' -- y | at character 14: \"-\" means nothing here",
        "Status IN () | at character 12: expected is a text in single quotes or a number, found is )",
        "(Status = 'x' | expected is ), found is the end",
        "COUNT(Status) > 1 | at character 6: expected is a comparison",
        "Status NOT = 'x' | expected is IN or LIKE, found is =",
        "Budget = 12abc | means nothing here",
        "Status IN (SELECT Status FROM other) | expected is a text in single quotes or a number, found is SELECT"
      })
  void anything_else_is_refused_with_its_place(String text, String problem) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ConditionText.read(text))
        .withMessageContaining(problem);
  }

  @Test
  void a_condition_that_is_nested_without_end_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ConditionText.read("(".repeat(100_000)))
        .withMessageContaining("more than 50 NOT and parentheses");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "Status = 'x' AND `Due, on` > '2026-02-28' AND At <= '2026-02-28T10:00:00' AND Budget > 1 | \"\"",
        "At > '2026-02-28' | \"\"",
        "Status = 1 | Status is a text, compared with a text in single quotes",
        "Budget > '1' | Budget is a number, compared with a number without quotes",
        "`Due, on` > '2026-02-30' | Due, on is a DATE, compared with a 'yyyy-MM-dd'",
        "`Due, on` > '2026-02-28T10:00:00' | a DATE, compared",
        "At > 'yesterday' | a DATETIME, compared with",
        "At > 5 | a time, compared with a text such as",
        "Budget LIKE '1%' | LIKE is for those",
        "Stats = 'x' | unknown Stats"
      })
  void a_condition_is_compared_with_the_schema(String text, String problem) {
    List<String> problems = new ArrayList<>();
    ConditionText.read(text)
        .check(SCHEMA, unknown -> problems.add("unknown " + unknown), problems::add);

    if (problem.isEmpty()) {
      assertThat(problems).isEmpty();
    } else {
      assertThat(problems).singleElement().asString().contains(problem);
    }
  }
}
