package io.writeback.camel.routes;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.writeback.camel.WritebackMain;
import io.writeback.config.Configuration;
import io.writeback.run.ProgressListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** Every YAML file that we ship and every sample of the documents loads, without a warning. */
final class ShippedRoutesTest {
  private static final Path HOME = Path.of("").toAbsolutePath();
  private static final Pattern SAMPLE = Pattern.compile("(?ms)^( *)```yaml\\n(.*?)^ *```$");
  private static final String COMPACT =
      """
      - route:
          id: projects
          from:
            uri: direct:projects
            steps:
              - to: log:projects
      """;

  private final Logger loader = (Logger) LoggerFactory.getLogger("org.apache.camel.dsl");
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  @TempDir private Path folder;

  @BeforeEach
  void listen() {
    log.start();
    loader.addAppender(log);
  }

  @AfterEach
  void stopListening() {
    loader.detachAppender(log);
  }

  static Stream<Path> shippedFiles() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String root : List.of("src/main/resources", "routes")) {
      try (Stream<Path> all = Files.walk(HOME.resolve(root))) {
        all.filter(file -> file.toString().endsWith(".yaml")).forEach(files::add);
      }
    }
    return files.stream().sorted().map(HOME::relativize);
  }

  static Stream<Sample> documentedSamples() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(HOME.resolve("README.md")));
    try (Stream<Path> all = Files.walk(HOME.resolve("docs"))) {
      all.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    List<Sample> samples = new ArrayList<>();
    for (Path page : pages) {
      String name = HOME.relativize(page).toString();
      SAMPLE
          .matcher(Files.readString(page))
          .results()
          .forEach(found -> samples.add(new Sample(name, samples.size(), found.group(2))));
    }
    return samples.stream();
  }

  record Sample(String page, int number, String text) {
    /** A sample is whole routes, or steps of one. */
    String routes() {
      String steps = text.stripIndent();
      return steps.startsWith("- route:")
          ? steps
          : """
          - route:
              id: sample
              from:
                uri: direct:sample
                steps:
          """
              + steps.indent(8);
    }

    @Override
    public String toString() {
      return page + " " + number;
    }
  }

  @ParameterizedTest
  @MethodSource("shippedFiles")
  void a_shipped_file_loads_without_a_warning(Path file) throws Exception {
    load(HOME.resolve(file));

    assertThat(log.list).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("documentedSamples")
  void a_documented_sample_loads_without_a_warning(Sample sample) throws Exception {
    Path file = Files.writeString(folder.resolve("sample.camel.yaml"), sample.routes());

    load(file);

    assertThat(log.list).isEmpty();
  }

  @Test
  void the_files_and_samples_are_found() throws IOException {
    assertThat(shippedFiles().map(Path::toString))
        .contains(
            "routes/project-status.camel.yaml",
            "src/main/resources/kamelets/workfront-update-sink.kamelet.yaml");
    assertThat(documentedSamples().map(Sample::page))
        .contains("README.md", "docs/scheduling.md", "docs/triggers.md", "docs/workiva.md");
  }

  @Test
  void camel_warns_of_compact_notation_where_nothing_says_otherwise() throws Exception {
    load(Files.writeString(folder.resolve("compact.camel.yaml"), COMPACT));

    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .singleElement()
        .asString()
        .contains("compact notation");
  }

  @Test
  void a_route_file_in_compact_notation_is_no_warning_of_a_command() throws IOException {
    openWith(Map.of());

    assertThat(log.list).isEmpty();
  }

  @Test
  void the_warning_can_be_turned_on() throws IOException {
    openWith(Map.of("camel.main.yamlDslCompactNotationWarn", "true"));

    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .singleElement()
        .asString()
        .contains("compact notation")
        .contains("projects.camel.yaml");
  }

  private void openWith(Map<String, String> keys) throws IOException {
    Path routes = Files.createDirectory(folder.resolve("routes"));
    Files.writeString(routes.resolve("projects.camel.yaml"), COMPACT);
    try (WritebackMain main =
        new WritebackMain(
            new Configuration(folder, "application.properties", keys, Map.of()),
            ProgressListener.NONE,
            InstantSource.system())) {
      assertThat(main.problems()).isEmpty();
    }
  }

  private static void load(Path file) throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      PluginHelper.getRoutesLoader(context)
          .loadRoutes(ResourceHelper.resolveResource(context, "file:" + file));
      assertThat(
              context.getRouteDefinitions().size() + context.getRouteTemplateDefinitions().size())
          .isPositive();
    }
  }
}
