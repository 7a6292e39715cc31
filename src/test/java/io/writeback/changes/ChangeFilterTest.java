package io.writeback.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.writeback.changes.ChangeFilter.Kind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which changes a person wants to see. */
class ChangeFilterTest {
  private static final ChangeFilter ALL = new ChangeFilter("", Kind.ANY, Optional.empty(), "");

  private static boolean sees(ChangeFilter filter, Object before, Object after) {
    return filter.matches(new Change(1, "5F0A-key", "budget", before, after));
  }

  private static ChangeFilter least(String distance) {
    return new ChangeFilter("", Kind.ANY, ChangeFilter.distance(distance), "");
  }

  @Test
  void without_a_wish_every_change_is_seen() {
    assertThat(sees(ALL, "a", "b")).isTrue();
    assertThat(sees(ALL, null, List.of("x"))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"budget, 0a-K, true", "budget, 0b, false", "Budget, '', false", "'', 5f0a, true"})
  void a_field_is_meant_as_it_is_written_and_a_part_of_a_key_in_any_case(
      String field, String key, boolean seen) {
    assertThat(sees(new ChangeFilter(field, Kind.ANY, Optional.empty(), key), 1L, 2L))
        .isEqualTo(seen);
  }

  @Test
  void what_is_emptied_and_what_is_filled_can_be_seen_alone() {
    ChangeFilter filled = new ChangeFilter("", Kind.FROM_EMPTY, Optional.empty(), "");
    ChangeFilter emptied = new ChangeFilter("", Kind.TO_EMPTY, Optional.empty(), "");

    assertThat(sees(filled, "", "a")).isTrue();
    assertThat(sees(filled, "a", null)).isFalse();
    assertThat(sees(emptied, "a", null)).isTrue();
    assertThat(sees(emptied, "a", "b")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "20%, 100, 120, true",
    "20%, 100, 119.9, false",
    "20%, 0, 1, true",
    "20%, 2026-07-01, 2026-07-31, false",
    "20, 100, 80, true",
    "20, 100, 81, false",
    "20, a, b, false",
    "30d, 2026-07-01, 2026-07-31, true",
    "30d, 2026-07-31, 2026-07-01, true",
    "30d, 2026-07-01, 2026-07-30, false",
    "1d, 5, 1000000, false",
  })
  void a_move_is_seen_from_this_distance_on(
      String distance, String before, String after, boolean seen) {
    assertThat(sees(least(distance), before, after)).isEqualTo(seen);
  }

  @Test
  void what_has_no_value_before_or_after_does_not_move() {
    assertThat(sees(least("1%"), null, 5L)).isFalse();
    assertThat(sees(least("1%"), 5L, null)).isFalse();
  }

  @Test
  void a_distance_that_is_none_is_refused_with_what_is_allowed() {
    assertThat(ChangeFilter.distance(" ")).isEmpty();
    assertThatThrownBy(() -> ChangeFilter.distance("much"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("allowed is a part such as 20%, a number such as 1, or a time such as 30d");
  }

  @Test
  void a_kind_that_does_not_exist_is_every_kind() {
    assertThat(Kind.of("to empty")).isEqualTo(Kind.TO_EMPTY);
    assertThat(Kind.of("something else")).isEqualTo(Kind.ANY);
  }
}
