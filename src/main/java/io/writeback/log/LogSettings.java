package io.writeback.log;

import io.writeback.config.Configuration;
import io.writeback.config.Option;
import io.writeback.config.Settings;
import io.writeback.problem.Problem;
import java.util.List;

/** The keys below {@code log.}. */
public record LogSettings(Format format, List<Problem> problems) {
  /** What a line of the log is. */
  public enum Format {
    TEXT,
    JSON
  }

  private static final Option<Format> FORMAT =
      Option.choice("format", Format.TEXT)
          .says(
              "`text` for people, or `json`: one object a line, for programs that collect logs."
                  + " For `start`; other commands print for people.");

  /** All of them, in the order of the documents. */
  public static final List<Option<?>> KEYS = List.of(FORMAT);

  public static LogSettings of(Configuration configuration) {
    Settings own = configuration.settings("log.");
    return new LogSettings(FORMAT.in(own), own.close());
  }
}
