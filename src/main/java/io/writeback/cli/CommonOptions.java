package io.writeback.cli;

import io.writeback.config.Configuration;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** What every command that reads the configuration takes. */
public final class CommonOptions {
  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Sets a key of application.properties for this command; repeatable. Secrets are"
              + " refused: set them in the environment.")
  private Map<String, String> sets = new LinkedHashMap<>();

  @Option(names = "--json", description = "Prints one JSON object on one line, for scripts.")
  private boolean json;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description =
          "Reads application-NAME.properties over application.properties: to keep sandbox and"
              + " production apart. Else camel.main.profile names it.")
  private String profile;

  boolean json() {
    return json;
  }

  /** The folder with application.properties and routes/: the launcher's, else the current one. */
  public static Path home() {
    return Path.of(System.getProperty("writeback.home", "")).toAbsolutePath().normalize();
  }

  Configuration configuration() {
    return Configuration.load(
        home(),
        home().resolve("application.properties"),
        Optional.ofNullable(profile),
        sets,
        System.getenv());
  }

  /** The common options of the command that failed, or null if it has none. */
  static CommonOptions of(CommandLine command) {
    return command.getCommandSpec().mixins().values().stream()
        .map(mixin -> mixin.userObject())
        .filter(CommonOptions.class::isInstance)
        .map(CommonOptions.class::cast)
        .findFirst()
        .orElse(null);
  }
}
