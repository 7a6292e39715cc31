package io.writeback.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.writeback.http.Outcome;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.Problem;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  private static Settings settings(String name, String value) {
    return new Settings("a file", "sink.", Map.of(name, value));
  }

  private static Settings value(String text) {
    return settings("x", text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"1m,5m|PT1M PT5M", " 500ms , 2h |PT0.5S PT2H", "none|''", "NONE|''", "''|PT3S"})
  void lengths_of_time_stand_behind_each_other(String text, String lengths) {
    assertThat(value(text).durations("x", List.of(Duration.ofSeconds(3))))
        .isEqualTo(
            lengths.isEmpty()
                ? List.of()
                : Arrays.stream(lengths.split(" ")).map(Duration::parse).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "0s", "1m,,5m", "1m,", "1m 5m", "-1m", "none,1m"})
  void what_is_no_list_of_lengths_is_a_mistake(String text) {
    Settings settings = value(text);
    settings.durations("x", List.of());

    assertThat(problems(settings))
        .singleElement()
        .asString()
        .contains("none, or durations such as 1m,5m,15m");
  }

  private static List<String> problems(Settings settings) {
    return settings.close().stream().map(Problem::toString).toList();
  }

  @ParameterizedTest
  @CsvSource({"1,1", "10,10", "' 7 ',7", "'',5", "' ',5"})
  void reads_a_whole_number(String text, int number) {
    Settings settings = value(text);

    assertThat(settings.integer("x", 5, 1, 10)).isEqualTo(number);
    assertThat(settings.close()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "11", "-1", "1.5", "many", "99999999999", "1_000"})
  void refuses_what_is_no_whole_number_in_its_range(String text) {
    Settings settings = value(text);

    assertThat(settings.integer("x", 5, 1, 10)).isEqualTo(5);
    assertThat(problems(settings))
        .containsExactly(
            "WB-103 a file: sink.x is \"" + text + "\", allowed is a whole number from 1 to 10");
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1_000_000,1000000", "9223372036854775807,9223372036854775807"})
  void reads_bytes(String text, long bytes) {
    assertThat(value(text).bytes("x", 5)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "_", "1k", "9223372036854775808"})
  void refuses_what_is_no_number_of_bytes(String text) {
    Settings settings = value(text);

    assertThat(settings.bytes("x", 5)).isEqualTo(5);
    assertThat(settings.close()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"0,0", "1,1", "0.5,0.5", "'',0.25"})
  void reads_a_fraction(String text, double fraction) {
    assertThat(value(text).fraction("x", 0.25)).isEqualTo(fraction);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.01", "-0.1", "NaN", "50%", "Infinity"})
  void refuses_what_is_no_fraction(String text) {
    Settings settings = value(text);

    assertThat(settings.fraction("x", 0.25)).isEqualTo(0.25);
    assertThat(settings.close()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"true,true", "TRUE,true", "false,false", "'',true"})
  void reads_yes_and_no(String text, boolean yes) {
    assertThat(value(text).bool("x", true)).isEqualTo(yes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "1", "on", "truee"})
  void refuses_what_is_neither_true_nor_false(String text) {
    Settings settings = value(text);

    assertThat(settings.bool("x", true)).isTrue();
    assertThat(problems(settings)).singleElement().asString().endsWith("allowed is true or false");
  }

  @ParameterizedTest
  @CsvSource({
    "500ms,PT0.5S",
    "60s,PT1M",
    "5m,PT5M",
    "8h,PT8H",
    "7d,PT168H",
    "0s,PT0S",
    "5 m,PT5M",
    "36500d,PT876000H"
  })
  void reads_a_length_of_time(String text, Duration length) {
    assertThat(value(text).duration("x", Duration.ofSeconds(3), Duration.ZERO)).isEqualTo(length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5",
        "m",
        "-5m",
        "5 weeks",
        "1.5h",
        "36501d",
        "9223372036854775807d",
        "9223372036854775807ms",
        "99999999999999999999s"
      })
  void refuses_what_is_no_length_of_time(String text) {
    Settings settings = value(text);

    assertThat(settings.duration("x", Duration.ofSeconds(3), Duration.ZERO))
        .isEqualTo(Duration.ofSeconds(3));
    assertThat(settings.close()).hasSize(1);
  }

  @Test
  void refuses_a_length_of_time_that_is_too_short() {
    Settings settings = value("0s");

    assertThat(settings.duration("x", Duration.ofSeconds(3), Duration.ofMillis(1)))
        .isEqualTo(Duration.ofSeconds(3));
    assertThat(problems(settings)).singleElement().asString().endsWith("shorter than 1ms");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTC", "+02:00", "Europe/Vienna"})
  void reads_a_time_zone(String text) {
    assertThat(value(text).zone("x", ZoneOffset.UTC)).isEqualTo(ZoneId.of(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Europe/Wien", "+25:00", "local time"})
  void refuses_what_is_no_time_zone(String text) {
    Settings settings = value(text);

    assertThat(settings.zone("x", ZoneOffset.UTC)).isEqualTo(ZoneOffset.UTC);
    assertThat(settings.close()).hasSize(1);
  }

  @Test
  void reads_a_choice() {
    assertThat(value("Throttled").choice("x", Outcome.UNKNOWN)).isEqualTo(Outcome.THROTTLED);
  }

  @Test
  void refuses_what_is_no_choice_and_says_which_there_are() {
    Settings settings = value("slow");

    assertThat(settings.choice("x", Outcome.UNKNOWN)).isEqualTo(Outcome.UNKNOWN);
    assertThat(problems(settings))
        .singleElement()
        .asString()
        .contains("one of answered, refused, unauthorised, throttled");
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.com,https://example.com",
    "https://example.com/,https://example.com",
    "http://127.0.0.1:8080/base//,http://127.0.0.1:8080/base",
    "HTTPS://Example.COM:443/Base,https://example.com/Base"
  })
  void reads_a_url_without_its_trailing_slash(String text, URI url) {
    assertThat(value(text).url("x")).contains(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.com",
        "ftp://example.com",
        "https://",
        "https://example.com?a=b",
        "https://example.com#a",
        "https://exa mple.com",
        "file:///etc/passwd"
      })
  void refuses_what_is_no_url(String text) {
    Settings settings = value(text);

    assertThat(settings.url("x")).isEmpty();
    assertThat(settings.close()).hasSize(1);
  }

  @Test
  void a_password_in_a_url_is_refused_and_not_repeated() {
    Settings settings = value("https://me:hunter2@example.com");

    assertThat(settings.url("x")).isEmpty();
    assertThat(problems(settings))
        .singleElement()
        .asString()
        .contains("https://•••@example.com")
        .doesNotContain("hunter2");
  }

  @Test
  void a_missing_value_says_what_it_is_for() {
    Settings settings = value(" ");

    assertThat(settings.required("x", "the ID of the DataSet")).isEmpty();
    assertThat(problems(settings))
        .containsExactly("WB-102 a file: sink.x is missing: the ID of the DataSet");
  }

  @Test
  void a_secret_is_read_and_never_printed() {
    Secret secret = value("hunter2").secret("x", "the key");

    assertThat(secret.reveal()).isEqualTo("hunter2");
    assertThat(secret.toString()).doesNotContain("hunter2");
  }

  @Test
  void an_unknown_name_comes_with_the_nearest_right_one() {
    Settings settings = settings("batchSiez", "7");
    settings.integer("batchSize", 100, 1, 100);

    assertThat(problems(settings))
        .containsExactly(
            "WB-101 a file: sink.batchSiez does not exist; did you mean sink.batchSize?");
  }

  @Test
  void an_unknown_name_that_is_near_to_none_comes_with_all_there_are() {
    Settings settings = settings("colour", "red").knows("object", "zone");

    assertThat(problems(settings))
        .containsExactly("WB-101 a file: sink.colour does not exist; there are object, zone");
  }

  @Test
  void all_mistakes_are_thrown_at_once() {
    Settings settings = new Settings("a file", "", Map.of("a", "x", "b", "y", "c", "z"));
    settings.integer("a", 1, 1, 2);
    settings.bool("b", true);

    assertThatThrownBy(settings::orThrow)
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e ->
                assertThat(e.problems())
                    .extracting(Problem::code)
                    .containsExactly(Code.BAD_VALUE, Code.BAD_VALUE, Code.UNKNOWN_KEY));
  }

  @Test
  void the_environment_is_asked_for_what_has_no_value() {
    Settings settings =
        new Settings(
            "a file",
            "account.domo.",
            Map.of("url", "file"),
            key -> Optional.of("env " + key),
            java.nio.file.Path::of,
            UnaryOperator.identity());

    assertThat(settings.text("url")).contains("file");
    assertThat(settings.text("client-id")).contains("env account.domo.client-id");
  }

  @Test
  void the_reason_of_a_parser_of_its_own_is_in_the_message() {
    Settings settings = value("7");
    settings.parsed(
        "x",
        null,
        "an even number",
        text -> {
          throw new IllegalArgumentException("7 is odd");
        });

    assertThat(problems(settings))
        .containsExactly("WB-103 a file: sink.x is \"7\", allowed is an even number: 7 is odd");
  }

  @Test
  void a_secret_whose_characters_were_lost_is_not_used_and_not_repeated() {
    Settings settings = value("hunter2\uFFFD\uFFFD");

    assertThat(settings.secret("x", "it is needed").reveal()).isEmpty();
    assertThat(settings.text("x")).isEmpty();
    assertThat(problems(settings))
        .singleElement()
        .asString()
        .startsWith("WB-114 a file: sink.x has characters that could not be read")
        .contains("LC_ALL=C.UTF-8")
        .doesNotContain("hunter2");
  }
}
