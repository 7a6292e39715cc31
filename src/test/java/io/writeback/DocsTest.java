package io.writeback;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.alert.AlertSettings;
import io.writeback.api.ApiSettings;
import io.writeback.belief.Belief;
import io.writeback.camel.WritebackRuntime;
import io.writeback.config.Configuration;
import io.writeback.config.Settings;
import io.writeback.console.ConsoleSettings;
import io.writeback.dataset.domo.DomoSourceType;
import io.writeback.destination.DestinationType;
import io.writeback.engine.Connectors;
import io.writeback.http.HttpLimits;
import io.writeback.http.Outcome;
import io.writeback.http.OutcomeTable;
import io.writeback.http.RetryPolicy;
import io.writeback.ledger.Pause;
import io.writeback.log.LogSettings;
import io.writeback.problem.Code;
import io.writeback.problem.Problem;
import io.writeback.queue.QueueSettings;
import io.writeback.run.ProgressListener;
import io.writeback.trace.TraceSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The documentation matches the code: every code, parameter and key; no broken link. */
class DocsTest {
  private static final Path HOME = Path.of("").toAbsolutePath();
  private static final Path KAMELETS = HOME.resolve("src/main/resources/kamelets");
  private static final Path TESTS = HOME.resolve("src/test/java");

  /** An unknown key; the error about it lists the known ones. */
  private static final String NO_KEY = "qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq";

  private static final Pattern LINK = Pattern.compile("(?<!!)\\[[^\\]]*]\\(([^)\\s]+)\\)");
  private static final Pattern TEST = Pattern.compile("`(\\w+Test)#(\\w+)`");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");

  @ParameterizedTest
  @EnumSource
  void errors_explains_every_code(Code code) {
    List<String> row = row(text("docs/errors.md"), code.id());

    assertThat(row).hasSize(4).allSatisfy(cell -> assertThat(cell).isNotBlank());
    assertThat(row.get(1).replace("`", "")).isEqualTo(code.meaning());
  }

  @Test
  void errors_explains_no_code_that_does_not_exist() {
    Set<String> codes = new TreeSet<>();
    Arrays.stream(Code.values()).forEach(code -> codes.add(code.id()));

    for (Path document : documents()) {
      assertThat(codes)
          .as(document.toString())
          .containsAll(found(Pattern.compile("WB-\\d{3}"), text(document), 0));
    }
  }

  /** The names of all parameters of Kamelets. */
  private static Set<String> parameters() throws IOException {
    Set<String> parameters = new TreeSet<>();
    try (Stream<Path> files = Files.list(KAMELETS)) {
      for (Path file : files.toList()) {
        Object kamelet = new Load(LoadSettings.builder().build()).loadFromString(text(file));
        ((Map<?, ?>) at(kamelet, "spec", "definition", "properties"))
            .keySet()
            .forEach(name -> parameters.add((String) name));
      }
    }
    return parameters;
  }

  /** Those of the product. */
  static List<DestinationType> destinations() {
    return Connectors.destinationTypes().stream()
        .filter(type -> !GeneratedFilesTest.isOfTheTests(type))
        .toList();
  }

  @Test
  void every_key_below_http_has_its_row() {
    Settings settings = new Settings("", "http.", Map.of(NO_KEY, "1"));
    HttpLimits.of(settings);
    RetryPolicy.of(settings);

    assertThat(keysOf("docs/configuration.md", "`http.`")).isEqualTo(known(settings.close()));
  }

  @Test
  void every_key_below_queue_has_its_row() {
    assertThat(keysOf("docs/queue.md", "`queue.`"))
        .isEqualTo(
            known(
                QueueSettings.of(
                        new Configuration(HOME, "", Map.of("queue." + NO_KEY, "1"), Map.of()))
                    .problems()));
  }

  @Test
  void every_key_below_api_has_its_row() {
    assertThat(keysOf("docs/triggers.md", "`api.`"))
        .isEqualTo(
            known(
                ApiSettings.of(new Configuration(HOME, "", Map.of("api." + NO_KEY, "1"), Map.of()))
                    .problems()));
  }

  @Test
  void every_key_below_console_has_its_row() {
    assertThat(keysOf("docs/console.md", "`console.`"))
        .isEqualTo(
            known(
                ConsoleSettings.of(
                        new Configuration(HOME, "", Map.of("console." + NO_KEY, "1"), Map.of()),
                        "127.0.0.1",
                        false)
                    .problems()));
  }

  @Test
  void every_key_below_log_has_its_row() {
    assertThat(keysOf("docs/logs.md", "`log.`"))
        .isEqualTo(
            known(
                LogSettings.of(new Configuration(HOME, "", Map.of("log." + NO_KEY, "1"), Map.of()))
                    .problems()));
  }

