package io.writeback.cli;

import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.domo.Domo;
import io.writeback.sandbox.workfront.Workfront;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A project folder with routes, properties and data, and the commands run in it. */
public final class Home {
  private final Path folder;
  private final Map<String, String> properties = new LinkedHashMap<>();

  public Home(Path folder) {
    this.folder = folder;
    properties.put("http.retry-delay", "1ms");
    properties.put("http.throttled-delay", "1ms");
    // A test with a lost response must not make the next run wait for minutes.
    properties.put("writeback.quarantine", "0s");
    // Nor may an unavailable destination make the command wait; PausedRunTest covers that.
    properties.put("writeback.pauses", "none");
  }

  public Path folder() {
    return folder;
  }

  /** The accounts of a sandbox, with the API key. */
  public Home with(Sandbox sandbox) {
    return set("account.domo.url", sandbox.domoUrl().toString())
        .set("account.domo.client-id", Domo.CLIENT_ID)
        .set("account.domo.client-secret", Domo.CLIENT_SECRET)
        .set("account.domo.allow-private", "true")
        .set("account.workfront.url", sandbox.workfrontUrl().toString())
        .set("account.workfront.api-key", Workfront.API_KEY)
        .set("account.workfront.allow-private", "true");
  }

  public Home set(String key, String value) {
    properties.put(key, value);
    return this;
  }

  public Home without(String key) {
    properties.remove(key);
    return this;
  }

  /** Writes any file below the folder. */
  public Path file(String name, String content) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, content, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A writeback from a CSV file into Workfront; options as {@code name: value} lines. */
  public Home csvToWorkfront(String name, String csv, String... options) {
    return objectsToWorkfront("project", name, csv, options);
  }

  /** The same for another kind of object. */
  public Home objectsToWorkfront(String object, String name, String csv, String... options) {
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
                    uri: kamelet:csv-dataset-action
                    parameters:
                      file: "%2$s"
                - to:
                    uri: kamelet:workfront-update-sink
                    parameters:
                      object: %4$s
        %3$s
        """
            .formatted(
                name,
                csv,
                java.util.Arrays.stream(options)
                    .map(option -> "              " + option)
                    .collect(Collectors.joining("\n")),
                object));
    return this;
  }

  /** What a command printed and how it ended. */
  public record Done(int exitCode, String out, String err) {}

  /** Runs a command like a user, in this process. */
  public Done run(String... args) {
    file(
        "application.properties",
        properties.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining("\n")));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String before = System.setProperty("writeback.home", folder.toString());
    try {
      int exitCode =
          WritebackCommand.execute(
              new Screen(out, Terminal.NONE), new Screen(err, Terminal.NONE), args);
      return new Done(exitCode, out.toString(), err.toString());
    } finally {
      if (before == null) {
        System.clearProperty("writeback.home");
      } else {
        System.setProperty("writeback.home", before);
      }
    }
  }
}
