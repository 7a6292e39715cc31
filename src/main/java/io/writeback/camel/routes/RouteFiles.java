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
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader;
import org.apache.camel.dsl.yaml.common.YamlDeserializationContext;
import org.apache.camel.model.FromDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.spi.NodeIdFactory;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Loads the files of {@code routes/} one at a time, so that one bad file does not stop the others,
 * and records which file each route is from.
 */
final class RouteFiles {
  private final ModelCamelContext context;
  private final KameletUses uses;
  private final Consumer<String> code;
  private final Path home;
  private final Path folder;
  private final Map<String, String> fileOfRoute = new TreeMap<>();
  private final Map<RouteDefinition, String> javaFiles = new IdentityHashMap<>();
  private final Map<String, List<Problem>> problems = new TreeMap<>();

  /**
   * @param context has not started yet
   * @param uses encodes the parameters of Kamelets
   * @param code takes the digest of the code, if there is any
   */
  RouteFiles(ModelCamelContext context, Path home, KameletUses uses, Consumer<String> code) {
    this.context = context;
    this.code = code;
    this.uses = uses;
    this.home = home;
    this.folder = home.resolve("routes");
    context.getRegistry().bind("writebackRouteLoader", new Loader(uses));
  }

  void load() {
    List<Path> sources = files(".java");
    List<Path> jars = files(".jar");
    List<Path> yaml = files(".camel.yaml");
    if (sources.isEmpty() && jars.isEmpty() && yaml.isEmpty()) {
      problem(
          name(folder),
          new Problem(
              Code.NO_ROUTES,
              name(folder),
              "has no file *.camel.yaml, *.java or *.jar; copy one from the project's routes/ and"
                  + " change it"));
    }
    // First, because YAML files may name its classes.
    if (!sources.isEmpty() || !jars.isEmpty()) {
      load(new TeamCode(sources, jars));
    }
    yaml.forEach(this::load);
  }

  private List<Path> files(String suffix) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.getFileName().toString().endsWith(suffix)).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private void load(Path file) {
    String name = name(file);
    add(
        name,
        // Not by its name, which the platform may be unable to encode.
        () ->
            PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.fromString("file:" + file, text(file))),
        failure -> new Problem(Code.BAD_ROUTE_FILE, name, reason(failure)),
        route -> {});
  }

  private void load(TeamCode team) {
    for (JavaSources.Mistake mistake : team.mistakes()) {
      String file = name(mistake.file());
      problem(
          file, new Problem(Code.BAD_ROUTE_FILE, place(file, mistake.line()), mistake.message()));
    }
    context.getClassResolver().addClassLoader(team.classes());
    String digest = team.digest();
    code.accept(digest);
    boolean before = context.isSourceLocationEnabled();
    context.setSourceLocationEnabled(true);
    for (TeamCode.Builder builder : team.builders()) {
      String file = name(builder.file());
      String source = file.endsWith(".java") ? file : file + ", " + builder.source();
      add(
          file,
          () -> load(builder.type()),
          failure -> new Problem(Code.BAD_ROUTE_FILE, place(file, team, failure), failed(failure)),
          route -> {
            route.routeProperty(RouteModel.CODE, digest);
            javaFiles.put(route, source);
          });
    }
    context.setSourceLocationEnabled(before);
  }

  private void load(Class<? extends RouteBuilder> type) throws Exception {
    RouteBuilder builder = context.getInjector().newInstance(type);
    // Its routes have the line that they begin in.
    builder.setResource(ResourceHelper.fromString("class:" + type.getName(), ""));
    if (builder instanceof RouteConfigurationsBuilder configurations) {
      context.addRoutesConfigurations(configurations);
    }
    context.addRoutes(builder);
  }

  private static String place(String file, long line) {
    return line > 0 ? file + ":" + line : file;
  }

  /** Where code has failed: in one of its own lines, if its failure says so. */
  private static String place(String file, TeamCode code, Throwable failure) {
    return code.frame(ExceptionUtils.getRootCause(failure))
        .map(
            frame ->
                file.endsWith("/" + frame.getFileName()) || frame.getFileName() == null
                    ? place(file, frame.getLineNumber())
                    : place(file + ", " + frame.getFileName(), frame.getLineNumber()))
        .orElse(file);
  }

  private static String failed(Throwable failure) {
    return "its code failed: " + flat(Reason.root(failure));
  }

  /** What loads routes. */
  @FunctionalInterface
  private interface Loading {
    void run() throws Exception;
  }

  /**
   * Loads routes, and records their file.
   *
   * @param problem what a failure means
   * @param loaded takes each of them
   */
  private void add(
      String file,
      Loading loading,
      Function<Throwable, Problem> problem,
      Consumer<RouteDefinition> loaded) {
    Set<RouteDefinition> before = Collections.newSetFromMap(new IdentityHashMap<>());
    before.addAll(context.getRouteDefinitions());
    try {
      loading.run();
    } catch (Exception | LinkageError e) {
      problem(file, problem.apply(e));
    }
    for (RouteDefinition route : List.copyOf(context.getRouteDefinitions())) {
      if (before.contains(route)) {
        continue;
      }
      normalise(route);
      loaded.accept(route);
      // A route without an id is one of the team's too: it must not start where theirs do not.
      route.idOrCreate(context.getCamelContextExtension().getContextPlugin(NodeIdFactory.class));
      String other = fileOfRoute.putIfAbsent(route.getId(), file);
      if (other != null) {
        Problem twice =
            new Problem(
                Code.BAD_ROUTE_FILE,
                file + ", route " + route.getId(),
                "has the id of a route of " + other + "; ids are unique");
        problem(file, twice);
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

  static String text(Path file) throws IOException {
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
    return "cannot be read: " + flat(Reason.root(failure));
  }

  private static String flat(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " | ");
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

  /** The file of a route, as {@link #fileOf}; of Java, with a line of it. */
  String placeOf(RouteModel route, int line) {
    String java = javaFiles.get(route.definition());
    return java == null ? fileOf(route.id()) : place(java, line);
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
