package io.writeback.engine;

import io.writeback.log.LogFacts;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An event in the log of a server: one line, what happened first, then the facts as {@code
 * key=value}.
 */
public final class LogEvent implements LogFacts {
  private static final Logger LOG = LoggerFactory.getLogger("io.writeback.events");

  private final String what;
  private final Map<String, Object> facts = new LinkedHashMap<>();

  private LogEvent(String what) {
    this.what = what;
  }

  public static LogEvent of(String what) {
    return new LogEvent(what);
  }

  public static LogEvent ofRun(String what, String run, String writeback) {
    return of(what).with("run", run).with("writeback", writeback);
  }

  /** Adds a fact; one without a value is left out. */
  public LogEvent with(String name, Object value) {
    if (value instanceof Number) {
      facts.put(name, value);
    } else if (value != null && !value.toString().isEmpty()) {
      facts.put(name, value.toString());
    }
    return this;
  }

  @Override
  public String what() {
    return what;
  }

  @Override
  public Map<String, Object> facts() {
    return Collections.unmodifiableMap(facts);
  }

  /** Logs an expected event. */
  public void info() {
    LOG.info("{}", this);
  }

  /** Logs an event that may need attention. */
  public void warn() {
    LOG.warn("{}", this);
  }

  @Override
  public String toString() {
    StringBuilder line = new StringBuilder(what);
    facts.forEach((name, value) -> line.append(LogFacts.text(name, value)));
    return line.toString();
  }
}
