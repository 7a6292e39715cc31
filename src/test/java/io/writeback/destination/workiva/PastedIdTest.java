package io.writeback.destination.workiva;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PastedIdTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "aaaa-bbbb",
        " aaaa-bbbb ",
        "https://app.wdesk.com/a/QWNjb3VudAo/spreadsheet/aaaa-bbbb",
        "https://app.wdesk.com/a/QWNjb3VudAo/spreadsheet/aaaa-bbbb/sheet/1?x=1#y",
        "https://api.app.wdesk.com/spreadsheets/aaaa-bbbb"
      })
  void the_id_of_a_spreadsheet_is_found_in_what_people_paste(String text) {
    assertThat(PastedId.spreadsheet(text)).isEqualTo("aaaa-bbbb");
  }

  @Test
  void a_sheet_is_an_id_a_title_or_an_address() {
    assertThat(PastedId.sheet(" US Employment ")).isEqualTo("US Employment");
    assertThat(PastedId.sheet("https://app.wdesk.com/a/x/spreadsheet/aaaa/sheet/1b?z=1"))
        .isEqualTo("1b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://app.wdesk.com/a/x", "a/b", "my report", "https://x/spreadsheet/"})
  void what_is_no_id_is_refused(String text) {
    assertThatThrownBy(() -> PastedId.spreadsheet(text))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
