package io.writeback.changes;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.config.Settings;
import io.writeback.problem.Problem;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run may change without asking, and how it is said. */
class BudgetTest {
  private static Budget budget(String... options) {
    Settings settings = settings(options);
    Budget budget = Budget.of(settings);
    assertThat(settings.close()).isEmpty();
    return budget;
  }

  private static Settings settings(String... options) {
    return new Settings(
        "route", "", options.length == 0 ? Map.of() : Map.of(options[0], options[1]));
  }

  private static ChangeSummary summary(Consumer<ChangeCounter> changes) {
    ChangeCounter counter = new ChangeCounter();
    changes.accept(counter);
    return counter.summary();
  }

  private static ChangeSummary change(Object before, Object after) {
    return summary(counter -> counter.add(new Change(17, "5f0a", "f", before, after)));
  }

  private static ChangeSummary rows(int changed, int equal) {
    return summary(
        counter -> {
          for (long row = 1; row <= changed; row++) {
            counter.add(new Change(row, "k", "status", "CUR", "CPL"));
          }
          counter.equal(equal);
        });
  }

  @Test
  void without_options_it_is_off() {
    assertThat(budget().isOff()).isTrue();
    assertThat(budget().over(rows(1_000, 0))).isEmpty();
    assertThat(budget().asks(rows(1_000, 0))).isFalse();
  }

  @Test
  void too_many_rows_are_said_as_numbers() {
    assertThat(budget("maxChanged", "500").over(rows(1_204, 0)))
        .containsExactly("1,204 rows would change; the budget allows 500");
    assertThat(budget("maxChanged", "0").over(rows(1, 0)))
        .containsExactly("1 row would change; the budget allows 0");
    assertThat(budget("maxChanged", "500").over(rows(500, 0))).isEmpty();
  }

  @Test
  void too_large_a_part_of_the_rows_is_said_as_a_part() {
    assertThat(budget("maxChanged", "5%").over(rows(125, 875)))
        .containsExactly(
            "125 of 1,000 rows would change, which is 12.5%; the budget allows 5%, which is 50");
    assertThat(budget("maxChanged", "12.5%").over(rows(125, 875))).isEmpty();
    assertThat(budget("maxChanged", "5%").over(rows(0, 0))).isEmpty();
  }

  @Test
  void rows_with_fields_that_cannot_be_read_count_because_they_are_sent() {
    ChangeSummary summary =
        summary(
            counter -> {
              counter.add(new Change(1, "k", "status", "CUR", "CPL"));
              counter.unreadable(2, "password");
            });

    assertThat(budget("maxChanged", "1").over(summary))
        .containsExactly(
            "2 rows would change (1 of them in fields that cannot be read); the budget allows 1");
  }

  @Test
  void too_many_emptied_values_are_said_with_their_fields() {
    ChangeSummary summary =
        summary(
            counter -> {
              for (long row = 1; row <= 1_001; row++) {
                counter.add(new Change(row, "k", "notes", "x", null));
              }
              counter.add(new Change(2_000, "k", "owner", "x", ""));
              counter.add(new Change(2_001, "k", "status", "CUR", "CPL"));
            });

    assertThat(budget("maxBlanked", "10").over(summary))
        .containsExactly(
            "1,002 values would be emptied (notes 1,001, owner 1); the budget allows 10");
    assertThat(budget("maxBlanked", "1002").over(summary)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "20%|1000|1200.01|+200.01 (+20%)",
        "20%|1000|5000|+4,000 (+400%)",
        "20%|1000|-1000|-2,000 (-200%)",
        "20%|0|0.01|+0.01",
        "1|1|3|+2 (+200%)",
        "0|1|1.01|+0.01 (+1%)"
      })
  void a_number_that_moves_too_far_is_said_with_its_row(
      String limit, BigDecimal before, BigDecimal after, String distance) {
    assertThat(budget("maxMove", "f=" + limit).over(change(before, after)))
        .containsExactly(
            "f would move by %s in row 17 (key 5f0a), from %s to %s; the budget allows %s"
                .formatted(distance, before, after, limit));
  }

  @ParameterizedTest
  @CsvSource({
    "20%, 1000, 1200",
    "20%, -1000, -800",
    "200, 1000, 800",
    "1, n/a, 5000",
    "1, CUR, CPL",
    "1, '', 5000"
  })
  void a_number_within_its_limit_and_a_text_that_is_none_are_fine(
      String limit, String before, String after) {
    assertThat(budget("maxMove", "f=" + limit).over(change(before, after))).isEmpty();
  }

