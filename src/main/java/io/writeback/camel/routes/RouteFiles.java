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
import org.apache.camel.CamelContext;
import org.apache.camel.model.FromDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceSupport;

/**
 * Loads {@code routes/*.camel.yaml} one file at a time, so that one bad file does not stop the
 * others, and records which file each route is from.
 */
final class RouteFiles {
  private final Path home;
  private final Path folder;
  private final Map<String, String> fileOfRoute = new TreeMap<>();
  private final Map<String, List<Problem>> problems = new TreeMap<>();

  RouteFiles(Path home) {
    this.home = home;
    this.folder = home.resolve("routes");
  }

  /**
   * Adds the routes of all files to a context that is not started yet.
   *
   * @param uses encodes the parameters of our Kamelets
   */
  void load(CamelContext context, KameletUses uses) {
    List<Path> files = files();
    if (files.isEmpty()) {
      problem(
          name(folder),
          new Problem(
              Code.NO_ROUTES,
              name(folder),
              "has no file *.camel.yaml; copy one from the project's routes/ and change it"));
    }
    for (Path file : files) {
      load(context, uses, file);
    }
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

  private void load(CamelContext context, KameletUses uses, Path file) {
    ModelCamelContext model =
        context.getCamelContextExtension().getContextPlugin(ModelCamelContext.class);
    model = model == null ? (ModelCamelContext) context : model;
    Set<RouteDefinition> before = Collections.newSetFromMap(new IdentityHashMap<>());
    before.addAll(model.getRouteDefinitions());
    try {
      PluginHelper.getRoutesLoader(context).loadRoutes(new FileResource(file));
    } catch (Exception e) {
      problem(name(file), new Problem(Code.BAD_ROUTE_FILE, name(file), reason(e)));
    }
    for (RouteDefinition route : List.copyOf(model.getRouteDefinitions())) {
      if (before.contains(route)) {
        continue;
      }
      normalise(route, uses);
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

  private static void normalise(RouteDefinition route, KameletUses uses) {
    FromDefinition input = route.getInput();
    input.setUri(uses.uri(input.getEndpointUri()));
    ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), SendDefinition.class)
        .forEach(send -> send.setUri(uses.uri(send.getEndpointUri())));
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null
        && cause.getCause() != cause
        && !(cause.getCause() instanceof CharacterCodingException)) {
      cause = cause.getCause();
    }
    String message = Reason.of(cause);
    return "cannot be read: " + message.strip().replaceAll("\\s*\\R\\s*", " | ");
  }

  void problem(String file, Problem problem) {
    problems.computeIfAbsent(file, name -> new ArrayList<>()).add(problem);
  }

  /** What is wrong, file by file. */
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

  /** A file by its path: the platform may be unable to encode its name. */
  private static final class FileResource extends ResourceSupport {
    private final Path file;

    FileResource(Path file) {
      super("file", "file:" + file);
      this.file = file;
    }

    @Override
    public boolean exists() {
      return Files.exists(file);
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return Files.newInputStream(file);
    }
  }
}
