package io.writeback.camel;

import io.writeback.config.Settings;
import io.writeback.config.Suggestion;
import io.writeback.dataset.DatasetSource;
import io.writeback.dataset.rows.RowsSource;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.Problem;
import io.writeback.schedule.SchedulePolicy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.util.URISupport;

/**
 * Finds every mistake in the route files before anything starts: the contract of writeback routes,
 * and each use of a Kamelet against its definition and the parser that the run will use.
 */
final class RouteCheck {
  static final String GROUP = "writeback";
  static final String RUN_ACTION = "kamelet:writeback-run-action";
  private static final String KAMELET = "kamelet:";

  private final CamelContext context;
  private final WritebackServices services;
  private final RouteFiles files;
  private final KameletCatalogue kamelets;
  private final Set<String> writebacks;
  private final Map<String, RouteEnds> ends = new TreeMap<>();
  private final RowMessageCheck rowMessages = new RowMessageCheck(this::resolved);

  RouteCheck(
      CamelContext context, WritebackServices services, RouteFiles files, Set<String> writebacks) {
    this.context = context;
    this.services = services;
    this.files = files;
    this.kamelets = new KameletCatalogue(context);
    this.writebacks = writebacks;
  }

  /** Checks one route; what is wrong goes to its file. */
  void check(RouteDefinition route) {
    String file = files.fileOf(route.getId());
    for (Problem problem : problems(route, file + ", route " + route.getId())) {
      files.problem(file, problem);
    }
  }

  private List<Problem> problems(RouteDefinition route, String where) {
    List<Problem> problems = new ArrayList<>();
    int sources = 0;
    int sinks = 0;
    problems.addAll(trigger(route, where));
    for (String uri : sends(route)) {
      if (!uri.startsWith(KAMELET)) {
        continue;
      }
      String name = uri.substring(KAMELET.length()).split("[?/]", 2)[0];
      KameletCatalogue.Kamelet kamelet = kamelets.find(name).orElse(null);
      if (kamelet == null) {
        problems.add(
            new Problem(
                Code.BAD_ROUTE_FILE,
                where,
                "there is no Kamelet " + name + Suggestion.didYouMean(name, kamelets.names())));
        continue;
      }
      sources += kamelet.isSource() ? 1 : 0;
      sinks += kamelet.isSink() ? 1 : 0;
      problems.addAll(use(route.getId(), kamelet, uri, where + ", " + name));
      if (uri.startsWith(RUN_ACTION) && !input(route).startsWith(QuartzSchedules.SCHEME)) {
        problems.addAll(ofSchedulesOnly(uri, where + ", " + name));
      }
    }
    problems.addAll(rowMessages.problems(route, where));
    if (GROUP.equals(route.getGroup())) {
      problems.addAll(contract(route, where, sources, sinks));
    }
    return problems;
  }

  private static List<Problem> contract(
      RouteDefinition route, String where, int sources, int sinks) {
    List<Problem> problems = new ArrayList<>();
    String input = route.getInput().getEndpointUri();
    String own = "direct:" + route.getId();
    if (!input.split("\\?", 2)[0].replace("://", ":").equals(own)) {
      problems.add(
          new Problem(
              Code.BAD_ROUTE_FILE, where, "begins with " + input + ", its name asks for " + own));
    }
    problems.addAll(exactlyOne(where, "source (a …-dataset-action)", sources));
    problems.addAll(exactlyOne(where, "sink (a …-sink)", sinks));
    return problems;
  }

  private static List<Problem> exactlyOne(String where, String what, int found) {
    return found == 1
        ? List.of()
        : List.of(
            new Problem(
                Code.BAD_ROUTE_FILE,
                where,
                "has " + found + " steps that are a " + what + "; a writeback has exactly one"));
  }

