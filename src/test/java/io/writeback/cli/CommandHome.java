package io.writeback.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.config.Configuration;
import io.writeback.sandbox.Sandbox;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A folder with application.properties and routes/, and the command as a user types it there. */
final class CommandHome implements AutoCloseable {
  private static final String PROPERTY = "writeback.home";

  private final Path folder;
  private final Map<String, String> values = new TreeMap<>();
  private final String before = System.getProperty(PROPERTY);

  CommandHome(Path folder) {
    this.folder = folder;
    System.setProperty(PROPERTY, folder.toString());
  }

  /** With the accounts domo and workfront, as the sandbox prints them. */
  static CommandHome of(Sandbox sandbox, Path folder) {
    CommandHome home = new CommandHome(folder);
    sandbox
        .describe()
        .lines()
        .filter(line -> line.startsWith("account."))
        .map(line -> line.split("=", 2))
        .forEach(line -> home.set(line[0], line[1]));
    return home;
  }

  CommandHome set(String key, String value) {
    values.put(key, value);
    return this;
  }

  CommandHome without(String prefix) {
    values.keySet().removeIf(key -> key.startsWith(prefix));
    return this;
  }

  /** A route from a source to a sink, each a Kamelet with its parameters as YAML lines. */
  CommandHome route(String name, String source, String sink) {
    write(
        "routes/" + name + ".camel.yaml",
        """
        - route:
            id: %s
            group: writeback
            from:
              uri: direct:%s
              steps:
                - to:
                    uri: kamelet:%s
                - to:
                    uri: kamelet:%s
        """
            .formatted(name, name, use(source), use(sink)));
    return this;
  }

  /** {@code kamelet, parameter: value, …} as YAML. */
  private static String use(String text) {
    String[] parts = text.split("\\R");
    StringBuilder yaml = new StringBuilder(parts[0].strip()).append("\n            parameters:");
    Arrays.stream(parts)
        .skip(1)
        .forEach(part -> yaml.append("\n              ").append(part.strip()));
    return yaml.toString();
  }

  Path write(String file, String text) {
    try {
      Path path = folder.resolve(file);
      Files.createDirectories(path.getParent());
      return Files.writeString(path, text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files below the folder that no test wrote. */
  List<String> files() {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .filter(file -> !file.startsWith("routes") && !file.equals("application.properties"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a command printed, and its exit code. */
  record Ran(int exit, String out, String err) {
    JsonNode json() {
      try {
        return new ObjectMapper().readTree(out);
      } catch (IOException e) {
        throw new UncheckedIOException(out, e);
      }
    }

    /** The line that begins with a word, its runs of blanks made one. */
    String line(String first) {
      return out.lines()
          .map(line -> line.replaceAll(" +", " ").strip())
          .filter(line -> line.equals(first) || line.startsWith(first + " "))
          .findFirst()
          .orElse("");
    }
  }

  /** As a command reads it now, without the environment. */
  Configuration configuration() {
    return Configuration.load(folder, properties(), Optional.empty(), Map.of(), Map.of());
  }

  private Path properties() {
    StringBuilder properties = new StringBuilder();
    values.forEach((key, value) -> properties.append(key).append('=').append(value).append('\n'));
    return write("application.properties", properties.toString());
  }

  Ran run(String... arguments) {
    properties();
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        WritebackCommand.execute(
            new Screen(out, Terminal.NONE), new Screen(err, Terminal.NONE), arguments);
    return new Ran(exit, out.toString(), err.toString());
  }

  @Override
  public void close() {
    if (before == null) {
      System.clearProperty(PROPERTY);
    } else {
      System.setProperty(PROPERTY, before);
    }
  }
}
