package io.writeback.camel;

import io.writeback.config.Configuration;
import io.writeback.config.Suggestion;
import io.writeback.engine.Engine;
import io.writeback.engine.MissedFireWatch;
import io.writeback.engine.ProcessEnd;
import io.writeback.engine.RunControl;
import io.writeback.notify.Notices;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.Problem;
import io.writeback.problem.Reason;
import io.writeback.problem.WritebackException;
import io.writeback.run.ProgressListener;
import io.writeback.schedule.Schedule;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.model.ModelCamelContext;

/**
 * camel-main with a configuration: loads and checks the route files, and starts what a command
 * needs.
 */
public final class WritebackMain implements AutoCloseable {
  private final Main main = new Main();
  private final Configuration configuration;
  private final RouteFiles files;
  private final WritebackRuntime runtime;
  private final Set<String> writebacks = new TreeSet<>();
  private Triggers triggers;
  private MissedFireWatch fires;
  private boolean opened;

  /** Loads everything and starts nothing. */
  public WritebackMain(
      Configuration configuration, ProgressListener listener, InstantSource clock) {
    this.configuration = configuration;
    this.files = new RouteFiles(configuration.home());
    configure();
    CamelContext context = main.getCamelContext();
    runtime = new WritebackRuntime(context, configuration, listener, clock);
    KameletUses uses = new KameletUses(runtime.kamelets(), runtime.placeholders());
    context.getRegistry().bind("kameletUris", new KameletUris(runtime.kamelets()));
    context.getRegistry().bind("writebackRouteLoader", new Utf8RouteLoader(uses));
    files.load(context, uses);
    check();
  }

  private void configure() {
    Properties properties = new Properties();
    properties.putAll(configuration.values());
    properties.putIfAbsent("camel.main.name", "writeback");
    properties.putIfAbsent("camel.main.startupSummaryLevel", "Off");
    properties.putIfAbsent("camel.main.autoConfigurationLogSummary", "false");
    properties.putIfAbsent("camel.main.shutdownTimeout", "30");
    // Error texts of camel-http mask apiKey and token by themselves, but not Workfront's session.
    properties.putIfAbsent("camel.main.additionalSensitiveKeywords", "sessionID");
    // Or a direct: to a route that is not there waits 30 s.
    properties.putIfAbsent("camel.component.direct.block", "false");
    // The short form of Camel's YAML is as valid as the long one: no warning a file and a command.
    properties.putIfAbsent("camel.main.yamlDslCompactNotationWarn", "false");
    main.setDefaultPropertyPlaceholderLocation("false");
    main.setOverrideProperties(properties);
    main.configure().setAutoConfigurationEnvironmentVariablesEnabled(false);
    main.configure().setRoutesIncludePattern("false");
    main.addMainListener(
        new MainListenerSupport() {
          @Override
          public void beforeInitialize(BaseMainSupport starting) {
            // The environment is laid over the file by Configuration; here it only fills gaps.
            if (starting.getCamelContext().getPropertiesComponent()
                instanceof PropertiesComponent component) {
              component.setEnvironmentVariableMode(1);
              component.setSystemPropertiesMode(1);
            }
          }
        });
    try {
      main.init();
    } catch (RuntimeException e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      throw new ConfigurationException(
          Code.BAD_VALUE, configuration.file(), String.valueOf(cause.getMessage()));
    }
  }

  private ModelCamelContext model() {
    return (ModelCamelContext) main.getCamelContext();
  }

  private List<RouteModel> userRoutes() {
    return model().getRouteDefinitions().stream()
        .filter(route -> !files.fileOf(route.getId()).isEmpty())
        .map(RouteModel::new)
        .toList();
  }

  private void check() {
    List<RouteModel> routes = userRoutes();
    routes.stream().filter(RouteModel::isWriteback).map(RouteModel::id).forEach(writebacks::add);
    RouteCheck check =
        new RouteCheck(
            files,
            runtime.kamelets(),
            runtime.connectors(),
            runtime.writebacks(),
            runtime.placeholders(),
            writebacks);
    routes.forEach(check::check);
  }

