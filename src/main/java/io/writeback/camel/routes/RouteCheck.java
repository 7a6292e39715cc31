package io.writeback.camel.routes;

import io.writeback.config.Settings;
import io.writeback.config.Suggestion;
import io.writeback.dataset.rows.RowsSource;
import io.writeback.engine.Connectors;
import io.writeback.engine.WatchPolicy;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.Problem;
import io.writeback.queue.RowQueue;
import io.writeback.schedule.SchedulePolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds every mistake in the route files before anything starts: the contract of writeback routes,
 * and each use of a Kamelet against its definition and the parser that the run will use.
 */
final class RouteCheck {
  private final RouteFiles files;
  private final KameletCatalogue kamelets;
  private final Connectors connectors;
  private final Writebacks writebacks;
  private final Set<String> names;

  /** The writebacks that have row messages, by the name that these are kept under. */
  private final Map<String, String> inboxes = new HashMap<>();

  /**
   * @param names of the writebacks that there are
   */
  RouteCheck(RouteFiles files, Writebacks writebacks, Set<String> names) {
    this.files = files;
    this.kamelets = writebacks.kamelets();
    this.connectors = writebacks.connectors();
    this.writebacks = writebacks;
    this.names = names;
  }

  /** Checks one route, and records problems with its file. */
  void check(RouteModel route) {
    String file = files.fileOf(route.id());
    for (Problem problem : problems(route, file + ", route " + route.id())) {
      files.problem(file, problem);
    }
  }

  private List<Problem> problems(RouteModel route, String where) {
    List<Problem> problems = new ArrayList<>(trigger(route, where));
    int sources = 0;
    int sinks = 0;
    for (String uri : route.sends()) {
      String name = RouteModel.kamelet(uri).orElse(null);
      if (name == null) {
        continue;
      }
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
      problems.addAll(use(route.id(), kamelet, uri, where + ", " + name));
      if (uri.startsWith(RouteModel.RUN_ACTION) && !route.isScheduled()) {
        problems.addAll(ofSchedulesOnly(uri, where + ", " + name));
      }
    }
    if (route.isWriteback()) {
      problems.addAll(contract(route, where, sources, sinks));
    }
    return problems;
  }

  private static List<Problem> contract(RouteModel route, String where, int sources, int sinks) {
    List<Problem> problems = new ArrayList<>();
    String own = "direct:" + route.id();
    if (!route.input().split("\\?", 2)[0].replace("://", ":").equals(own)) {
      problems.add(
          new Problem(
              Code.BAD_ROUTE_FILE,
              where,
              "begins with " + route.input() + ", its name asks for " + own));
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

  /** Checks what a route begins with: a Kamelet, or a schedule. */
  private List<Problem> trigger(RouteModel route, String where) {
    String name = RouteModel.kamelet(route.input()).orElse(null);
    if (name != null) {
      KameletCatalogue.Kamelet kamelet = kamelets.find(name).orElse(null);
      return kamelet == null || !kamelet.isTrigger()
          ? List.of(
              new Problem(
                  Code.BAD_ROUTE_FILE,
                  where,
                  "there is no Kamelet %s to begin a route with%s"
                      .formatted(name, Suggestion.didYouMean(name, kamelets.names()))))
          : use(route.id(), kamelet, route.input(), where + ", " + name);
    }
    return QuartzSchedules.of(route, where, writebacks.placeholders()::resolve).stream()
        .flatMap(read -> read.problems().stream())
        .distinct()
        .toList();
  }

  private List<Problem> use(
      String route, KameletCatalogue.Kamelet kamelet, String uri, String where) {
    KameletUse use = writebacks.use(kamelet, uri, where);
    List<Problem> problems = new ArrayList<>(use.problems());
    if (problems.stream().noneMatch(problem -> problem.code() == Code.UNRESOLVED_PLACEHOLDER)) {
      problems.addAll(meaning(route, use));
    }
    return problems;
  }

  /** Checks the values of the parameters. */
  private List<Problem> meaning(String route, KameletUse use) {
    KameletCatalogue.Kamelet kamelet = use.kamelet();
    if (kamelet.isSource() || kamelet.isSink()) {
      List<Problem> problems = writebacks.open(route, use);
      return kamelet.isSource() && writebacks.opened(route).source() instanceof RowsSource rows
          ? Stream.concat(problems.stream(), inbox(route, rows.describe(), use.where()).stream())
              .toList()
          : problems;
    }
    Settings settings = use.settings();
    try {
      if (kamelet.isRows()) {
        RowQueue.of(settings);
        named(settings);
      } else if (kamelet.isTrigger()) {
        WatchPolicy.of(settings);
        connectors.sources().get(kamelet.subject()).open(settings);
        named(settings);
      } else if (kamelet.step().startsWith("writeback:accept/")) {
        RouteSteps.waits(settings);
        SchedulePolicy.of(settings);
        named(settings);
      } else {
        return List.of();
      }
    } catch (ConfigurationException e) {
      return Stream.concat(settings.close().stream(), e.problems().stream()).distinct().toList();
    }
    return settings.close();
  }

  private Optional<Problem> inbox(String writeback, String rows, String where) {
    String first = inboxes.putIfAbsent(rows, writeback);
    return Optional.ofNullable(first)
        .filter(other -> !other.equals(writeback))
        .map(
            other ->
                new Problem(
                    Code.BAD_ROUTE_FILE,
                    where + ", name",
                    "has the name that the rows of %s have: each writeback needs its own"
                        .formatted(other)));
  }

  private static List<Problem> ofSchedulesOnly(String uri, String where) {
    return RouteModel.parameters(uri).keySet().stream()
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

  private void named(Settings settings) {
    String writeback = settings.required("writeback", "the name of the writeback to run");
    if (!writeback.isEmpty() && !names.contains(writeback)) {
      settings.problem(
          Code.UNKNOWN_WRITEBACK,
          "writeback",
          "is \"%s\", which is no route of group %s%s"
              .formatted(writeback, RouteModel.GROUP, Suggestion.didYouMean(writeback, names)));
    }
  }
}