  @Test
  void a_date_that_moves_too_far_is_said_with_its_row() {
    Budget budget = budget("maxMove", "f = 30d");

    assertThat(budget.over(change("2026-07-01", "2026-07-31"))).isEmpty();
    assertThat(budget.over(change("2026-07-01", "2025-07-01")))
        .containsExactly(
            "f would move by -365 d in row 17 (key 5f0a), from 2026-07-01 to 2025-07-01; the budget allows 30d");
  }

  @Test
  void a_limit_that_cannot_judge_its_field_is_no_free_pass() {
    assertThat(budget("maxMove", "f=20%").over(change("2026-07-01", "2026-07-02")))
        .containsExactly(
            "the budget allows f to move by 20%, but it has dates, and its limit has to be a time such as 30d");
    assertThat(budget("maxMove", "f=30d").over(change(1L, 2L)))
        .containsExactly(
            "the budget allows f to move by 30d, but it has numbers, and its limit has to be one such as 20% or 1");
  }

  @Test
  void the_steepest_move_is_judged_although_others_are_larger() {
    ChangeSummary summary =
        summary(
            counter -> {
              for (long row = 1; row <= 20; row++) {
                counter.add(new Change(row, "k", "f", 1_000_000L + row, 1_100_000L));
              }
              counter.add(new Change(21, "small", "f", 1L, 2L));
            });

    assertThat(budget("maxMove", "f=50%").over(summary))
        .singleElement()
        .asString()
        .contains("in row 21 (key small), from 1 to 2");
  }

  @Test
  void a_sentence_stays_on_its_line_whatever_the_values_are() {
    ChangeSummary summary =
        summary(counter -> counter.add(new Change(1, "a\n\u001b[2Jb", "f", 1L, 9L)));

    assertThat(budget("maxMove", "f=1").over(summary))
        .singleElement()
        .asString()
        .contains("(key a\\n\\u001b[2Jb)");
  }

  @ParameterizedTest
  @CsvSource({"never, false, false", "over-budget, false, true", "always, true, true"})
  void approval_says_when_a_person_is_asked(String approval, boolean within, boolean over) {
    Settings settings = new Settings("route", "", Map.of("maxChanged", "1", "approval", approval));
    Budget budget = Budget.of(settings);

    assertThat(budget.asks(rows(1, 1))).isEqualTo(within);
    assertThat(budget.asks(rows(2, 1))).isEqualTo(over);
    assertThat(budget.asks(rows(0, 9))).as("nothing to approve").isFalse();
    assertThat(budget.isOff()).isFalse();
  }

  @Test
  void a_run_that_always_asks_is_not_off() {
    assertThat(budget("approval", "always").isOff()).isFalse();
    assertThat(budget("approval", "never").isOff()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"many", "-1", "5.5", "5 percent", "1,000", "%", "1e3"})
  void a_limit_of_rows_that_is_none_is_refused_with_what_is_allowed(String limit) {
    assertThat(problems("maxChanged", limit))
        .containsExactly(
            "WB-103 route: maxChanged is \"%s\", allowed is a number of rows such as 500, or a part of them such as 5%%"
                .formatted(limit));
  }

  @Test
  void more_than_all_rows_are_refused() {
    assertThat(problems("maxChanged", "101%"))
        .singleElement()
        .asString()
        .endsWith(": more than 100% of the rows");
  }

  @Test
  void all_mistakes_in_the_list_of_moves_are_found_at_once() {
    assertThat(problems("maxMove", "budget=1,000,a=1,a=2,,b=soon,c=-1"))
        .containsExactly(
            "WB-103 route: maxMove has \"000\", which is not field=limit such as budget=20% (write 1000 without a comma, and \\, and \\= for those characters in a name)",
            "WB-103 route: maxMove names the field \"a\" twice",
            "WB-103 route: maxMove has an empty entry (two commas, or one at the end)",
            "WB-103 route: maxMove has the limit \"soon\" for the field \"b\", allowed is a part such as 20%, a number such as 1, or a time such as 30d",
            "WB-103 route: maxMove has the limit \"-1\" for the field \"c\", allowed is a part such as 20%, a number such as 1, or a time such as 30d");
  }

  private static List<String> problems(String option, String value) {
    Settings settings = settings(option, value);
    Budget.of(settings);
    return settings.close().stream().map(Problem::toString).toList();
  }

  @Test
  void a_field_that_is_not_written_is_named_with_the_nearest_one() {
    assertThat(
            budget("maxMove", "budgt=20%, status=1, DE:Region=1")
                .unknownFields(List.of("budget", "status")))
        .containsExactly(
            "names the field \"budgt\", which is not written; did you mean budget?",
            "names the field \"DE:Region\", which is not written");
  }
}