  CamelContext context() {
    return main.getCamelContext();
  }

  /** What reads the settings and knows sources and destinations, with a ledger or without. */
  public WritebackRuntime runtime() {
    return runtime;
  }

  /** What decides that this process ends. */
  public ProcessEnd end() {
    return runtime.end();
  }

  /**
   * Opens the engine, for commands that execute runs; the start of routes opens it too.
   *
   * @throws ConfigurationException with every mistake that keeps it from being opened
   */
  public Engine open() {
    if (!opened) {
      runtime.open(writebacks);
      opened = true;
    }
    return runtime.engine();
  }

  /** What executes runs, once it was opened. */
  public Engine engine() {
    return runtime.engine();
  }

  /** What commands do with runs, once the engine was opened. */
  public RunControl control() {
    return runtime.engine().control();
  }

  /** A writeback as {@code list} shows it. */
  public record Listed(
      String name, String description, String file, List<String> triggers, List<String> problems) {}

  /** All writebacks by name, with the routes that start them and what is wrong with them. */
  public List<Listed> list() {
    List<RouteModel> routes = userRoutes();
    return routes.stream()
        .filter(RouteModel::isWriteback)
        .map(writeback -> listed(writeback, routes))
        .sorted(Comparator.comparing(Listed::name))
        .toList();
  }

  private Listed listed(RouteModel writeback, List<RouteModel> routes) {
    String file = files.fileOf(writeback.id());
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
    return new ScheduleRoutes(runtime.placeholders()::resolve)
        .read(userRoutes(), "routes")
        .schedules();
  }

  /** Every mistake in the configuration and the route files. */
  public List<Problem> problems() {
    List<Problem> all = new ArrayList<>(runtime.settings().allProblems());
    all.addAll(runtime.connectors().unknownAccountKeys());
    files.problems().values().forEach(all::addAll);
    return all;
  }

  /** What is wrong beside the route files, with the ledger or without. */
  private List<Problem> ourProblems(boolean ledger) {
    ProcessSettings settings = runtime.settings();
    List<Problem> all = new ArrayList<>(ledger ? settings.ledgerProblems() : settings.problems());
    all.addAll(runtime.connectors().unknownAccountKeys());
    return all;
  }

  /**
   * Starts one writeback and the plain routes it may call; no schedule and no queue.
   *
   * @return mistakes in files that it does not need, for a warning
   * @throws ConfigurationException with every mistake that concerns it
   */
  public List<Problem> start(String writeback) {
    List<Problem> others = admit(writeback, true);
    open();
    try {
      remove(unneeded(writeback));
      if (userRoutes().stream().anyMatch(route -> !route.started().isEmpty())) {
        runtime.dispatch();
      }
      main.start();
    } catch (ConfigurationException e) {
      throw e;
    } catch (Exception e) {
      throw new ConfigurationException(Code.BAD_ROUTE_FILE, files.fileOf(writeback), cause(e));
    }
    return others;
  }

  /**
   * Where the rows of a writeback come from and go, opened as its run would open them; starts
   * nothing.
   *
   * @throws ConfigurationException with every mistake that concerns it
   */
  public RouteEnds ends(String writeback) {
    admit(writeback, false);
    return runtime.writebacks().opened(writeback);
  }

  private List<Problem> admit(String writeback, boolean ledger) {
    List<Problem> concerning = new ArrayList<>(ourProblems(ledger));
    List<Problem> others = new ArrayList<>();
    String own = files.fileOf(writeback);
    files
        .problems()
        .forEach(
            (file, problems) ->
                (file.equals(own) || file.equals("routes") ? concerning : others).addAll(problems));
    if (!writebacks.contains(writeback)) {
      Problem unknown = new Problem(Code.UNKNOWN_WRITEBACK, writeback, noWriteback(writeback));
      concerning.add(0, unknown);
      // It may stand in a file that could not be read.
      others.stream()
          .filter(problem -> problem.code() == Code.BAD_ROUTE_FILE)
          .forEach(concerning::add);
    }
    if (!concerning.isEmpty()) {
      throw new ConfigurationException(concerning);
    }
    return others;
  }

