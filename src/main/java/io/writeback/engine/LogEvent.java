package io.writeback.engine;

import io.writeback.problem.Visible;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An event in the log of a server: one line, what happened first, then the facts as {@code
 * key=value}.
 */
public final class LogEvent {
  private static final Logger LOG = LoggerFactory.getLogger("io.writeback.events");

  private final StringBuilder line;

  private LogEvent(String what) {
    line = new StringBuilder(what);
  }

  public static LogEvent of(String what) {
    return new LogEvent(what);
  }

  public static LogEvent ofRun(String what, String run, String writeback) {
    return of(what).with("run", run).with("writeback", writeback);
  }

  /** Adds a fact; one without a value is left out. */
  public LogEvent with(String name, Object value) {
    String text = value == null ? "" : String.valueOf(value);
    if (!text.isEmpty()) {
      line.append(' ').append(name).append('=').append(quoted(text));
    }
    return this;
  }

  /** On one line, in quotes if it is more than a word. */
  private static String quoted(String value) {
    String flat = Visible.line(value.replaceAll("\\s+", " ").strip());
    return flat.matches("[^ \"=]+") ? flat : '"' + flat.replace("\"", "'") + '"';
  }

  /** Logs an expected event. */
  public void info() {
    LOG.info("{}", line);
  }

  /** Logs an event that may need attention. */
  public void warn() {
    LOG.warn("{}", line);
  }

  @Override
  public String toString() {
    return line.toString();
  }
}