  /** What is wrong with how a route begins: a Kamelet, or a schedule. */
  private List<Problem> trigger(RouteDefinition route, String where) {
    String input = input(route);
    if (input.startsWith(KAMELET)) {
      String name = input.substring(KAMELET.length()).split("[?/]", 2)[0];
      KameletCatalogue.Kamelet kamelet = kamelets.find(name).orElse(null);
      return kamelet == null || !kamelet.isTrigger()
          ? List.of(
              new Problem(
                  Code.BAD_ROUTE_FILE,
                  where,
                  "there is no Kamelet %s to begin a route with%s"
                      .formatted(name, Suggestion.didYouMean(name, kamelets.names()))))
          : use(route.getId(), kamelet, input, where + ", " + name);
    }
    return input.startsWith(QuartzSchedules.SCHEME) && !started(route).isEmpty()
        ? ScheduleRoutes.of(context, List.of(route), where).problems()
        : List.of();
  }

  static String input(RouteDefinition route) {
    return route.getInput().getEndpointUri();
  }

  /** The writebacks that a route starts, as they are written there. */
  static List<String> started(RouteDefinition route) {
    String input = input(route);
    return input.startsWith(KAMELET) && parameters(input).containsKey("writeback")
        ? List.of(parameters(input).get("writeback"))
        : sends(route).stream()
            .filter(uri -> uri.startsWith(RUN_ACTION))
            .map(uri -> parameters(uri).getOrDefault("writeback", ""))
            .toList();
  }

  static List<String> sends(RouteDefinition route) {
    return sends(route.getOutputs());
  }

  @SuppressWarnings("rawtypes")
  static List<String> sends(List<ProcessorDefinition<?>> steps) {
    Collection<SendDefinition> sends =
        ProcessorDefinitionHelper.filterTypeInOutputs(steps, SendDefinition.class);
    return sends.stream().map(send -> send.getEndpointUri()).toList();
  }

  private List<Problem> use(
      String route, KameletCatalogue.Kamelet kamelet, String uri, String where) {
    List<Problem> problems = new ArrayList<>();
    Map<String, String> values = new TreeMap<>(kamelet.defaults());
    written(uri)
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
    if (problems.stream().noneMatch(problem -> problem.code() == Code.UNRESOLVED_PLACEHOLDER)) {
      problems.addAll(read(route, kamelet, values, where));
    }
    return problems;
  }

  private static Problem unknown(KameletCatalogue.Kamelet kamelet, String name, String where) {
    Set<String> names = kamelet.defaults().keySet();
    return new Problem(
        Code.UNKNOWN_KEY,
        where,
        name
            + " is no parameter of it"
            + Suggestion.nearest(name, names)
                .map(right -> "; did you mean " + right + "?")
                .orElse("; there are " + String.join(", ", names)));
  }

  private java.util.Optional<String> resolve(String value, String where, List<Problem> problems) {
    try {
      return java.util.Optional.of(context.resolvePropertyPlaceholders(value));
    } catch (RuntimeException e) {
      Set<String> keys = new TreeSet<>(services.configuration().values().keySet());
      String key = value.replaceAll("(?s).*\\{\\{\\??([^:}]+).*", "$1");
      problems.add(
          new Problem(
              Code.UNRESOLVED_PLACEHOLDER,
              where,
              "is %s, which has no value in %s%s"
                  .formatted(
                      value, services.configuration().file(), Suggestion.didYouMean(key, keys))));
      return java.util.Optional.empty();
    }
  }

  /** A value with its placeholders filled in; as it is if one has no value, which is told. */
  private String resolved(String value) {
    try {
      return context.resolvePropertyPlaceholders(value);
    } catch (RuntimeException e) {
      return value;
    }
  }