  @Test
  void every_key_below_trace_has_its_row() {
    assertThat(keysOf("docs/traces.md", "`trace.`"))
        .isEqualTo(
            known(
                TraceSettings.of(
                        new Configuration(HOME, "", Map.of("trace." + NO_KEY, "1"), Map.of()))
                    .problems()));
  }

  @Test
  void every_key_below_alert_has_its_row() {
    Set<String> keys = keysOf("docs/alerts.md", "Rules");
    keys.addAll(keysOf("docs/alerts.md", "Channels"));
    assertThat(keys)
        .isEqualTo(
            known(
                AlertSettings.of(
                        new Configuration(HOME, "", Map.of("alert." + NO_KEY, "1"), Map.of()))
                    .problems()));
  }

  @Test
  void every_key_below_writeback_has_its_row() throws IOException {
    Configuration configuration =
        new Configuration(HOME, "", Map.of("writeback." + NO_KEY, "1"), Map.of());
    try (DefaultCamelContext context = new DefaultCamelContext();
        WritebackRuntime runtime =
            new WritebackRuntime(
                context, configuration, ProgressListener.NONE, InstantSource.system())) {
      assertThat(keysOf("docs/configuration.md", "`writeback.`"))
          .isEqualTo(known(runtime.settings().problems()));
    }
  }

  @Test
  void failures_has_the_table_of_outcomes_line_by_line() {
    List<List<String>> documented = new ArrayList<>();
    rows(text("docs/failures.md")).stream()
        .filter(row -> row.size() == 4 && !row.get(3).isBlank())
        .filter(row -> Arrays.stream(Outcome.values()).anyMatch(o -> o.name().equals(row.get(1))))
        .forEach(row -> documented.add(row.subList(0, 3)));

    List<List<String>> table = new ArrayList<>();
    OutcomeTable.STATUSES.forEach(line -> table.add(cells(line)));
    OutcomeTable.FAILURES.forEach(line -> table.add(cells(line)));
    assertThat(documented).startsWith(table.toArray(List[]::new));
  }

  private static List<String> cells(OutcomeTable.Line<?> line) {
    return List.of(line.observed(), line.outcome().name(), line.outcome().action());
  }

  @ParameterizedTest
  @EnumSource
  void failures_says_when_a_run_pauses_and_what_resumes_it(Pause.Kind kind) {
    String resumes =
        kind.passes()
            ? "automatically"
            : kind == Pause.Kind.APPROVAL ? "on `./writeback apply`" : "on `./writeback resume`";

    assertThat(rows(table(text("docs/failures.md"), "How long a run waits")))
        .filteredOn(row -> row.get(1).matches(".*\\b" + kind.word() + "\\b.*"))
        .isNotEmpty()
        .allSatisfy(row -> assertThat(row.get(2)).startsWith(resumes));
  }

  @Test
  void every_row_of_from_domo_names_a_test_that_exists_or_is_to_come() {
    List<List<String>> rows = rows(text("docs/from-domo.md"));

    assertThat(rows).hasSizeGreaterThan(40);
    for (List<String> row : rows) {
      String proof = row.get(2);
      List<MatchResult> tests = TEST.matcher(proof).results().toList();
      assertThat(tests.isEmpty() && !proof.endsWith("to come")).as(row.toString()).isFalse();
      for (MatchResult test : tests) {
        assertThat(source(test.group(1)))
            .as(row.toString())
            .containsPattern("\\s" + test.group(2) + "\\(");
      }
    }
  }

