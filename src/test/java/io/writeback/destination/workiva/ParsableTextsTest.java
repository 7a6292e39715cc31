package io.writeback.destination.workiva;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.dataset.Column;
import io.writeback.dataset.ColumnType;
import io.writeback.dataset.Schema;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ParsableTextsTest {
  private final ParsableTexts texts =
      new ParsableTexts(
          new Schema(
              List.of(
                  new Column("zip", ColumnType.STRING), new Column("code", ColumnType.STRING))));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "00123|numbers",
        "+5|numbers",
        "1.50|numbers",
        "1E5|numbers",
        "1,234.5|numbers",
        "$12|numbers",
        "(12)|numbers",
        ".5|numbers",
        "1234567890123456|numbers",
        "10%|percentages",
        "2.5 %|percentages",
        "true|truth values",
        "FALSE|truth values",
        "2026-01-05|dates",
        "2026-01-05T10:00:00Z|dates",
        "1/2|dates",
        "3-4|dates",
        "01.07.2026|dates",
        "5-Jan|dates",
        "JAN 2026|dates",
        "MAR1|none",
        "12:30|times",
        "9:05 pm|times",
      })
  void a_text_that_a_cell_may_read_otherwise_is_counted(String text, String kind) {
    texts.look(0, text);

    if (kind.equals("none")) {
      assertThat(texts.warning()).isEmpty();
    } else {
      assertThat(texts.warning().orElseThrow()).contains("1 " + kind + ", such as \"" + text);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "word", "123", "-4.5", "0", "a1", "12 apples", "N/A", "E5", "-"})
  void a_text_that_every_cell_keeps_is_not(String text) {
    texts.look(0, text);

    assertThat(texts.warning()).isEmpty();
  }

  @Test
  void the_warning_has_a_count_and_an_example_of_each_column() {
    texts.look(0, "00501");
    texts.look(0, "00544");
    texts.look(1, "1/2");
    texts.look(1, "TRUE");

    assertThat(texts.warning().orElseThrow())
        .contains(
            "column \"zip\": 2 numbers, such as \"00501\"; column \"code\": 1 truth values, such as"
                + " \"TRUE\" and 1 dates, such as \"1/2\"");
  }
}
