package io.writeback.camel;

import io.writeback.camel.pipeline.PipelineRoutes;
import io.writeback.config.Configuration;
import io.writeback.config.Suggestion;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.Problem;
import io.writeback.problem.Reason;
import io.writeback.problem.WritebackException;
import io.writeback.run.ProgressListener;
import io.writeback.schedule.Schedule;
import java.time.InstantSource;
import java.util.ArrayList;
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
import org.apache.camel.model.RouteDefinition;

/**
 * camel-main with a configuration: loads and checks the route files, and starts what a command
 * needs.
 */
public final class WritebackMain implements AutoCloseable {
  private final Main main = new Main();
  private final Configuration configuration;
  private final RouteFiles files;
  private final WritebackServices services;
  private final Set<String> writebacks = new TreeSet<>();
  private RouteCheck check;
  private Triggers triggers;

  /** Loads everything and starts nothing. */
  public WritebackMain(
      Configuration configuration, ProgressListener listener, InstantSource clock) {
    this.configuration = configuration;
    this.files = new RouteFiles(configuration.home());
    configure();
    CamelContext context = main.getCamelContext();
    KameletCatalogue kamelets = new KameletCatalogue(context);
    context.getRegistry().bind("kameletUris", new KameletUris(kamelets));
    KameletUses uses =
        new KameletUses(kamelets, Placeholders.ofRoutes(context, configuration)::resolve);
    context.getRegistry().bind("writebackRouteLoader", new Utf8RouteLoader(uses));
    services = new WritebackServices(context, configuration, listener, clock);
    context.getRegistry().bind(WritebackServices.NAME, services);
    try {
      context.addRoutes(new PipelineRoutes(services.http()));
    } catch (Exception e) {
      throw new IllegalStateException("the pipeline routes cannot be added", e);
    }
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

  private List<RouteDefinition> userRoutes() {
    return model().getRouteDefinitions().stream()
        .filter(route -> !files.fileOf(route.getId()).isEmpty())
        .toList();
  }

  private void check() {
    for (RouteDefinition route : userRoutes()) {
      if (RouteCheck.GROUP.equals(route.getGroup())) {
        writebacks.add(route.getId());
      }
    }
    check = new RouteCheck(main.getCamelContext(), services, files, writebacks);
    userRoutes().forEach(check::check);
  }

  CamelContext context() {
    return main.getCamelContext();
  }

  public WritebackServices services() {
    return services;
  }

  /** What commands do with runs, once something was started. */
  public RunControl control() {
    return new RunControl(main.getCamelContext(), services);
  }

  /** A writeback as {@code list} shows it. */
  public record Listed(
      String name, String description, String file, List<String> triggers, List<String> problems) {}

  /** All writebacks by name, with the routes that start them and what is wrong with them. */
  public List<Listed> list() {
    List<Listed> listed = new ArrayList<>();
    for (RouteDefinition route : userRoutes()) {
      if (RouteCheck.GROUP.equals(route.getGroup())) {
        String name = route.getId();
        String file = files.fileOf(name);
        listed.add(
            new Listed(
                name,
                route.getDescriptionText() == null ? "" : route.getDescriptionText(),
                file,
                triggers(name),
                files.problems().getOrDefault(file, List.of()).stream()
                    .map(Problem::toString)
                    .toList()));
      }
    }
    listed.sort(java.util.Comparator.comparing(Listed::name));
    return listed;
  }

  private List<String> triggers(String writeback) {
    return userRoutes().stream()
        .filter(route -> RouteCheck.started(route).contains(writeback))
        .map(RouteDefinition::getId)
        .toList();
  }

  /** The schedules of all routes that start with the process. */
  public List<Schedule> schedules() {
    return ScheduleRoutes.of(main.getCamelContext(), userRoutes(), "routes").schedules();
  }

  /** Every mistake in the configuration and the route files. */
  public List<Problem> problems() {
    List<Problem> all = new ArrayList<>(services.allProblems());
    all.addAll(RouteCheck.unknownKeys(services));
    files.problems().values().forEach(all::addAll);
    return all;
  }

  /** What is wrong beside the route files, with the ledger or without. */
  private List<Problem> ourProblems(boolean ledger) {
    List<Problem> all = new ArrayList<>(ledger ? services.ledgerProblems() : services.problems());
    all.addAll(RouteCheck.unknownKeys(services));
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
    try {
      model().removeRouteDefinitions(unneeded(writeback));
      main.start();
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
    return check.ends(writeback);
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
    if (services.api().token().isPresent()) {
      addresses.put("api", "http://%s:%d".formatted(services.api().host(), services.api().port()));
    }
    services
        .api()
        .healthPort()
        .ifPresent(port -> addresses.put("health", "http://127.0.0.1:" + port + "/health/ready"));
    services.queue().url().ifPresent(url -> addresses.put("queue", url));
    return addresses;
  }

  private List<RouteDefinition> unneeded(String writeback) {
    return userRoutes().stream()
        .filter(
            route ->
                !route.getId().equals(writeback)
                    && (RouteCheck.GROUP.equals(route.getGroup())
                        || !isCallable(route)
                        || files.problems().containsKey(files.fileOf(route.getId()))))
        .toList();
  }

  private static boolean isCallable(RouteDefinition route) {
    String input = route.getInput().getEndpointUri();
    return input.startsWith("direct:") || input.startsWith("seda:");
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
   * others go on without the steps behind their sink. So it does if another process executes runs,
   * which may die before it has.
   */
  public void startForResume() {
    Set<String> needed = new TreeSet<>();
    control().interrupted().forEach(run -> needed.add(run.writeback()));
    List<Problem> ours = ourProblems(true);
    if (!ours.isEmpty()) {
      throw new ConfigurationException(ours);
    }
    try {
      model()
          .removeRouteDefinitions(
              userRoutes().stream().filter(route -> !isStartable(route, needed)).toList());
      main.start();
    } catch (Exception e) {
      throw new ConfigurationException(Code.BAD_ROUTE_FILE, "routes", cause(e));
    }
  }

  private boolean isStartable(RouteDefinition route, Set<String> needed) {
    boolean inOrder = !files.problems().containsKey(files.fileOf(route.getId()));
    return inOrder
        && (needed.contains(route.getId())
            || (isCallable(route) && !RouteCheck.GROUP.equals(route.getGroup())));
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
    List<Schedule> schedules = schedules();
    FireWatch fires = new FireWatch(services, schedules);
    fires.begin();
    context
        .getCamelContextExtension()
        .registerEndpointCallback((uri, endpoint) -> fires.inStep(endpoint));
    context.addRoutePolicyFactory(services.begunFires().watch(schedules, services));
    triggers = new Triggers(context, services, writebacks);
    try {
      context.addService(fires);
      triggers.prepare();
      requireNoticeEndpoint();
      main.start();
    } catch (WritebackException e) {
      throw e;
    } catch (Exception e) {
      throw new ConfigurationException(Code.BAD_ROUTE_FILE, "routes", cause(e));
    }
    Dispatcher.of(main.getCamelContext(), services);
    triggers.listen();
  }

  private void requireNoticeEndpoint() {
    List<String> inputs =
        userRoutes().stream().map(route -> route.getInput().getEndpointUri()).toList();
    Notices.endpointProblem(main.getCamelContext(), services.data().notices(), inputs)
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
      services.close();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
