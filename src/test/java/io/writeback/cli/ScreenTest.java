package io.writeback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.run.Report;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is printed, as a terminal or a file gets it. */
final class ScreenTest {
  private static final Terminal COLOURED = new Terminal(() -> 80, true);

  private final StringWriter shown = new StringWriter();

  @Test
  void what_others_wrote_cannot_steer_the_terminal() {
    Screen screen = new Screen(shown, COLOURED);

    screen.println("name \u001b[2J\u001b]0;x\u0007\u009b31m\u202e end");

    assertThat(shown.toString())
        .isEqualTo("name \\u001b[2J\\u001b]0;x\\u0007\\u009b31m\\u202e end\n");
  }

  @Test
  void a_character_is_whole_although_it_comes_in_two_pieces() {
    Screen screen = new Screen(shown, Terminal.NONE);

    screen.print("\ud83d");
    screen.print("\ude00");
    screen.println();

    assertThat(shown).hasToString("😀\n");
  }

  @Test
  void a_state_has_a_colour_on_a_terminal_that_has_colours_and_nowhere_else() {
    String line = "state        FAILED  WB-407";
    new Screen(shown, COLOURED).println(line);
    assertThat(shown).hasToString("state        \u001b[31mFAILED  WB-407\u001b[0m\n");

    shown.getBuffer().setLength(0);
    new Screen(shown, Terminal.NONE).println(line);
    assertThat(shown).hasToString(line + "\n");
  }

  @ParameterizedTest
  @CsvSource({"xterm-256color,,true", "xterm,1,false", "dumb,,false", ",,false"})
  void colours_are_for_those_who_want_them(String term, String noColor, boolean wanted) {
    Map<String, String> environment = new java.util.HashMap<>();
    if (term != null) {
      environment.put("TERM", term);
    }
    if (noColor != null) {
      environment.put("NO_COLOR", noColor);
    }

    assertThat(Terminal.wantsColour(environment)).isEqualTo(wanted);
  }

  @Test
  void a_report_breaks_between_words_below_its_value() {
    new Screen(shown, new Terminal(() -> 60, false))
        .println(
            "because      Workfront is down: connection refused (PUT https://example.my.workfront.com/attask/v20.0/proj)");

    assertThat(shown.toString().lines())
        .containsExactly(
            "because      Workfront is down: connection refused (PUT",
            "             https://example.my.workfront.com/attask/v20.0/proj)");
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 60, 80, 120})
  void no_line_of_words_is_wider_than_the_terminal(int width) {
    new Screen(shown, new Terminal(() -> width, false))
        .println("note         " + "a few words of a note ".repeat(30));

    assertThat(shown.toString().lines()).allMatch(line -> line.length() <= width);
    assertThat(shown.toString().split("\\s+")).hasSize(1 + 30 * 6);
  }

  @Test
  void json_is_never_wrapped() {
    String json = "{\"text\":\"" + "word ".repeat(100) + "\"}";
    new Screen(shown, new Terminal(() -> 80, true)).println(json);

    assertThat(shown).hasToString(json + "\n");
  }

  @Test
  void a_line_replaces_the_bar_above_it() {
    Screen screen = new Screen(shown, COLOURED);

    screen.overwrite("50%\u001b[2J");
    screen.println("a line");

    assertThat(shown).hasToString("50%\\u001b[2J\r" + " ".repeat(12) + "\ra line\n");
  }

  @Test
  void a_device_that_takes_nothing_is_noticed() {
    Screen screen = new Screen(new FullDevice(), Terminal.NONE);

    screen.println("a line");

    assertThat(screen.failure()).hasValueSatisfying(e -> assertThat(e).hasMessage(FullDevice.FULL));
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 40, 79, 119})
  void the_progress_of_a_run_fits_the_terminal(int columns) {
    ProgressLine line =
        new ProgressLine(
            "a-writeback-with-a-very-long-name",
            5_000_000,
            Instant.EPOCH,
            () -> Instant.EPOCH.plusSeconds(100));
    line.at(1_234_567, 89_012);

    assertThat(line.text(columns).length()).isLessThanOrEqualTo(columns);
  }

  @Test
  void the_rate_of_the_progress_is_that_of_the_report() throws JsonProcessingException {
    ProgressLine line =
        new ProgressLine("w", 1_000, Instant.EPOCH, () -> Instant.EPOCH.plusSeconds(4));
    line.at(500, 0);

    assertThat(line.text(100)).contains(" 50% ").contains(" 500/1,000 rows  125 rows/s");

    line.ended(report("\"rows\": 1000, \"confirmed\": 1000, \"rowsPerSecond\": 321.4"));

    assertThat(line.text(100)).contains("100% ").contains(" 1,000/1,000 rows  321 rows/s");
  }

  private static Report report(String fields) throws JsonProcessingException {
    return new ObjectMapper()
        .readValue(
            """
            {"run": "a", "writeback": "w", "unmatchedColumns": [], "warnings": [], "expectedRefusals": [],
             "rejectCauses": [], "differenceCauses": [], %s}
            """
                .formatted(fields),
            Report.class);
  }

  /** As /dev/full. */
  static final class FullDevice extends Writer {
    static final String FULL = "No space left on device";

    @Override
    public void write(char[] characters, int offset, int length) throws IOException {
      throw new IOException(FULL);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @Test
  void lines_are_drawn_again_in_place_and_no_more_of_them_than_the_terminal_shows() {
    Terminal small = new Terminal(() -> 40, () -> 4, false, true, true);
    Screen screen = new Screen(shown, small);

    screen.redraw("one\n" + "x".repeat(60) + "\nfour");
    screen.redraw("one\u001b[2J\ntwo");
    screen.redraw("");
    screen.println("end");

    assertThat(shown)
        .hasToString(
            "one\n"
                + "x".repeat(60)
                + "\n"
                + "\u001b[3A\r\u001b[J"
                + "one\\u001b[2J\ntwo\n"
                + "\u001b[2A\r\u001b[J"
                + "end\n");
  }

  @Test
  void what_was_printed_after_a_drawing_is_not_drawn_over() {
    Screen screen = new Screen(shown, COLOURED);

    screen.redraw("one");
    screen.println("kept");
    screen.redraw("two");

    assertThat(shown).hasToString("one\nkept\ntwo\n");
  }

  @ParameterizedTest
  @CsvSource({"UTF-8,true", "utf8,true", "ISO-8859-1,false", "ANSI_X3.4-1968,false", "'',false"})
  void a_terminal_shows_more_than_ascii_if_its_locale_is_utf_8(String charset, boolean shows) {
    assertThat(Terminal.isUtf8(charset)).isEqualTo(shows);
  }
}
