package io.writeback.changes;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How far values go. */
class MoveTest {
  private static BigDecimal number(String number) {
    return new BigDecimal(number);
  }

  @ParameterizedTest
  @CsvSource({
    "100, 120, 20, 0.2",
    "120, 100, -20, 0.1666666666666667",
    "-100, 100, 200, 2",
    "0, 5, 5,",
    "1.50, 1.5001, 0.0001, 0.00006666666666666667",
    "1e3, 1001, 1, 0.001"
  })
  void a_number_goes_by_a_number_whether_it_is_a_text_or_not(
      String from, String to, BigDecimal by, BigDecimal part) {
    assertThat(Move.of(from, to)).get().isEqualTo(Move.of(number(from), to).orElseThrow());
    assertThat(Move.of(number(from), number(to)))
        .get()
        .satisfies(
            move -> {
              assertThat(move.kind()).isEqualTo(Moved.Kind.NUMBER);
              assertThat(move.by()).isEqualByComparingTo(by);
              if (part == null) {
                assertThat(move.part()).as("an endless part").isNull();
              } else {
                assertThat(move.part()).isEqualByComparingTo(part);
              }
            });
  }

  @ParameterizedTest
  @CsvSource({
    "2026-07-01, 2026-07-31, 2592000",
    "2026-07-31, 2026-07-01, -2592000",
    "2026-07-01T08:00:00Z, 2026-07-01T08:00:01Z, 1",
    "2026-07-01T08:00:00:000-0400, 2026-07-01T12:00:00.500Z, 0.5",
    "2026-07-01 08:00, 2026-07-01T09:30, 5400",
    "2026-07-01T08:00:00+02, 2026-07-01 09:00 +02:00, 3600",
    "2026-07-01T08:00:00:000-0400, 2026-07-01T08:00:01, 1",
    "2026-07-01T23:00:00:000-0400, 2026-07-02, 86400"
  })
  void a_date_goes_by_seconds_in_any_form(String from, String to, BigDecimal seconds) {
    assertThat(Move.of(from, to))
        .get()
        .satisfies(
            move -> {
              assertThat(move.kind()).isEqualTo(Moved.Kind.TIME);
              assertThat(move.by()).isEqualByComparingTo(seconds);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "CUR, CPL",
    "1.0, 1.00",
    "0012, 0013",
    "'1 ', 2",
    "1e99999999999, 1",
    "12, n/a",
    "12, 2026-07-01",
    "2026-07-01, 2026-02-30",
    "2026-07-01, 2026-07-01T23:00:00Z",
    "2026-07-01T08:00:00Z, 2026-07-01T10:00:00+02:00",
    "2026-07-01T25:00:00Z, 2026-07-01T10:00:00Z",
    "true, false"
  })
  void anything_else_does_not_move(String from, String to) {
    assertThat(Move.of(from, to)).isEmpty();
  }

  @Test
  void a_blank_field_does_not_move() {
    assertThat(Move.of(null, 5L)).isEmpty();
    assertThat(Move.of(5L, null)).isEmpty();
    assertThat(Move.of(List.of("1"), 5L)).isEmpty();
    assertThat(Move.of("", 5L)).isEmpty();
  }

  @Test
  void numbers_of_any_size_are_computed_with_at_once() {
    assertThat(Move.of(number("1E+2147483647"), 1L)).get().extracting(Move::by).isNotNull();
    assertThat(Move.of(1L, number("-9E-2147483647"))).get().extracting(Move::by).isNotNull();
    assertThat(Move.of("1e999999999", "-1e999999999")).get().extracting(Move::by).isNotNull();
    assertThat(Move.of(Long.MIN_VALUE, Long.MAX_VALUE))
        .get()
        .extracting(Move::by)
        .isEqualTo(number("18446744073709551615"));
  }
}
