package io.writeback.log;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.List;
import java.util.Map;

/**
 * {@code %subject} in a pattern of the log: which run, writeback and batch the line is about, where
 * that is known and the message does not say it as a fact.
 */
public final class SubjectText extends ClassicConverter {
  private static final List<String> NAMES =
      List.of(LogScope.RUN, LogScope.WRITEBACK, LogScope.BATCH);

  @Override
  public String convert(ILoggingEvent event) {
    Map<String, String> known = event.getMDCPropertyMap();
    if (known.isEmpty()) {
      return "";
    }
    LogFacts said = facts(event);
    StringBuilder text = new StringBuilder();
    for (String name : NAMES) {
      String value = known.get(name);
      if (value != null && (said == null || !said.facts().containsKey(name))) {
        text.append(LogFacts.text(name, value));
      }
    }
    return text.toString();
  }

  /** The facts of a line; null if it has none. */
  static LogFacts facts(ILoggingEvent event) {
    Object[] arguments = event.getArgumentArray();
    return arguments != null && arguments.length == 1 && arguments[0] instanceof LogFacts facts
        ? facts
        : null;
  }
}