  private String noWriteback(String name) {
    String file = files.fileOf(name);
    if (!file.isEmpty()) {
      return "is a route of %s without \"group: writeback\": add that line below its id if it is to run as a writeback"
          .formatted(file);
    }
    return "is not the name of a writeback"
        + Suggestion.nearest(name, writebacks)
            .map(right -> "; did you mean " + right + "?")
            .orElse(
                writebacks.isEmpty()
                    ? "; there is none yet"
                    : "; there are " + String.join(", ", writebacks));
  }

  /** Where the process is reached from outside, by what it is for. */
  public Map<String, String> addresses() {
    Map<String, String> addresses = new LinkedHashMap<>();
    if (runtime.settings().api().token().isPresent()) {
      addresses.put(
          "api",
          "http://%s:%d"
              .formatted(runtime.settings().api().host(), runtime.settings().api().port()));
    }
    runtime
        .settings()
        .api()
        .healthPort()
        .ifPresent(port -> addresses.put("health", "http://127.0.0.1:" + port + "/health/ready"));
    runtime.settings().queue().url().ifPresent(url -> addresses.put("queue", url));
    return addresses;
  }

  private List<RouteModel> unneeded(String writeback) {
    return userRoutes().stream()
        .filter(
            route ->
                !route.id().equals(writeback)
                    && (route.isWriteback()
                        || !route.isCallable()
                        || files.problems().containsKey(files.fileOf(route.id()))))
        .toList();
  }

  private void remove(List<RouteModel> routes) throws Exception {
    model().removeRouteDefinitions(routes.stream().map(RouteModel::definition).toList());
  }

  private static String cause(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return Reason.of(cause);
  }

  /**
   * Starts the writebacks that have interrupted runs, as far as their files are in order; the
   * others resume without the steps behind their sink. So it does if another process executes runs,
   * which may die before it has.
   */
  public void startForResume() {
    List<Problem> ours = ourProblems(true);
    if (!ours.isEmpty()) {
      throw new ConfigurationException(ours);
    }
    open();
    Set<String> needed = new TreeSet<>();
    control().interrupted().forEach(run -> needed.add(run.writeback()));
    try {
      remove(userRoutes().stream().filter(route -> !isStartable(route, needed)).toList());
      main.start();
    } catch (Exception e) {
      throw new ConfigurationException(Code.BAD_ROUTE_FILE, "routes", cause(e));
    }
  }

  private boolean isStartable(RouteModel route, Set<String> needed) {
    boolean inOrder = !files.problems().containsKey(files.fileOf(route.id()));
    return inOrder && (needed.contains(route.id()) || (route.isCallable() && !route.isWriteback()));
  }

  /**
   * Starts every route: schedules fire, runs that were accepted or interrupted are executed.
   *
   * @throws ConfigurationException with every mistake in the configuration and the route files
   */
  public void startAll() {
    List<Problem> problems = problems();
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    CamelContext context = main.getCamelContext();
    Engine engine = open();
    fires = engine.watch(schedules());
    QuartzFires.connect(context, engine, fires);
    triggers = new Triggers(context, runtime, writebacks);
    try {
      triggers.prepare();
      requireNoticeEndpoint();
      runtime.dispatch();
      main.start();
    } catch (WritebackException e) {
      throw e;
    } catch (Exception e) {
      throw new ConfigurationException(Code.BAD_ROUTE_FILE, "routes", cause(e));
    }
    triggers.listen();
  }

  /** What sees to it that no fire is lost, once every route was started. */
  MissedFireWatch fires() {
    return fires;
  }

  private void requireNoticeEndpoint() {
    List<String> inputs = userRoutes().stream().map(RouteModel::input).toList();
    Notices.endpointProblem(
            new CamelEndpoints(main.getCamelContext()), runtime.settings().data().notices(), inputs)
        .ifPresent(
            problem -> {
              throw new ConfigurationException(List.of(problem));
            });
  }

  @Override
  public void close() {
    if (triggers != null) {
      triggers.stopListening();
    }
    main.stop();
    if (triggers != null) {
      triggers.close();
    }
    try {
      runtime.close();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
