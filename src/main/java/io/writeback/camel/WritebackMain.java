package io.writeback.camel;

import io.writeback.alert.Channels;
import io.writeback.api.ApiSettings;
import io.writeback.camel.routes.QuartzFires;
import io.writeback.camel.routes.RouteEnds;
import io.writeback.camel.routes.TeamRoutes;
import io.writeback.config.Configuration;
import io.writeback.console.Catalogue;
import io.writeback.engine.Engine;
import io.writeback.engine.MissedFireWatch;
import io.writeback.engine.ProcessEnd;
import io.writeback.engine.RunControl;
import io.writeback.ledger.RunEntry;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.Problem;
import io.writeback.problem.Reason;
import io.writeback.problem.WritebackException;
import io.writeback.run.ProgressListener;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/**
 * camel-main with a configuration: loads and checks the route files, and starts what a command
 * needs.
 */
public final class WritebackMain implements AutoCloseable {
  private final Main main = new Main();
  private final Configuration configuration;
  private final WritebackRuntime runtime;
  private final TeamRoutes routes;
  private Triggers triggers;
  private MissedFireWatch fires;
  private boolean opened;

  /** Loads everything and starts nothing. */
  public WritebackMain(
      Configuration configuration, ProgressListener listener, InstantSource clock) {
    this.configuration = configuration;
    configure();
    CamelContext context = main.getCamelContext();
    runtime = new WritebackRuntime(context, configuration, listener, clock);
    routes = new TeamRoutes(context, configuration.home(), runtime.writebacks());
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
    // Or a direct: to a missing route waits 30 s.
    properties.putIfAbsent("camel.component.direct.block", "false");
    // The short form of Camel's YAML is as valid as the long one: no warning for each file and
    // command.
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
      throw new ConfigurationException(Code.BAD_VALUE, configuration.file(), Reason.root(e));
    }
  }

  CamelContext context() {
    return main.getCamelContext();
  }

  /** Settings, sources and destinations, with a ledger or without. */
  public WritebackRuntime runtime() {
    return runtime;
  }

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
      runtime.open(routes.writebacks());
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

  public TeamRoutes routes() {
    return routes;
  }

  public List<Problem> problems() {
    List<Problem> all = new ArrayList<>(runtime.settings().allProblems());
    all.addAll(runtime.connectors().unknownAccountKeys());
    all.addAll(routes.problems());
    all.addAll(alertProblems());
    return all;
  }

  /** Mistakes outside the route files, with or without those of the ledger. */
  private List<Problem> ourProblems(boolean ledger) {
    ProcessSettings settings = runtime.settings();
    List<Problem> all = new ArrayList<>(ledger ? settings.ledgerProblems() : settings.problems());
    all.addAll(runtime.connectors().unknownAccountKeys());
    all.addAll(alertProblems());
    return all;
  }

  /** Rules for writebacks that do not exist; one whose file cannot be read is not known. */
  private List<Problem> alertProblems() {
    return routes.problems().stream().noneMatch(problem -> problem.code() == Code.BAD_ROUTE_FILE)
        ? runtime.settings().alerts().unknownWritebacks(configuration.file(), routes.writebacks())
        : List.of();
  }

  /**
   * Starts one writeback and the plain routes it may call; no schedule and no queue.
   *
   * @return mistakes in files that it does not need, for a warning
   * @throws ConfigurationException with every mistake that concerns it
   */
  public List<Problem> start(String writeback) {
    List<Problem> others = routes.admit(writeback, ourProblems(true));
    open();
    startRoutes(
        routes.fileOf(writeback),
        () -> {
          routes.keep(Set.of(writeback));
          if (routes.startWritebacks()) {
            runtime.dispatch();
          }
        });
    return others;
  }

  /** What a command does before the routes start. */
  @FunctionalInterface
  private interface Preparation {
    void run() throws Exception;
  }

  /**
   * @param file of the routes, for messages
   */
  private void startRoutes(String file, Preparation preparation) {
    try {
      preparation.run();
      main.start();
    } catch (WritebackException e) {
      throw e;
    } catch (Exception e) {
      throw new ConfigurationException(Code.BAD_ROUTE_FILE, file, Reason.root(e));
    }
  }

  /**
   * Where the rows of a writeback come from and go, opened as its run would open them; starts
   * nothing.
   *
   * @throws ConfigurationException with every mistake that concerns it
   */
  public RouteEnds ends(String writeback) {
    routes.admit(writeback, ourProblems(false));
    return runtime.writebacks().opened(writeback);
  }

  /** Where the process is reached from outside, by what it is for. */
  public Map<String, String> addresses() {
    Map<String, String> addresses = new LinkedHashMap<>();
    ApiSettings api = runtime.settings().api();
    if (api.token().isPresent()) {
      addresses.put("api", runtime.settings().url());
    }
    if (runtime.settings().console().enabled()) {
      addresses.put("console", runtime.settings().url() + "/");
    }
    api.healthPort()
        .ifPresent(port -> addresses.put("health", "http://127.0.0.1:" + port + "/health/ready"));
    runtime.settings().queue().url().ifPresent(url -> addresses.put("queue", url));
    return addresses;
  }

  /**
   * Starts the writebacks that have interrupted runs if their files are valid; the others resume
   * without the steps behind their sink. Also while another process executes runs: it may die
   * before it has resumed them.
   */
  public void startForResume() {
    ConfigurationException.throwIfAny(ourProblems(true));
    open();
    List<String> needed = control().interrupted().stream().map(RunEntry::writeback).toList();
    startRoutes("routes", () -> routes.keep(needed));
  }

  private Catalogue catalogue() {
    return new Catalogue(
        routes.list().stream()
            .map(
                one ->
                    new Catalogue.Writeback(
                        one.name(), one.description(), one.file(), one.triggers(), one.problems()))
            .toList(),
        routes.schedules());
  }

  /**
   * Starts every route: schedules fire, runs that were accepted or interrupted are executed.
   *
   * @throws ConfigurationException with every mistake in the configuration and the route files
   */
  public void startAll() {
    ConfigurationException.throwIfAny(problems());
    CamelContext context = main.getCamelContext();
    Engine engine = open();
    fires = engine.watch(routes.schedules());
    QuartzFires.connect(context, engine.fires(), fires);
    triggers = new Triggers(context, runtime, catalogue());
    startRoutes(
        "routes",
        () -> {
          triggers.prepare();
          engine.alert(
              runtime.settings().alerts(), channels(), routes.writebacks(), routes.schedules());
          runtime.dispatch();
        });
    triggers.listen();
  }

  /**
   * Where messages of alerts go, once the routes are there.
   *
   * @throws ConfigurationException if they would go to an endpoint that does not exist
   */
  private Channels channels() {
    ConfigurationException.throwIfAny(
        Channels.endpointProblem(
                new CamelEndpoints(main.getCamelContext()),
                runtime.settings().alerts(),
                routes.inputs())
            .stream()
            .toList());
    return runtime.channels();
  }

  /**
   * Starts what the channels of alerts need: the plain routes, if one of them is an endpoint; no
   * writeback and no schedule.
   *
   * @throws ConfigurationException with every mistake in the keys of alerts
   */
  public Channels startForAlerts() {
    ConfigurationException.throwIfAny(runtime.settings().alerts().problems());
    Channels[] channels = new Channels[1];
    startRoutes(
        "routes",
        () -> {
          channels[0] = channels();
          if (runtime.settings().alerts().endpoint().isPresent()) {
            open();
            routes.keep(Set.of());
          } else {
            routes.clear();
          }
        });
    return channels[0];
  }

  /** What catches up on missed fires; null before all routes were started. */
  MissedFireWatch fires() {
    return fires;
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
