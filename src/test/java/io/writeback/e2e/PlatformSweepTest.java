package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.cli.Home;
import io.writeback.config.Settings;
import io.writeback.dataset.Snapshot;
import io.writeback.dataset.csv.CsvSourceType;
import io.writeback.dataset.rows.RowInbox;
import io.writeback.sandbox.SandboxSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The demo's data in every locale and character set that this Java has. */
class PlatformSweepTest {
  /** Some cells have line ends: so many rows are in so many lines. */
  private static final int ROWS = 16;

  private static final int LINES = 20;

  @RegisterExtension private final Home home = new Home();
  private final Locale locale = Locale.getDefault();
  private final TimeZone zone = TimeZone.getDefault();

  @AfterEach
  void restore() {
    Locale.setDefault(locale);
    TimeZone.setDefault(zone);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = PlatformSweepTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String lines(String csv, int most) {
    return csv.lines().limit(most).collect(Collectors.joining("\n", "", "\n"));
  }

  /** One locale of those that write numbers and change letters alike: there are about a dozen. */
  private static List<Locale> locales() {
    Map<String, Locale> kinds = new LinkedHashMap<>();
    Arrays.stream(Locale.getAvailableLocales())
        .sorted(java.util.Comparator.comparing(Locale::toLanguageTag))
        .forEach(
            one ->
                kinds.putIfAbsent(
                    String.format(one, "%d", 1_234_567_890)
                        + "TITLE".toLowerCase(one)
                        + "title".toUpperCase(one),
                    one));
    return new ArrayList<>(kinds.values());
  }

  @Test
  void a_run_sends_the_same_in_every_locale_and_default_zone() throws Exception {
    home.sandbox(SandboxSettings.onFreePorts());
    home.csvToWorkfront("projects", "projects.csv");
    home.file("projects.csv", lines(resource("/sandbox/project-status.csv"), LINES));
    Locale.setDefault(Locale.ROOT);
    JsonNode expected = facts(home.run("run", "projects", "--json"));
    assertThat(expected.get("rows").asInt()).isEqualTo(ROWS);
    assertThat(expected.get("confirmed").asInt()).isGreaterThan(ROWS / 2);
    List<Locale> all = locales();
    assertThat(all).hasSizeGreaterThan(5);
    for (Locale one : all) {
      Locale.setDefault(one);
      TimeZone.setDefault(
          TimeZone.getTimeZone(
              all.indexOf(one) % 2 == 0 ? "Pacific/Kiritimati" : "America/St_Johns"));
      assertThat(facts(home.run("run", "projects", "--json")))
          .as(one.toLanguageTag())
          .isEqualTo(expected);
    }
  }

  /** A report without the values that differ in each run. */
  private static JsonNode facts(Home.Done done) throws IOException {
    assertThat(done.out()).as(done.err()).startsWith("{");
    JsonNode report = done.json();
    ObjectNode facts = new ObjectMapper().createObjectNode().put("exitCode", done.exitCode());
    report
        .fields()
        .forEachRemaining(
            field -> {
              if (field.getValue().isInt() || field.getKey().equals("state")) {
                facts.set(field.getKey(), field.getValue());
              }
            });
    return facts;
  }

  @Test
  void groups_of_row_messages_keep_their_order_in_every_locale() throws IOException {
    for (Locale one : locales()) {
      Locale.setDefault(one);
      Path inbox = home.path("inbox-" + one.toLanguageTag());
      new RowInbox(inbox).put("group", List.of("[\"1\"]"), 7);
      try (var files = Files.list(inbox)) {
        assertThat(files.map(file -> file.getFileName().toString()))
            .as(one.toLanguageTag())
            .allMatch(name -> name.matches("[\\x20-\\x7e]+"));
      }
    }
  }

  @Test
  void the_rows_are_the_same_in_every_character_set_that_can_write_them() throws Exception {
    CsvSourceType type = new CsvSourceType(home.folder()::resolve, 1 << 24);
    List<String> texts =
        List.of(
            lines(resource("/demo/airports.csv"), 200).replaceAll("[^\\x00-\\x7e]", ""),
            lines(resource("/sandbox/project-status.csv"), LINES));
    List<String> sets = new ArrayList<>();
    for (Charset charset : Charset.availableCharsets().values()) {
      for (String text : texts) {
        if (!charset.canEncode() || !text.equals(decoded(text, charset))) {
          continue;
        }
        Files.write(home.path("rows.csv"), text.getBytes(charset));
        Settings options =
            new Settings("route", "", Map.of("file", "rows.csv", "charset", charset.name()));
        Snapshot snapshot = type.open(options).stage(home.path("run"), rows -> {});
        assertThat(snapshot.file()).as(charset.name()).hasContent(text);
        sets.add(charset.name());
      }
    }
    assertThat(sets).hasSizeGreaterThan(100).contains("UTF-8", "UTF-16", "GB18030", "IBM037");
  }

  private static String decoded(String text, Charset charset) {
    return charset.newEncoder().canEncode(text) ? new String(text.getBytes(charset), charset) : "";
  }
}