  private List<Problem> read(
      String route, KameletCatalogue.Kamelet kamelet, Map<String, String> values, String where) {
    Settings settings = new Settings(where, "", values);
    try {
      if (kamelet.isSource()) {
        DatasetSource source = services.sources().get(kamelet.subject()).open(settings);
        opened(route, ends(route).with(source));
        if (source instanceof RowsSource) {
          List<Problem> shared = rowMessages.inbox(route, source.describe(), where + ", name");
          return Stream.concat(settings.close().stream(), shared.stream()).toList();
        }
      } else if (kamelet.isSink()) {
        opened(
            route, ends(route).with(services.destinations().get(kamelet.subject()).open(settings)));
      } else if (kamelet.isTrigger()) {
        WatchPolicy.of(settings);
        services.sources().get(kamelet.subject()).open(settings);
        named(settings);
      } else if (kamelet.step().startsWith("writeback:accept/")) {
        accept(settings);
      } else if (kamelet.step().startsWith("writeback:row")) {
        named(settings);
      } else {
        return List.of();
      }
    } catch (ConfigurationException e) {
      List<Problem> all = new ArrayList<>(settings.close());
      all.addAll(e.problems());
      return all.stream().distinct().toList();
    }
    return settings.close();
  }

  private static List<Problem> ofSchedulesOnly(String uri, String where) {
    return parameters(uri).keySet().stream()
        .filter(List.of("onMissed", "overlap", "retries", "retryEvery")::contains)
        .map(
            name ->
                new Problem(
                    Code.BAD_SCHEDULE,
                    where,
                    name
                        + " is for fires of schedules, and this route does not begin with quartz:"))
        .toList();
  }

  private void opened(String route, RouteEnds more) {
    ends.put(route, more);
  }

  /**
   * The source and the destination of a route of a running context.
   *
   * @throws ConfigurationException with all that is wrong with it
   */
  static RouteEnds endsOf(RouteDefinition route, CamelContext context, WritebackServices services) {
    RouteCheck check =
        new RouteCheck(
            context,
            services,
            new RouteFiles(services.configuration().home()),
            Set.of(route.getId()));
    List<Problem> problems = check.problems(route, "route " + route.getId());
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return check.ends(route.getId());
  }

  /** The source and the destination of a route, as far as they could be opened. */
  RouteEnds ends(String route) {
    return ends.getOrDefault(route, RouteEnds.NONE);
  }

  private void accept(Settings settings) {
    settings.bool("wait", false);
    SchedulePolicy.of(settings);
    named(settings);
  }

  private void named(Settings settings) {
    String writeback = settings.required("writeback", "the name of the writeback to run");
    if (!writeback.isEmpty() && !writebacks.contains(writeback)) {
      settings.problem(
          Code.UNKNOWN_WRITEBACK,
          "writeback",
          "is \"%s\", which is no route of group %s%s"
              .formatted(writeback, GROUP, Suggestion.didYouMean(writeback, writebacks)));
    }
  }

  /** The parameters of a use of a Kamelet or of an endpoint. */
  static Map<String, String> parameters(String uri) {
    Map<String, String> values = written(uri);
    values.replaceAll((name, value) -> ParameterText.decoded(value));
    return values;
  }

  /** The same, as they are in the URI: {@link ParameterText}, or a text with placeholders. */
  static Map<String, String> written(String uri) {
    int query = uri.indexOf('?');
    Map<String, String> values = new TreeMap<>();
    if (query >= 0) {
      try {
        Map<String, Object> parsed = URISupport.parseQuery(uri.substring(query + 1), true);
        URISupport.resolveRawParameterValues(parsed);
        parsed.forEach((name, value) -> values.put(name, String.valueOf(value)));
      } catch (java.net.URISyntaxException e) {
        throw new IllegalArgumentException(e);
      }
    }
    return values;
  }

  /** The keys of accounts that no route uses, as far as no account of any kind has them. */
  static List<Problem> unknownKeys(WritebackServices services) {
    List<Problem> problems = new ArrayList<>();
    for (String account : services.accounts().names()) {
      if (!services.accounts().asked().contains(account)) {
        problems.addAll(
            services
                .configuration()
                .settings("account." + account + ".")
                .knows(services.accountKeys().toArray(String[]::new))
                .close());
      }
    }
    return problems;
  }
}
