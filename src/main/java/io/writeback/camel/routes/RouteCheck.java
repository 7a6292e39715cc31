package io.writeback.camel.routes;

import io.writeback.config.Option;
import io.writeback.config.RouteStep;
import io.writeback.config.Settings;
import io.writeback.config.Suggestion;
import io.writeback.dataset.DatasetSource;
import io.writeback.dataset.body.BodySource;
import io.writeback.dataset.rows.RowsSource;
import io.writeback.problem.Code;
import io.writeback.problem.Problem;
import io.writeback.schedule.SchedulePolicy;
import io.writeback.transform.Transform;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Finds every mistake in the route files before anything starts: the contract of writeback routes,
 * and each use of a Kamelet against its definition and the parser that the run will use.
 */
final class RouteCheck {
  private final RouteFiles files;
  private final KameletCatalogue kamelets;
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
    this.writebacks = writebacks;
    this.names = names;
  }

  /** Checks one route, and records problems with its file. */
  void check(RouteModel route) {
    String file = files.fileOf(route.id());
    for (Problem problem : problems(route, where(route, route.line()))) {
      files.problem(file, problem);
    }
  }

  private String where(RouteModel route, int line) {
    return files.placeOf(route, line) + ", route " + route.id();
  }

  private List<Problem> problems(RouteModel route, String where) {
    List<Problem> problems = new ArrayList<>(trigger(route, where));
    for (String uri : route.sends()) {
      String step = where(route, route.line(uri));
      RouteModel.kamelet(uri)
          .ifPresent(
              name ->
                  problems.addAll(
                      kamelets.names().contains(name)
                          ? use(route, name, uri, step + ", " + name)
                          : List.of(noKamelet(step, name, ""))));
    }
    if (route.isWriteback()) {
      contract(route, where, problems);
    }
    transform(route, where, problems);
    return problems;
  }

  /**
   * Checks what a route that starts runs does with its data, once the sources of all writebacks are
   * known: data that is not kept is lost when the trigger ends, and data that no one reads too.
   */
  void checkData(RouteModel route) {
    for (String uri : route.runActions()) {
      Map<String, String> given = RouteModel.parameters(uri);
      String writeback = given.getOrDefault("writeback", "");
      boolean keeps = "true".equalsIgnoreCase(given.get(RouteSteps.KEEP_BODY.name()));
      String where = where(route, route.line()) + ", writeback-run-action";
      DatasetSource source = writebacks.opened(writeback).source();
      if (keeps && route.isScheduled()) {
        files.problem(
            files.fileOf(route.id()),
            mistake(
                where,
                "keepBody is for triggers that bring data, and a schedule brings none; let the steps"
                    + " of %s fetch it".formatted(writeback)));
      } else if (keeps && source != null && !(source instanceof BodySource)) {
        files.problem(
            files.fileOf(route.id()),
            mistake(
                where,
                "keepBody keeps data that %s does not read: its source is not kamelet:body-dataset-action"
                    .formatted(writeback)));
      } else if (!keeps && source instanceof BodySource && !fetches(writeback)) {
        files.problem(
            files.fileOf(route.id()),
            mistake(
                where,
                "starts %s without data: no step before its source fetches any, so set keepBody: true where the trigger brings it, or add such a step"
                    .formatted(writeback)));
      }
    }
  }

  /** Whether a step before the source of a writeback may fetch its rows. */
  private boolean fetches(String writeback) {
    return writebacks
        .route(writeback)
        .filter(route -> SourceSteps.place(route.definition(), kamelets) == 0)
        .isEmpty();
  }

  private Problem noKamelet(String where, String name, String purpose) {
    return mistake(
        where,
        "there is no Kamelet %s%s%s"
            .formatted(name, purpose, Suggestion.didYouMean(name, kamelets.names())));
  }

  private static Problem mistake(String where, String message) {
    return new Problem(Code.BAD_ROUTE_FILE, where, message);
  }

  private void contract(RouteModel route, String where, List<Problem> problems) {
    String own = "direct:" + route.id();
    if (!route.isNamed()) {
      problems.add(mistake(where, "has no id, and the id of a writeback is its name"));
    } else if (!bare(route.input()).equals(own)) {
      problems.add(mistake(where, "begins with " + route.input() + ", its name asks for " + own));
    }
    requireOne(route, RouteStep::isDataset, "source (a …-dataset-action)", where, problems);
    requireOne(route, RouteStep::isSink, "sink (a …-sink)", where, problems);
    RouteEnds ends = writebacks.opened(route.id());
    if (ends.source() != null
        && ends.source().readsOnlyNew()
        && ends.destination() != null
        && ends.destination().holdsLastRun()) {
      problems.add(
          new Problem(
              Code.BAD_VALUE,
              where + ", onlyNewBatches",
              "is not for this sink: %s is overwritten by every run, and would hold the new rows only"
                  .formatted(ends.destination().target())));
    }
    if (ends.source() instanceof BodySource
        && SourceSteps.place(route.definition(), kamelets) < 0) {
      problems.add(
          mistake(
              where,
              "has its source within another step; kamelet:body-dataset-action has to be a step of"
                  + " the route itself, or a resumed run would fetch its rows again"));
    }
  }

  /** The rows of a run are there after its source, and are on their way after its sink. */
  private void transform(RouteModel route, String where, List<Problem> problems) {
    List<String> sends = route.sends();
    List<Integer> places = places(sends, RouteStep::isTransform);
    if (places.isEmpty()) {
      return;
    }
    List<Integer> source = places(sends, RouteStep::isDataset);
    List<Integer> sink = places(sends, RouteStep::isSink);
    if (!route.isWriteback()) {
      problems.add(mistake(where, "has a transform-action, which is a step of a writeback"));
    } else if (places.size() > 1) {
      problems.add(
          mistake(
              where,
              "has %d steps transform-action; a writeback has one at most: let one call the other"
                  .formatted(places.size())));
    } else if (source.size() == 1
        && sink.size() == 1
        && (places.get(0) < source.get(0) || places.get(0) > sink.get(0))) {
      problems.add(mistake(where, "has its transform-action not between its source and its sink"));
    }
  }

  private List<Integer> places(List<String> sends, Predicate<RouteStep> kind) {
    return IntStream.range(0, sends.size())
        .filter(place -> kamelets.step(sends.get(place)).filter(kind).isPresent())
        .boxed()
        .toList();
  }

  /**
   * Checks that what a writeback sends its rows through is there, once all routes are known.
   *
   * @param inputs what all routes begin with
   */
  void checkTransform(RouteModel route, List<String> inputs) {
    Optional<Transform> transform = writebacks.opened(route.id()).transform();
    if (transform.isEmpty()) {
      return;
    }
    String with = bare(transform.get().with());
    String where = where(route, route.line()) + ", transform-action, with";
    if (names.stream().anyMatch(name -> with.equals("direct:" + name))) {
      files.problem(
          files.fileOf(route.id()),
          mistake(
              where, "is \"%s\", a writeback; it has to be a route of its own".formatted(with)));
    } else if (with.startsWith("direct:")
        && inputs.stream().noneMatch(input -> bare(input).equals(with))) {
      files.problem(
          files.fileOf(route.id()),
          mistake(
              where,
              "is \"%s\", and no route begins with it%s"
                  .formatted(
                      with,
                      Suggestion.didYouMean(
                          with, inputs.stream().map(RouteCheck::bare).toList()))));
    }
  }

  /** An address without its parameters, as {@code direct:name}. */
  private static String bare(String uri) {
    return uri.split("\\?", 2)[0].replace("://", ":");
  }

  private void requireOne(
      RouteModel route,
      Predicate<RouteStep> kind,
      String what,
      String where,
      List<Problem> problems) {
    long found =
        route.sends().stream().flatMap(uri -> kamelets.step(uri).stream()).filter(kind).count();
    if (found != 1) {
      problems.add(
          mistake(
              where,
              "has " + found + " steps that are a " + what + "; a writeback has exactly one"));
    }
  }

  /** Checks what a route begins with: a Kamelet, or a schedule. */
  private List<Problem> trigger(RouteModel route, String where) {
    String name = RouteModel.kamelet(route.input()).orElse(null);
    if (name == null) {
      return QuartzSchedules.of(route, where, writebacks).stream()
          .flatMap(read -> read.problems().stream())
          .distinct()
          .toList();
    }
    return kamelets
            .step(route.input())
            .filter(step -> step.kind() == RouteStep.Kind.SOURCE)
            .isEmpty()
        ? List.of(noKamelet(where, name, " to begin a route with"))
        : use(route, name, route.input(), where + ", " + name);
  }

  /** Checks a use of a Kamelet: the values of the parameters of ours, the names of others'. */
  private List<Problem> use(RouteModel route, String name, String uri, String where) {
    Settings settings = writebacks.settings(uri, where);
    RouteStep step = kamelets.step(uri).orElse(null);
    if (step == null) {
      kamelets.parameters(name).forEach(settings::text);
      return settings.close();
    }
    List<Problem> problems =
        new ArrayList<>(
            Writebacks.isOpened(step)
                ? writebacks.open(route.id(), step, settings)
                : Writebacks.problems(settings, () -> read(step, settings)));
    if (step.isDataset() && writebacks.opened(route.id()).source() instanceof RowsSource rows) {
      inbox(route.id(), rows.describe(), where).ifPresent(problems::add);
    }
    if (uri.startsWith(RouteModel.RUN_ACTION) && !route.isScheduled()) {
      problems.addAll(ofSchedulesOnly(uri, where));
    }
    return problems;
  }

  private void read(RouteStep step, Settings settings) {
    step.options().forEach(option -> option.in(settings));
    if (step.options().stream().anyMatch(option -> option.name().equals("writeback"))) {
      requireWriteback(settings);
    }
    if (writebacks.connectors().sources().containsKey(step.subject())) {
      writebacks.connectors().sources().get(step.subject()).open(settings);
    }
  }

  private Optional<Problem> inbox(String writeback, String rows, String where) {
    return Optional.ofNullable(inboxes.putIfAbsent(rows, writeback))
        .filter(other -> !other.equals(writeback))
        .map(
            other ->
                mistake(
                    where + ", name",
                    "has the name that the rows of %s have: each writeback needs its own"
                        .formatted(other)));
  }

  private static List<Problem> ofSchedulesOnly(String uri, String where) {
    return RouteModel.parameters(uri).keySet().stream()
        .filter(Option.names(SchedulePolicy.OPTIONS)::contains)
        .map(
            name ->
                new Problem(
                    Code.BAD_SCHEDULE,
                    where,
                    name
                        + " is for fires of schedules, and this route does not begin with quartz:"))
        .toList();
  }

  private void requireWriteback(Settings settings) {
    settings
        .text("writeback")
        .filter(writeback -> !names.contains(writeback))
        .ifPresent(
            writeback ->
                settings.problem(
                    Code.UNKNOWN_WRITEBACK,
                    "writeback",
                    "is \"%s\", which is not a route of group %s%s"
                        .formatted(
                            writeback, RouteModel.GROUP, Suggestion.didYouMean(writeback, names))));
  }
}
