package io.writeback.camel.routes;

import io.writeback.config.Suggestion;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.Problem;
import io.writeback.schedule.Schedule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;

/** The routes of the files in {@code routes/}, and what is wrong with them. */
public final class TeamRoutes {
  private final ModelCamelContext context;
  private final Writebacks writebacks;
  private final RouteFiles files;
  private final Set<String> names = new TreeSet<>();

  /** Loads and checks all files into a context that has not started yet. */
  public TeamRoutes(CamelContext context, Path home, Writebacks writebacks) {
    this.context = (ModelCamelContext) context;
    this.writebacks = writebacks;
    files =
        new RouteFiles(
            this.context,
            home,
            new KameletUses(writebacks.kamelets(), writebacks.placeholders()),
            writebacks::code);
    files.load();
    List<RouteModel> routes = all();
    routes.stream().filter(RouteModel::isWriteback).map(RouteModel::id).forEach(names::add);
    RouteCheck check = new RouteCheck(files, writebacks, names);
    routes.forEach(check::check);
    routes.forEach(check::checkData);
    List<String> inputs = routes.stream().map(RouteModel::input).toList();
    routes.forEach(route -> check.checkTransform(route, inputs));
  }

  private List<RouteModel> all() {
    return context.getRouteDefinitions().stream()
        .filter(route -> !files.fileOf(route.getId()).isEmpty())
        .map(RouteModel::new)
        .toList();
  }

  public Set<String> writebacks() {
    return names;
  }

  /** The file of a route, as messages name it; "" if there is none. */
  public String fileOf(String route) {
    return files.fileOf(route);
  }

  public List<String> inputs() {
    return all().stream().map(RouteModel::input).toList();
  }

  public boolean startWritebacks() {
    return all().stream().anyMatch(route -> !route.started().isEmpty());
  }

  /**
   * A writeback as {@code list} shows it.
   *
   * @param triggers the routes that start it
   */
  public record Listed(
      String name, String description, String file, List<String> triggers, List<String> problems) {}

  /** All writebacks by name, with the routes that start them and what is wrong with them. */
  public List<Listed> list() {
    List<RouteModel> routes = all();
    return routes.stream()
        .filter(RouteModel::isWriteback)
        .map(writeback -> listed(writeback, routes))
        .sorted(Comparator.comparing(Listed::name))
        .toList();
  }

  private Listed listed(RouteModel writeback, List<RouteModel> routes) {
    String file = fileOf(writeback.id());
    return new Listed(
        writeback.id(),
        writeback.description(),
        file,
        routes.stream()
            .filter(route -> route.started().contains(writeback.id()))
            .map(RouteModel::id)
            .toList(),
        files.problems().getOrDefault(file, List.of()).stream().map(Problem::toString).toList());
  }

  /** The schedules of all routes that start with the process. */
  public List<Schedule> schedules() {
    return all().stream()
        .filter(RouteModel::isStartedAutomatically)
        .flatMap(route -> QuartzSchedules.of(route, "routes", writebacks).stream())
        .flatMap(read -> read.schedule().stream())
        .toList();
  }

  public List<Problem> problems() {
    return files.problems().values().stream().flatMap(Collection::stream).toList();
  }

  /**
   * Whether a writeback can be started.
   *
   * @param ours what is wrong beside the files
   * @return mistakes in files that it does not need, for a warning
   * @throws ConfigurationException with every mistake that concerns it
   */
  public List<Problem> admit(String writeback, List<Problem> ours) {
    List<Problem> concerning = new ArrayList<>(ours);
    List<Problem> others = new ArrayList<>();
    String own = fileOf(writeback);
    files
        .problems()
        .forEach(
            (file, problems) ->
                (file.equals(own) || file.equals("routes") ? concerning : others).addAll(problems));
    if (!names.contains(writeback)) {
      concerning.add(0, new Problem(Code.UNKNOWN_WRITEBACK, writeback, noWriteback(writeback)));
      // It may stand in a file that could not be read.
      others.stream()
          .filter(problem -> problem.code() == Code.BAD_ROUTE_FILE)
          .forEach(concerning::add);
    }
    ConfigurationException.throwIfAny(concerning);
    return others;
  }

  private String noWriteback(String name) {
    String file = fileOf(name);
    if (!file.isEmpty()) {
      return file.endsWith(".camel.yaml")
          ? ("is a route of %s without \"group: writeback\": add that line below its id if it"
                  + " should run as a writeback")
              .formatted(file)
          : ("is a route of %s without routeGroup(\"writeback\"): add that behind its routeId if"
                  + " it should run as a writeback")
              .formatted(file);
    }
    return "is not the name of a writeback"
        + Suggestion.nearest(name, names)
            .map(right -> "; did you mean " + right + "?")
            .orElse(
                names.isEmpty()
                    ? "; there is none yet"
                    : "; there are " + String.join(", ", names));
  }

  /** Removes all routes but some writebacks and the plain routes that they may call. */
  public void keep(Collection<String> wanted) throws Exception {
    context.removeRouteDefinitions(
        all().stream()
            .filter(route -> !isNeeded(route, wanted))
            .map(RouteModel::definition)
            .toList());
  }

  /** Removes all routes. */
  public void clear() throws Exception {
    context.removeRouteDefinitions(all().stream().map(RouteModel::definition).toList());
  }

  private boolean isNeeded(RouteModel route, Collection<String> wanted) {
    return !files.problems().containsKey(fileOf(route.id()))
        && (wanted.contains(route.id()) || (route.isCallable() && !route.isWriteback()));
  }
}