  @Test
  void no_relative_link_leads_nowhere() {
    for (Path document : documents()) {
      for (String link : found(LINK, text(document), 1)) {
        if (link.startsWith("https://")) {
          continue;
        }
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]).normalize();
        assertThat(target).as("%s → %s", document, link).exists();
        if (parts.length == 2) {
          assertThat(anchors(text(target))).as("%s → %s", document, link).contains(parts[1]);
        }
      }
    }
  }

  static Stream<Arguments> vendors() {
    return Stream.concat(
        Stream.of(Arguments.of("Domo", DomoSourceType.class)),
        destinations().stream()
            .map(type -> Arguments.of(type.step().title().split(" ")[0], type.getClass())));
  }

  @ParameterizedTest
  @MethodSource("vendors")
  void confidence_has_each_belief_and_no_other(String vendor, Class<?> owner) {
    List<List<String>> declared =
        Belief.of(owner).stream()
            .map(
                belief ->
                    List.of(
                        belief.id(),
                        belief.sentence(),
                        belief.confidence().toString(),
                        belief.ifWrong(),
                        belief.settledBy(),
                        belief.probe().toString()))
            .toList();

    assertThat(rows(table(text("docs/confidence.md"), vendor))).isEqualTo(declared);
  }

  @ParameterizedTest
  @MethodSource("vendors")
  void no_two_beliefs_have_one_id(String vendor, Class<?> owner) {
    assertThat(Belief.of(owner)).as(vendor).extracting(Belief::id).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("vendors")
  void every_setting_that_settles_a_belief_exists(String vendor, Class<?> owner)
      throws IOException {
    Set<String> settings = settings();

    for (Belief belief : Belief.of(owner)) {
      for (String named : found(CODE, belief.settledBy(), 1)) {
        String setting = named.replaceFirst(":.*", "").replaceFirst("^account\\.NAME\\.", "");
        boolean command = named.startsWith("./writeback ");
        assertThat(command || settings.contains(setting)).as(belief.id() + " " + named).isTrue();
      }
    }
  }

  /** Parameters of Kamelets, keys of accounts, and all other documented keys. */
  private static Set<String> settings() throws IOException {
    Set<String> settings = parameters();
    keysOf("docs/configuration.md", "`http.`").forEach(key -> settings.add("http." + key));
    keysOf("docs/configuration.md", "`writeback.`")
        .forEach(key -> settings.add("writeback." + key));
    settings.addAll(keysOf("docs/configuration.md", "Domo"));
    for (String document : List.of("workfront", "workiva", "data-world")) {
      settings.addAll(keysOf("docs/" + document + ".md", "The account"));
    }
    return settings;
  }

  private static Set<String> anchors(String text) {
    Set<String> anchors = new TreeSet<>();
    found(HEADING, text, 1)
        .forEach(
            heading ->
                anchors.add(
                    heading
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-')));
    return anchors;
  }

  private static Set<String> keysOf(String document, String heading) {
    Set<String> keys = new TreeSet<>();
    for (List<String> row : rows(table(text(document), heading))) {
      assertThat(row).hasSize(3).allSatisfy(cell -> assertThat(cell).isNotBlank());
      keys.add(bare(row.get(0)));
    }
    return keys;
  }

  /** The names in "… does not exist; there are a, b, c". */
  private static Set<String> known(List<Problem> problems) {
    assertThat(problems).hasSize(1);
    String message = problems.get(0).message();
    return new TreeSet<>(List.of(message.replaceFirst(".*there are ", "").split(", ")));
  }

  private static String bare(String cell) {
    return cell.replace("`", "");
  }

  private static Object at(Object node, String... path) {
    Object found = node;
    for (String name : path) {
      found = ((Map<?, ?>) found).get(name);
    }
    return found;
  }

  private static List<String> found(Pattern pattern, String text, int group) {
    return pattern.matcher(text).results().map(match -> match.group(group)).toList();
  }

  /** The first table below a heading, or "" if there is no such heading. */
  private static String table(String text, String heading) {
    return text.lines()
        .dropWhile(line -> !line.matches("#+ +" + Pattern.quote(heading) + "\\s*"))
        .skip(1)
        .takeWhile(line -> !line.startsWith("#"))
        .dropWhile(line -> !line.startsWith("|"))
        .takeWhile(line -> line.startsWith("|"))
        .collect(Collectors.joining("\n"));
  }

  /** The cells of the row whose first cell this is. */
  private static List<String> row(String text, String first) {
    return text.lines()
        .filter(line -> line.startsWith("| " + first + " |"))
        .map(DocsTest::cells)
        .findFirst()
        .orElseThrow(() -> new AssertionError(first + " has no row"));
  }

  /** The rows of all tables, without their headings. */
  private static List<List<String>> rows(String text) {
    List<List<String>> rows = new ArrayList<>();
    boolean heading = true;
    for (String line : text.split("\n", -1)) {
      if (line.matches("\\|[-| ]+\\|")) {
        heading = false;
      } else if (!line.startsWith("|")) {
        heading = true;
      } else if (!heading) {
        rows.add(cells(line));
      }
    }
    return rows;
  }

  private static List<String> cells(String line) {
    String inner = line.strip().replaceAll("^\\||\\|$", "");
    return Arrays.stream(inner.split("\\|", -1)).map(String::strip).toList();
  }

  private static List<Path> documents() {
    try (Stream<Path> docs = Files.list(HOME.resolve("docs"))) {
      return Stream.concat(
              Stream.of("README.md", "CHANGELOG.md", "CONTRIBUTING.md").map(HOME::resolve),
              docs.filter(file -> file.toString().endsWith(".md")))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String source(String testClass) {
    try (Stream<Path> files = Files.walk(TESTS)) {
      return files
          .filter(file -> file.getFileName().toString().equals(testClass + ".java"))
          .map(DocsTest::text)
          .findFirst()
          .orElseThrow(() -> new AssertionError("there is no " + testClass));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String text(String file) {
    return text(HOME.resolve(file));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
