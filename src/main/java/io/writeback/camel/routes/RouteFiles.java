package io.writeback.camel.routes;

import io.writeback.problem.Code;
import io.writeback.problem.Problem;
import io.writeback.problem.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader;
import org.apache.camel.dsl.yaml.common.YamlDeserializationContext;
import org.apache.camel.model.FromDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Loads {@code routes/*.camel.yaml} one file at a time, so that one bad file does not stop the
 * others, and records which file each route is from.
 */
final class RouteFiles {
  private final ModelCamelContext context;
  private final KameletUses uses;
  private final Path home;
  private final Path folder;
  private final Map<String, String> fileOfRoute = new TreeMap<>();
  private final Map<String, List<Problem>> problems = new TreeMap<>();

  /**
   * @param context has not started yet
   * @param uses encodes the parameters of Kamelets
   */
  RouteFiles(ModelCamelContext context, Path home, KameletUses uses) {
    this.context = context;
    this.uses = uses;
    this.home = home;
    this.folder = home.resolve("routes");
    context.getRegistry().bind("writebackRouteLoader", new Loader(uses));
  }

  void load() {
    List<Path> files = files();
    if (files.isEmpty()) {
      problem(
          name(folder),
          new Problem(
              Code.NO_ROUTES,
              name(folder),
              "has no file *.camel.yaml; copy one from the project's routes/ and change it"));
    }
    files.forEach(this::load);
  }

  private List<Path> files() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.getFileName().toString().endsWith(".camel.yaml"))
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private void load(Path file) {
    Set<RouteDefinition> before = Collections.newSetFromMap(new IdentityHashMap<>());
    before.addAll(context.getRouteDefinitions());
    try {
      // Not by its name, which the platform may be unable to encode.
      PluginHelper.getRoutesLoader(context)
          .loadRoutes(ResourceHelper.fromString("file:" + file, text(file)));
    } catch (Exception e) {
      problem(name(file), new Problem(Code.BAD_ROUTE_FILE, name(file), reason(e)));
    }
    for (RouteDefinition route : List.copyOf(context.getRouteDefinitions())) {
      if (before.contains(route)) {
        continue;
      }
      normalise(route);
      String other =
          route.getId() == null ? null : fileOfRoute.putIfAbsent(route.getId(), name(file));
      if (other != null) {
        Problem twice =
            new Problem(
                Code.BAD_ROUTE_FILE,
                name(file) + ", route " + route.getId(),
                "has the id of a route of " + other + "; ids are unique");
        problem(name(file), twice);
        problem(other, twice);
      }
    }
  }

  private void normalise(RouteDefinition route) {
    FromDefinition input = route.getInput();
    input.setUri(uses.uri(input.getEndpointUri()));
    ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), SendDefinition.class)
        .forEach(send -> send.setUri(uses.uri(send.getEndpointUri())));
  }

  private static String text(Path file) throws IOException {
    try {
      String text = Files.readString(file);
      if (text.isBlank()) {
        throw new IOException("it is empty");
      }
      return text;
    } catch (CharacterCodingException e) {
      throw new IOException("it is not UTF-8; save it as UTF-8");
    }
  }

  private static String reason(Throwable failure) {
    return "cannot be read: " + Reason.root(failure).strip().replaceAll("\\s*\\R\\s*", " | ");
  }

  void problem(String file, Problem problem) {
    problems.computeIfAbsent(file, name -> new ArrayList<>()).add(problem);
  }

  Map<String, List<Problem>> problems() {
    return problems;
  }

  /** The file of a route, as messages name it; "" for one of ours. */
  String fileOf(String routeId) {
    return fileOfRoute.getOrDefault(routeId, "");
  }

  private String name(Path file) {
    return home.relativize(file).toString();
  }

  /** Changes the parameters of Kamelets while a file is loaded. */
  private static final class Loader extends YamlRoutesBuilderLoader {
    private final KameletUses uses;

    Loader(KameletUses uses) {
      this.uses = uses;
    }

    @Override
    protected RouteBuilder builder(YamlDeserializationContext context, Node root) {
      uses.encode(root);
      return super.builder(context, root);
    }

    /** As UTF-8: Camel's own loader takes the character set of the platform. */
    @Override
    protected InputStream resourceInputStream(Resource resource) throws IOException {
      return resource.getInputStream();
    }
  }
}
