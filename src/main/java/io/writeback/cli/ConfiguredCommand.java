package io.writeback.cli;

import io.writeback.camel.WritebackMain;
import io.writeback.config.Configuration;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.run.ProgressListener;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that reads the configuration. */
@Command(mixinStandardHelpOptions = true)
public abstract class ConfiguredCommand implements Callable<Integer> {
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
          "Reads application-NAME.properties too, whose keys override those of"
              + " application.properties: keeps sandbox and production apart. Default:"
              + " camel.main.profile")
  private String profile;

  @Spec private CommandSpec spec;

  boolean json() {
    return json;
  }

  Screen out() {
    return (Screen) spec.commandLine().getOut();
  }

  Screen err() {
    return (Screen) spec.commandLine().getErr();
  }

  /** Prints a value as JSON with {@code --json}, else the text. */
  void print(Object value, Object text) {
    out().println(json ? Output.json(value) : text);
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

  /** Who types the command, as the ledger names who approves or rejects something. */
  static String who() {
    return System.getProperty("user.name", "a person") + ", by command";
  }

  /** Everything that is configured; nothing is started. */
  WritebackMain main(ProgressListener listener) {
    return new WritebackMain(configuration(), listener, InstantSource.system());
  }

  /**
   * Checks the value of {@code --limit}.
   *
   * @throws ConfigurationException if it is less than 1
   */
  static void requireLimit(int limit) {
    if (limit < 1) {
      throw new ConfigurationException(Code.BAD_VALUE, "--limit", limit + " is less than 1");
    }
  }
}
