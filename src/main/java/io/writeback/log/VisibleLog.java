package io.writeback.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.pattern.CompositeConverter;
import io.writeback.problem.Visible;

/**
 * {@code %visible(…)} in a pattern of the log: what others put into a message is harmless, and a
 * line of it that begins at the margin is one of the log. It ends with a line end.
 */
public final class VisibleLog extends CompositeConverter<ILoggingEvent> {
  @Override
  protected String transform(ILoggingEvent event, String lines) {
    return Visible.text(lines).stripTrailing().replace("\n", "\n    ") + "\n";
  }
}
