package io.writeback.camel.routes;

import io.writeback.config.Configuration;
import io.writeback.config.Settings;
import io.writeback.config.Suggestion;
import io.writeback.dataset.rows.RowsSource;
import io.writeback.engine.Connectors;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;

/**
 * Where the rows of each writeback come from and where they go: opened once from its route, by the
 * parsers that its run uses.
 */
public final class Writebacks {
  private final CamelContext context;
  private final Configuration configuration;
  private final KameletCatalogue kamelets;
  private final Connectors connectors;
  private final Placeholders placeholders;
  private final Map<String, RouteEnds> opened = new ConcurrentHashMap<>();

  public Writebacks(CamelContext context, Configuration configuration, Connectors connectors) {
    this.context = context;
    this.configuration = configuration;
    this.connectors = connectors;
    kamelets = new KameletCatalogue(context);
    placeholders = Placeholders.ofRoutes(context, configuration);
  }

  KameletCatalogue kamelets() {
    return kamelets;
  }

  /** As route files have them. */
  Placeholders placeholders() {
    return placeholders;
  }

  Connectors connectors() {
    return connectors;
  }

  /**
   * Opens the source or the destination of a step.
   *
   * @return what is wrong with it
   */
  List<Problem> open(String route, KameletUse use) {
    Settings settings = use.settings();
    String subject = use.kamelet().subject();
    try {
      RouteEnds ends = opened.getOrDefault(route, RouteEnds.NONE);
      opened.put(
          route,
          use.kamelet().isSource()
              ? ends.with(connectors.sources().get(subject).open(settings))
              : ends.with(connectors.destinations().get(subject).open(settings)));
      return settings.close();
    } catch (ConfigurationException e) {
      List<Problem> all = new ArrayList<>(settings.close());
      all.addAll(e.problems());
      return all.stream().distinct().toList();
    }
  }

  /** Source and destination of a route, as far as they could be opened. */
  public RouteEnds opened(String route) {
    return opened.getOrDefault(route, RouteEnds.NONE);
  }

  /**
   * Source and destination of a route of the context; opened now if it was not checked at the
   * start.
   *
   * @return empty if the context has no such route
   * @throws ConfigurationException with all that is wrong with it
   */
  Optional<RouteEnds> ends(String name) {
    RouteDefinition route =
        context.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinition(name);
    if (route == null) {
      return Optional.empty();
    }
    if (!opened.containsKey(name)) {
      List<Problem> problems = open(new RouteModel(route));
      if (!problems.isEmpty()) {
        throw new ConfigurationException(problems);
      }
    }
    return Optional.of(opened(name));
  }

  /**
   * Where the row messages of a writeback are gathered.
   *
   * @throws ConfigurationException if it has no such source
   */
  public RowsSource rows(String writeback) {
    return ends(writeback)
        .map(RouteEnds::source)
        .filter(RowsSource.class::isInstance)
        .map(RowsSource.class::cast)
        .orElseThrow(
            () ->
                new ConfigurationException(
                    Code.BAD_ROUTE_FILE,
                    "row-message-source",
                    "the source of " + writeback + " is not kamelet:rows-dataset-action"));
  }

  private List<Problem> open(RouteModel route) {
    List<Problem> problems = new ArrayList<>();
    for (String uri : route.sends()) {
      RouteModel.kamelet(uri)
          .flatMap(kamelets::find)
          .filter(kamelet -> kamelet.isSource() || kamelet.isSink())
          .map(kamelet -> use(kamelet, uri, "route " + route.id() + ", " + kamelet.name()))
          .ifPresent(
              use -> {
                problems.addAll(use.problems());
                problems.addAll(open(route.id(), use));
              });
    }
    return problems;
  }

  /** Reads a use of a Kamelet against its definition. */
  KameletUse use(KameletCatalogue.Kamelet kamelet, String uri, String where) {
    List<Problem> problems = new ArrayList<>();
    Map<String, String> values = new TreeMap<>(kamelet.defaults());
    RouteModel.written(uri)
        .forEach(
            (name, value) -> {
              if (kamelet.defaults().containsKey(name)) {
                ParameterText.literal(value)
                    .or(() -> resolve(value, where + ", " + name, problems))
                    .ifPresent(resolved -> values.put(name, resolved));
              } else {
                problems.add(unknown(kamelet, name, where));
              }
            });
    return new KameletUse(kamelet, values, where, problems);
  }

  private static Problem unknown(KameletCatalogue.Kamelet kamelet, String name, String where) {
    Set<String> names = kamelet.defaults().keySet();
    return new Problem(
        Code.UNKNOWN_KEY,
        where,
        name
            + " is not a parameter of it"
            + Suggestion.nearest(name, names)
                .map(right -> "; did you mean " + right + "?")
                .orElse("; there are " + String.join(", ", names)));
  }

  private Optional<String> resolve(String value, String where, List<Problem> problems) {
    try {
      return Optional.of(placeholders.resolve(value));
    } catch (RuntimeException e) {
      Set<String> keys = new TreeSet<>(configuration.values().keySet());
      String key = value.replaceAll("(?s).*\\{\\{\\??([^:}]+).*", "$1");
      problems.add(
          new Problem(
              Code.UNRESOLVED_PLACEHOLDER,
              where,
              "is %s, which has no value in %s%s"
                  .formatted(value, configuration.file(), Suggestion.didYouMean(key, keys))));
      return Optional.empty();
    }
  }
}
