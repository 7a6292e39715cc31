package io.writeback.camel.routes;

import io.writeback.changes.Budget;
import io.writeback.changes.Safeguards;
import io.writeback.config.Configuration;
import io.writeback.config.RouteStep;
import io.writeback.config.Settings;
import io.writeback.dataset.rows.RowsSource;
import io.writeback.destination.Destination;
import io.writeback.engine.Connectors;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.Problem;
import io.writeback.results.ResultTarget;
import io.writeback.transform.Transform;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Where the rows of each writeback come from and where they go: opened once from its route, by the
 * parsers that its run uses.
 */
public final class Writebacks {
  private final CamelContext context;
  private final KameletCatalogue kamelets;
  private final Connectors connectors;
  private final Placeholders placeholders;
  private final Map<String, RouteEnds> opened = new ConcurrentHashMap<>();
  private volatile String code = "";

  public Writebacks(CamelContext context, Configuration configuration, Connectors connectors) {
    this.context = context;
    this.connectors = connectors;
    kamelets = new KameletCatalogue(context, RouteSteps.of(connectors));
    placeholders = Placeholders.ofRoutes(context, configuration);
    context
        .getCamelContextExtension()
        .getContextPlugin(Model.class)
        .addModelLifecycleStrategy(new SourceSteps(kamelets));
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

  /** The parameters of a use of a Kamelet, to be read and closed. */
  Settings settings(String uri, String where) {
    return new Settings(
        where,
        "",
        RouteModel.written(uri),
        key -> Optional.empty(),
        Path::of,
        value -> ParameterText.literal(value).orElseGet(() -> placeholders.resolve(value)));
  }

  /** What is wrong with settings, and with what they name, once they have been read. */
  static List<Problem> problems(Settings settings, Runnable reading) {
    try {
      reading.run();
      return settings.close();
    } catch (ConfigurationException e) {
      return Stream.concat(settings.close().stream(), e.problems().stream()).distinct().toList();
    }
  }

  /**
   * Opens the source or the destination of a step, or what it says of rows between them.
   *
   * @return what is wrong with it
   */
  List<Problem> open(String route, RouteStep step, Settings settings) {
    return problems(
        settings,
        () -> {
          if (step.isSink()) {
            Safeguards safeguards = Safeguards.of(settings);
            Destination destination = connectors.destinations().get(step.subject()).open(settings);
            requireKept(safeguards.budget(), destination, settings);
            opened.put(route, opened(route).with(destination, safeguards, results(settings)));
          } else if (step.isTransform()) {
            opened.put(route, opened(route).with(Transform.of(settings)));
          } else {
            opened.put(
                route, opened(route).with(connectors.sources().get(step.subject()).open(settings)));
          }
        });
  }

  /** Where results go; the account of Domo is opened, so that mistakes in it are found now. */
  private Optional<ResultTarget> results(Settings settings) {
    Optional<ResultTarget> target = ResultTarget.of(settings);
    target
        .filter(ResultTarget::isDomo)
        .ifPresent(domo -> connectors.domo().open(domo.account(), settings));
    return target;
  }

  /** A limit that judges nothing must not pass for one that is kept. */
  private static void requireKept(Budget budget, Destination destination, Settings settings) {
    if (destination.sendsFile()) {
      budget
          .limitsOfFields()
          .forEach(
              option ->
                  settings.problem(
                      Code.BAD_VALUE, option, Budget.noFieldsIn(destination.target())));
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
    Optional<RouteModel> route = route(name);
    if (route.isPresent() && !opened.containsKey(name)) {
      ConfigurationException.throwIfAny(open(route.get()));
    }
    return route.map(there -> opened(name));
  }

  /** A route of the context, if it has it. */
  Optional<RouteModel> route(String name) {
    RouteDefinition route =
        context.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinition(name);
    return Optional.ofNullable(route).map(RouteModel::new);
  }

  /** From now on the code of {@code routes/} has this digest. */
  void code(String digest) {
    code = digest;
  }

  /** What a route says, with the code that makes its rows; empty if there is no such route. */
  Optional<String> digest(String name) {
    return route(name)
        .map(
            route ->
                ends(name)
                    .flatMap(RouteEnds::transform)
                    .map(
                        transform ->
                            DigestUtils.sha256Hex(
                                route.digest() + "\n" + codeDigest(transform.with())))
                    .orElseGet(route::digest));
  }

  /** What the code says that gets rows by an endpoint. */
  String codeDigest(String with) {
    return new CodeDigest(context, code).of(with);
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

  /** Whether a step is opened when its route is loaded. */
  static boolean isOpened(RouteStep step) {
    return step.isDataset() || step.isSink() || step.isTransform();
  }

  private List<Problem> open(RouteModel route) {
    return route.sends().stream()
        .flatMap(
            uri ->
                kamelets.step(uri).filter(Writebacks::isOpened).stream()
                    .flatMap(
                        step ->
                            open(
                                route.id(),
                                step,
                                settings(uri, "route " + route.id() + ", " + step.kamelet()))
                                .stream()))
        .toList();
  }
}
