package io.writeback.log;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of a process that stays: its lines say which run they are about. */
public final class ServerLog {
  /** The appender of our own configuration; someone else's is left as it is. */
  private static final String APPENDER = "STDERR";

  private ServerLog() {}

  /** Writes lines of a server from now on. */
  public static void use(LogSettings.Format format) {
    use(format, LoggerFactory.getILoggerFactory());
  }

  static void use(LogSettings.Format format, ILoggerFactory logging) {
    if (logging instanceof LoggerContext context
        && context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(APPENDER)
            instanceof ConsoleAppender<ILoggingEvent> appender
        && appender.getEncoder() instanceof PatternLayoutEncoder text) {
      Encoder<ILoggingEvent> encoder =
          format == LogSettings.Format.JSON ? new JsonLines() : withSubject(text);
      encoder.setContext(context);
      encoder.start();
      appender.setEncoder(encoder);
    }
  }

  private static PatternLayoutEncoder withSubject(PatternLayoutEncoder text) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setPattern(
        text.getPattern().contains("%subject")
            ? text.getPattern()
            : text.getPattern().replace("%msg", "%msg%subject"));
    return encoder;
  }
}
