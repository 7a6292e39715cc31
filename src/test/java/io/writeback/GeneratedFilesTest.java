package io.writeback;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.account.Accounts;
import io.writeback.alert.AlertSettings;
import io.writeback.api.ApiSettings;
import io.writeback.camel.routes.RouteSteps;
import io.writeback.config.Configuration;
import io.writeback.config.Option;
import io.writeback.config.RouteStep;
import io.writeback.console.ConsoleSettings;
import io.writeback.destination.DestinationType;
import io.writeback.engine.Connectors;
import io.writeback.engine.DataSettings;
import io.writeback.http.Governor;
import io.writeback.http.Http;
import io.writeback.http.HttpLimits;
import io.writeback.http.RetryPolicy;
import io.writeback.log.LogSettings;
import io.writeback.queue.QueueSettings;
import io.writeback.trace.TraceSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kamelets and tables of parameters are what the options of the code say. They are written by
 * {@code mvn test -Dtest=GeneratedFilesTest -Dgenerate}.
 */
final class GeneratedFilesTest {
  private static final Path HOME = Path.of("").toAbsolutePath();
  private static final boolean GENERATES = System.getProperty("generate") != null;

  static List<RouteStep> steps() throws IOException {
    return connectors(RouteSteps::of);
  }

  private static <T> T connectors(Function<Connectors, T> asked) throws IOException {
    try (Http http = new Http(HttpLimits.STANDARD, RetryPolicy.STANDARD, new Governor())) {
      Configuration configuration = new Configuration(HOME, "", Map.of(), Map.of());
      return asked.apply(
          new Connectors(
              configuration,
              new Accounts(configuration),
              http,
              DataSettings.of(configuration),
              InstantSource.system()));
    }
  }

  /** Whether it is of a destination that only the tests have. */
  private static boolean isOfTheTests(RouteStep step) {
    return Connectors.destinationTypes().stream()
        .filter(type -> type.step().kamelet().equals(step.kamelet()))
        .anyMatch(GeneratedFilesTest::isOfTheTests);
  }

  static boolean isOfTheTests(DestinationType type) {
    return type.getClass()
        .getProtectionDomain()
        .getCodeSource()
        .getLocation()
        .getPath()
        .endsWith("/test-classes/");
  }

  @ParameterizedTest
  @MethodSource("steps")
  void a_kamelet_is_what_its_options_say(RouteStep step) throws IOException {
    Path file =
        HOME.resolve(isOfTheTests(step) ? "src/test/resources" : "src/main/resources")
            .resolve("kamelets/" + step.kamelet() + ".kamelet.yaml");
    String text = KameletText.yaml(step);
    if (GENERATES) {
      Files.writeString(file, text);
    }

    assertThat(file).hasContent(text);
  }

  @Test
  void every_kamelet_is_generated() throws IOException {
    try (Stream<Path> files = Files.list(HOME.resolve("src/main/resources/kamelets"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              steps().stream()
                  .filter(step -> !isOfTheTests(step))
                  .map(step -> step.kamelet() + ".kamelet.yaml")
                  .toList());
    }
  }

  /**
   * The options of a Kamelet, or the keys with one prefix, below a heading.
   *
   * @param document that it is in; "" for any
   */
  record Documented(String document, String heading, List<Option<?>> options) {
    Documented(String heading, List<Option<?>> options) {
      this("", heading, options);
    }

    Table table() throws IOException {
      return Table.below(document, heading);
    }
  }

  static List<Documented> tables() throws IOException {
    List<Documented> tables = new ArrayList<>();
    for (RouteStep step : steps()) {
      if (!step.options().isEmpty() && !isOfTheTests(step)) {
        tables.add(new Documented("`" + step.kamelet() + "`", step.options()));
      }
    }
    tables.add(new Documented("`writeback.`", DataSettings.KEYS));
    tables.add(new Documented("`http.`", both(HttpLimits.KEYS, RetryPolicy.KEYS)));
    tables.add(new Documented("`queue.`", QueueSettings.KEYS));
    tables.add(new Documented("`api.`", ApiSettings.KEYS));
    tables.add(new Documented("console.md", "`console.`", ConsoleSettings.KEYS));
    tables.add(new Documented("logs.md", "`log.`", LogSettings.KEYS));
    tables.add(new Documented("traces.md", "`trace.`", TraceSettings.KEYS));
    tables.add(new Documented("alerts.md", "Rules", AlertSettings.RULE_KEYS));
    tables.add(new Documented("alerts.md", "Channels", AlertSettings.CHANNEL_KEYS));
    tables.add(
        new Documented(
            "configuration.md",
            "Domo",
            connectors(connectors -> connectors.sources().get("domo").accountKeys())));
    Connectors.destinationTypes().stream()
        .filter(type -> !isOfTheTests(type))
        .forEach(
            type ->
                tables.add(new Documented(type.name() + ".md", "The account", type.accountKeys())));
    return tables;
  }

  private static List<Option<?>> both(List<Option<?>> some, List<Option<?>> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }

  @ParameterizedTest
  @MethodSource("tables")
  void a_table_is_what_its_options_say(Documented documented) throws IOException {
    Table table = documented.table();
    List<String> rows =
        KameletText.rows(documented.options(), table.document().getFileName().toString());
    if (GENERATES) {
      table.write(rows);
    }

    assertThat(documented.table().rows()).isEqualTo(rows);
  }

  /**
   * The table below a heading of a document.
   *
   * @param from the number of its first row
   */
  private record Table(Path document, int from, List<String> rows) {
    /** The first in any document whose heading this is and that has a table. */
    static Table below(String in, String heading) throws IOException {
      List<Path> documents;
      try (Stream<Path> docs = Files.list(HOME.resolve("docs"))) {
        documents =
            docs.filter(file -> file.toString().endsWith(in.isEmpty() ? ".md" : "/" + in))
                .sorted()
                .toList();
      }
      for (Path document : documents) {
        List<String> lines = Files.readAllLines(document);
        for (int line = 0; line < lines.size(); line++) {
          if (lines.get(line).matches("#+ " + java.util.regex.Pattern.quote(heading))) {
            int row = line + 1;
            while (row < lines.size()
                && !lines.get(row).startsWith("|")
                && !lines.get(row).startsWith("#")) {
              row++;
            }
            if (row < lines.size() && lines.get(row).startsWith("|")) {
              int from = row + 2;
              int to = from;
              while (to < lines.size() && lines.get(to).startsWith("|")) {
                to++;
              }
              return new Table(document, from, lines.subList(from, to));
            }
          }
        }
      }
      throw new AssertionError("no document has a table below " + heading);
    }

    void write(List<String> fresh) throws IOException {
      List<String> lines = new ArrayList<>(Files.readAllLines(document));
      lines.subList(from, from + rows.size()).clear();
      lines.addAll(from, fresh);
      Files.write(document, lines);
    }
  }
}
