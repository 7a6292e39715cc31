package io.writeback.destination.workiva;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RegionTest {
  @ParameterizedTest
  @CsvSource({
    "A1, CORNER, 1, 1, 0, 0",
    "b12, CORNER, 12, 2, 0, 0",
    "A2:D8, RANGE, 2, 1, 8, 4",
    "A1:A1, RANGE, 1, 1, 1, 1",
    "AA10:AB11, RANGE, 10, 27, 11, 28",
    "A:A, COLUMNS, 1, 1, 0, 1",
    "c:xfd, COLUMNS, 1, 3, 0, 16384",
    "1:3, ROWS, 1, 1, 3, 0",
    "5:1048576, ROWS, 5, 1, 1048576, 0",
    "B3:, FROM, 3, 2, 0, 0",
    ":, SHEET, 1, 1, 0, 0",
    "' A2:D8 ', RANGE, 2, 1, 8, 4",
  })
  void the_six_forms_are_understood(
      String text, Region.Form form, int top, int left, int bottom, int right) {
    assertThat(Region.parse(text)).isEqualTo(new Region(form, top, left, bottom, right));
  }

  @ParameterizedTest
  @CsvSource({
    "'', 1",
    "A, 2",
    "7, 2",
    "A0, 2",
    "$A$1, 1",
    "A$1, 2",
    "Sheet1!A1, 1",
    "Sh1!A1, 4",
    "A2:D8:E9, 6",
    "A2;D8, 3",
    ":D8, 1",
    "A:, 3",
    "3:, 3",
    "A2:D, 4",
    "A:D8, 3",
    "1:D, 3",
    "D8:A2, 4",
    "A9:D2, 4",
    "C:A, 3",
    "3:1, 3",
    "XFE1, 1",
    "A1048577, 2",
    "A1 B2, 4",
    "A-1, 2",
    "ä1, 1",
  })
  void a_mistake_is_reported_with_its_place(String text, int place) {
    assertThatThrownBy(() -> Region.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("at character " + place + " ");
  }

  @Test
  void whatever_is_typed_is_a_region_that_reads_back_or_a_mistake_inside_of_it() {
    Random random = new Random(20261123);
    String letters = "AaBzX019:$ !";
    int good = 0;
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(9); length > 0; length--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      try {
        Region region = Region.parse(text.toString());
        assertThat(Region.parse(region.toString())).isEqualTo(region);
        good++;
      } catch (IllegalArgumentException e) {
        String place = e.getMessage().replaceAll("^at character (\\d+) .*$", "$1");
        assertThat(Integer.parseInt(place))
            .as(text + ": " + e.getMessage())
            .isBetween(1, text.length() + 1);
      }
    }
    assertThat(good).isGreaterThan(1_000);
  }
}
