package io.writeback.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.config.Configuration;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.SandboxSettings;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A project folder with routes, properties and data, and the commands run in it.
 *
 * <p>Registered in a field, it is opened for each test; in a static field, once for the class.
 * Afterwards it closes what was opened through it, the last first, and deletes the folder.
 */
public class Home
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The sandbox of most tests: on free ports, and without objects. */
  public static final SandboxSettings EMPTY = SandboxSettings.onFreePorts().withDemoObjects(false);

  private final Map<String, String> properties = new LinkedHashMap<>();
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private Path folder;
  private boolean ofClass;

  public Home() {
    properties.put("http.retry-delay", "1ms");
    properties.put("http.throttled-delay", "1ms");
    // A test with a lost response must not make the next run wait for minutes.
    properties.put("writeback.quarantine", "0s");
    // Nor may an unavailable destination make the command wait; PausedRunTest covers that.
    properties.put("writeback.pauses", "none");
  }

  @Override
  public final void beforeAll(ExtensionContext context) throws Exception {
    ofClass = true;
    open();
  }

  @Override
  public final void beforeEach(ExtensionContext context) throws Exception {
    if (!ofClass) {
      open();
    }
  }

  private void open() throws Exception {
    Path parent = Files.createTempDirectory("home").toRealPath();
    closing(() -> PathUtils.deleteDirectory(parent));
    folder = Files.createDirectory(parent.resolve("project"));
    opened();
  }

  /** What a home of a kind has besides its folder. */
  protected void opened() throws Exception {}

  @Override
  public final void afterEach(ExtensionContext context) throws Exception {
    if (!ofClass) {
      close();
    }
  }

  @Override
  public final void afterAll(ExtensionContext context) throws Exception {
    close();
  }

  private void close() throws Exception {
    Exception failure = null;
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** Something to close after the test, before what was opened earlier. */
  public <T extends AutoCloseable> T closing(T resource) {
    opened.push(resource);
    return resource;
  }

  public Path folder() {
    return folder;
  }

  /** Gives the folder, with all that it has now, another name. */
  public void rename(String name) throws IOException {
    folder = Files.move(folder, folder.resolveSibling(name));
  }

  /** A file below the folder, which need not exist. */
  public Path path(String name) {
    return folder.resolve(name);
  }

  /** Starts a sandbox and configures its accounts. */
  public Sandbox sandbox(SandboxSettings settings) throws IOException {
    Sandbox sandbox = closing(Sandbox.start(settings));
    with(sandbox);
    return sandbox;
  }

  /** The accounts of a sandbox, as it prints them. */
  public Home with(Sandbox sandbox) {
    sandbox
        .describe()
        .lines()
        .filter(line -> line.startsWith("account."))
        .map(line -> line.split("=", 2))
        .forEach(line -> set(line[0], line[1]));
    return this;
  }

  public Home set(String key, String value) {
    properties.put(key, value);
    return this;
  }

  /** Removes all keys that begin so. */
  public Home without(String prefix) {
    properties.keySet().removeIf(key -> key.startsWith(prefix));
    return this;
  }

  /** Writes any file below the folder. */
  public Path file(String name, String content) {
    try {
      Path file = path(name);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files below the folder that a command wrote. */
  public List<String> files() {
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

  /**
   * The route of a writeback.
   *
   * @param source the Kamelet of its source, and a line {@code name: value} for each parameter
   * @param sink the same of its sink
   */
  public Home writeback(String name, String source, String sink) {
    file(
        "routes/" + name + ".camel.yaml",
        """
        - route:
            id: %1$s
            group: writeback
            from:
              uri: direct:%1$s
              steps:
                - to:
                    uri: kamelet:%2$s
                - to:
                    uri: kamelet:%3$s
        """
            .formatted(name, kamelet(source), kamelet(sink)));
    return this;
  }

  private static String kamelet(String text) {
    List<String> lines = text.lines().map(String::strip).toList();
    return lines.get(0)
        + "\n            parameters:"
        + lines.stream()
            .skip(1)
            .map(parameter -> "\n              " + parameter)
            .collect(Collectors.joining());
  }

  /** A writeback from a CSV file into Workfront; options as {@code name: value} lines. */
  public Home csvToWorkfront(String name, String csv, String... options) {
    return objectsToWorkfront("project", name, csv, options);
  }

  /** The same for another kind of object. */
  public Home objectsToWorkfront(String object, String name, String csv, String... options) {
    return writeback(
        name,
        "csv-dataset-action\nfile: \"" + csv + "\"",
        "workfront-update-sink\nobject: " + object + "\n" + String.join("\n", options));
  }

  /** What a command printed and how it ended. */
  public record Done(int exitCode, String out, String err) {
    /** What it printed with {@code --json}. */
    public JsonNode json() {
      try {
        return JSON.readTree(out);
      } catch (IOException e) {
        throw new UncheckedIOException(out + err, e);
      }
    }

    /** The line that begins with a word, each gap in it a single blank; "" if there is none. */
    public String line(String first) {
      return out.lines()
          .map(line -> line.replaceAll(" +", " ").strip())
          .filter(line -> line.equals(first) || line.startsWith(first + " "))
          .findFirst()
          .orElse("");
    }
  }

  /** What a command that starts now reads, without the environment. */
  public Configuration configuration() {
    return Configuration.load(folder, properties(), Optional.empty(), Map.of(), Map.of());
  }

  /** Writes application.properties for a process that starts now, unless it is there already. */
  public Path properties() {
    String text =
        properties.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining("\n"));
    Path file = path("application.properties");
    try {
      return Files.exists(file) && Files.readString(file).equals(text)
          ? file
          : file(file.getFileName().toString(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a command like a user, in this process. */
  public Done run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = run(out, err, args);
    return new Done(exitCode, out.toString(), err.toString());
  }

  /**
   * The same with other streams.
   *
   * @return its exit code
   */
  public int run(Writer out, Writer err, String... args) {
    return run(new Screen(out, Terminal.NONE), new Screen(err, Terminal.NONE), args);
  }

  int run(Screen out, Screen err, String... args) {
    properties();
    String before = System.setProperty("writeback.home", folder.toString());
    try {
      return WritebackCommand.execute(out, err, args);
    } finally {
      if (before == null) {
        System.clearProperty("writeback.home");
      } else {
        System.setProperty("writeback.home", before);
      }
    }
  }
}
