package io.writeback.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** External text, made safe to show. */
final class VisibleTest {
  @ParameterizedTest
  @CsvSource({
    "001b,\\u001b",
    "0007,\\u0007",
    "0000,\\u0000",
    "007f,\\u007f",
    "009b,\\u009b",
    "009d,\\u009d",
    "00a0,\\u00a0",
    "00ad,\\u00ad",
    "200b,\\u200b",
    "200d,\\u200d",
    "202e,\\u202e",
    "2066,\\u2066",
    "2028,\\u2028",
    "2800,\\u2800",
    "3000,\\u3000",
    "3164,\\u3164",
    "fe0f,\\ufe0f",
    "feff,\\ufeff",
    "d83d,\\ud83d",
    "e0041,\\udb40\\udc41",
  })
  void what_steers_a_terminal_or_cannot_be_seen_is_an_escape(String character, String shown) {
    String hidden = Character.toString(Integer.parseInt(character, 16));

    assertThat(Visible.line("Na" + hidden + "me")).isEqualTo("Na" + shown + "me");
    assertThat(Visible.text("Na" + hidden + "me")).isEqualTo("Na" + shown + "me");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Übersicht",
        "C:\\Temp\\u",
        "東京",
        "Ελλάδα",
        "हिन्दी",
        "ภาษาไทย",
        "😀",
        "→ 5 €",
        ""
      })
  void what_can_be_seen_stays(String text) {
    assertThat(Visible.line(text)).isEqualTo(text);
  }

  @Test
  void a_mark_that_looks_like_a_composed_letter_is_an_escape() {
    assertThat(Visible.line("U\u0308bersicht cafe\u0301"))
        .isEqualTo("U\\u0308bersicht cafe\\u0301");
    assertThat(Visible.line("e\u0323\u0301\u0330x")).isEqualTo("e\\u0323\\u0301\\u0330x");
    assertThat(Visible.line("\u1112\u1161\u11ab")).isEqualTo("\u1112\\u1161\\u11ab");
  }

  @Test
  void a_value_stays_on_its_line_and_a_text_keeps_its_lines() {
    assertThat(Visible.line("a\r\nstate COMPLETE\tb")).isEqualTo("a\\r\\nstate COMPLETE\\tb");
    assertThat(Visible.text("a\r\nb\tc")).isEqualTo("a\\r\nb\tc");
  }

  @Test
  void json_keeps_its_value_whatever_character_is_in_it() throws Exception {
    ObjectMapper json = new ObjectMapper();
    String all =
        IntStream.range(0, 0x3000)
            .filter(c -> !Character.isSurrogate((char) c))
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .append("\\\u200b\\\\\u202e\"\ufeff e\u0301 \udb40\udc41")
            .toString();

    String shown = Visible.text(json.writeValueAsString(all));

    assertThat(json.readValue(shown, String.class)).isEqualTo(all);
    assertThat(shown).doesNotContain("\u001b", "\u009b", "\u202e", "\u200b", "\ufeff");
  }
}
