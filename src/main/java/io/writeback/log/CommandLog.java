package io.writeback.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.CoreConstants;
import ch.qos.logback.core.pattern.DynamicConverter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * The logging of {@code ./writeback}: Logback with our configuration. It is chosen by the command
 * and not by its place on the class path, so that the library brings none of its own.
 *
 * <p>Neither a file of XML nor a search for services: they were a fifth of the processor time of
 * the main thread of a short command (profile).
 */
public final class CommandLog implements SLF4JServiceProvider {
  /** With this a person gives Logback another configuration. */
  private static final String FILE = "logback.configurationFile";

  private static final String PROVIDER = "slf4j.provider";

  private static final String LEVEL = "WRITEBACK_LOG_LEVEL";

  /**
   * A message quotes what others wrote: nothing of it may steer the terminal, or look like a line.
   */
  private static final String PATTERN =
      "%visible(%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %logger{20} %msg%n%ex{3})";

  /**
   * Below WARN the first two print headers, bodies and resolved properties, credentials among them.
   * The other four are the ones that do: they stay, even if those two are turned up.
   */
  private static final List<String> AT_WARN =
      List.of(
          "org.apache.hc",
          "org.apache.camel",
          "org.apache.hc.client5.http.wire",
          "org.apache.hc.client5.http.headers",
          "org.apache.camel.component.properties",
          "org.apache.camel.impl.engine.DefaultCamelContextExtension");

  private static final List<String> AT_ERROR =
      List.of(
          "org.flywaydb", "org.apache.activemq", "org.apache.qpid", "org.messaginghub", "io.netty");

  /**
   * A failed run is explained by its report, not by a message history and a stack trace. That a
   * broker is down is reported once by us; JMS and Spring would do so every second.
   */
  private static final List<String> OFF =
      List.of(
          "org.apache.camel.processor.errorhandler",
          "com.zaxxer.hikari",
          "org.apache.camel.component.jms",
          "org.springframework");

  /** What a process that stays says of its runs and schedules: one line an event. */
  private static final String EVENTS = "io.writeback.events";

  private final LoggerContext context = new LoggerContext();
  private final IMarkerFactory markers = new BasicMarkerFactory();
  private final LogbackMDCAdapter facts = new LogbackMDCAdapter();

  /** Chooses it for this process, before anything is logged. */
  public static void use() {
    if (System.getProperty(FILE) == null && System.getProperty(PROVIDER) == null) {
      System.setProperty(PROVIDER, CommandLog.class.getName());
      // Or SLF4J says on stderr that it does as it was told.
      System.setProperty("slf4j.internal.verbosity", "WARN");
    }
  }

  /** Gives the loggers of a context their levels and the place where they write. */
  public static void configure(LoggerContext context) {
    Map<String, Supplier<DynamicConverter<ILoggingEvent>>> words = new HashMap<>();
    words.put("visible", VisibleLog::new);
    // Whose work a line is about; in the lines of a server.
    words.put("subject", SubjectText::new);
    context.putObject(CoreConstants.PATTERN_RULE_REGISTRY_FOR_SUPPLIERS, words);
    AT_WARN.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
    AT_ERROR.forEach(name -> context.getLogger(name).setLevel(Level.ERROR));
    OFF.forEach(name -> context.getLogger(name).setLevel(Level.OFF));
    context.getLogger(EVENTS).setLevel(Level.INFO);
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.toLevel(System.getProperty(LEVEL, level(System.getenv(LEVEL)))));
    root.addAppender(stderr(context));
  }

  private static String level(String wanted) {
    return wanted == null ? "WARN" : wanted;
  }

  /** Log lines go to stderr: stdout belongs to what a command was asked for. */
  private static ConsoleAppender<ILoggingEvent> stderr(LoggerContext context) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setName(ServerLog.APPENDER);
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    return appender;
  }

  @Override
  public void initialize() {
    context.setName(CoreConstants.DEFAULT_CONTEXT_NAME);
    context.setMDCAdapter(facts);
    configure(context);
    context.start();
  }

  @Override
  public ILoggerFactory getLoggerFactory() {
    return context;
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return facts;
  }

  @Override
  public String getRequestedApiVersion() {
    return "2.0.99";
  }
}
