package io.writeback.camel.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.writeback.camel.WritebackRuntime;
import io.writeback.camel.component.Operations;
import io.writeback.camel.component.WritebackComponent;
import io.writeback.camel.component.WritebackEndpoint;
import io.writeback.config.Configuration;
import io.writeback.config.RouteStep;
import io.writeback.run.ProgressListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Check and run read every value of a Kamelet parameter unchanged. */
class KameletParametersTest {
  private static final String SPECIAL =
      " %25 100% 50%zz R&D a=b c?d #e /f\\g \\\\ (h) RAW(i) RAW{j} 'k' \"l\" <m> ~25 ~wb~ a+b;c,d:e"
          + " |^`$1 ${body} @!* ü€大😀 {n} }} [o] ";

  @TempDir private Path folder;
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final KameletCatalogue kamelets = new KameletCatalogue(context, steps());

  @AfterEach
  void close() {
    context.stop();
  }

  private static List<RouteStep> steps() {
    try (DefaultCamelContext context = new DefaultCamelContext();
        WritebackRuntime runtime =
            new WritebackRuntime(
                context,
                new Configuration(Path.of(""), "application.properties", Map.of(), Map.of()),
                ProgressListener.NONE,
                InstantSource.system())) {
      return RouteSteps.of(runtime.connectors());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<String> ours() {
    return steps().stream().filter(step -> !step.options().isEmpty()).map(RouteStep::kamelet);
  }

  private void load(String route, Map<String, String> keys) throws IOException {
    Path file = Files.createDirectories(folder.resolve("routes")).resolve("a.camel.yaml");
    Files.writeString(file, route);
    Configuration configuration =
        new Configuration(folder, "application.properties", keys, Map.of());
    KameletUses uses = new KameletUses(kamelets, Placeholders.ofRoutes(context, configuration));
    RouteFiles files = new RouteFiles(context, folder, uses, digest -> {});
    files.load();
    assertThat(files.problems()).isEmpty();
  }

  /** The endpoint of our component that a Kamelet resolves to; it may refuse the values. */
  private WritebackEndpoint used(String route, Map<String, String> keys) throws Exception {
    context.addComponent("writeback", new WritebackComponent(new Operations(Map.of(), Map.of())));
    load(route, keys);
    List<WritebackEndpoint> used = new ArrayList<>();
    context
        .getCamelContextExtension()
        .registerEndpointCallback(
            (uri, endpoint) -> {
              if (endpoint instanceof WritebackEndpoint ours) {
                used.add(ours);
              }
              return endpoint;
            });
    // There is no operation here that could take the values; they have been read by then.
    assertThatThrownBy(context::start).rootCause().hasMessageContaining("there is no operation");
    assertThat(used).hasSize(1);
    return used.get(0);
  }

  private static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String yaml(String kamelet, Map<String, String> values) {
    return """
        - route:
            id: a
            from:
              uri: direct:a
              steps:
                - to:
                    uri: kamelet:%s
                    parameters:
        %s
        """
        .formatted(
            kamelet,
            values.entrySet().stream()
                .map(one -> "              " + one.getKey() + ": " + quoted(one.getValue()))
                .collect(Collectors.joining("\n")));
  }

  private Map<String, String> all(String kamelet, Function<String, String> value) {
    Map<String, String> values = new TreeMap<>();
    kamelets
        .parameters(kamelet)
        .forEach(parameter -> values.put(parameter, value.apply(parameter)));
    return values;
  }

  private boolean begins(String kamelet) {
    return kamelets.step("kamelet:" + kamelet).orElseThrow().kind() == RouteStep.Kind.SOURCE;
  }

  private Map<String, String> checked() {
    return RouteModel.parameters(new RouteModel(context.getRouteDefinition("a")).sends().get(0));
  }

  @ParameterizedTest
  @MethodSource("ours")
  void every_parameter_arrives_as_it_is_written(String kamelet) throws Exception {
    assumeFalse(begins(kamelet), "it begins a route");
    Map<String, String> written = all(kamelet, parameter -> parameter + SPECIAL);

    WritebackEndpoint endpoint = used(yaml(kamelet, written), Map.of());

    assertThat(checked()).isEqualTo(written);
    assertThat(written).containsAllEntriesOf(endpoint.options());
    assertThat(written.size() - endpoint.options().size())
        .as("the name of a writeback is a part of the path")
        .isLessThanOrEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("ours")
  void every_parameter_arrives_as_its_key_says(String kamelet) throws Exception {
    assumeFalse(begins(kamelet), "it begins a route");
    String value = SPECIAL + "{{x";
    Map<String, String> written = all(kamelet, parameter -> "a {{the.key}} {{none:b}}");
    Map<String, String> expected = all(kamelet, parameter -> "a " + value + " b");

    WritebackEndpoint endpoint =
        used(
            yaml(kamelet, written),
            Map.of(
                "the.key",
                "{{quoted}}",
                "quoted",
                value.replace("{{", "\\{{").replace("}}", "\\}}")));

    assertThat(checked()).isEqualTo(expected);
    assertThat(expected).containsAllEntriesOf(endpoint.options());
  }

  @Test
  void a_parameter_of_a_kamelet_of_others_arrives_whole() throws Exception {
    Map<String, String> written = Map.of("text", "R&D a=b", "bean", "#theirs", "raw", "RAW(c&d)");

    load(yaml("theirs-sink", written), Map.of());

    assertThat(checked()).isEqualTo(Map.of("text", "R&D a=b", "bean", "#theirs", "raw", "c&d"));
  }

  @Test
  void the_short_form_is_a_uri_in_check_and_run_alike() throws Exception {
    WritebackEndpoint endpoint =
        used(
            """
            - route:
                id: a
                from:
                  uri: direct:a
                  steps:
                    - to:
                        uri: "kamelet:csv-dataset-action?file=p%2525 100%25.csv&charset=RAW(a%25)"
            """,
            Map.of());

    Map<String, String> written = Map.of("file", "p%25 100%.csv", "charset", "a%25");
    assertThat(checked()).isEqualTo(written);
    assertThat(endpoint.options()).containsAllEntriesOf(written);
  }
}
