package io.writeback;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import org.apache.camel.util.FileUtil;

/**
 * Java for child processes, with the classes of a run parsed beforehand (class data sharing). It
 * takes them from jars only, so our folders become some.
 */
public final class SharedClasses {
  private static final List<String> STANDARD =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1");

  private static SharedClasses shared;

  private final Path archive;
  private final String classPath;

  private SharedClasses(Path folder) throws IOException, InterruptedException {
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      entries.add(Files.isDirectory(Path.of(entry)) ? jar(entry, folder, entries.size()) : entry);
    }
    classPath = String.join(File.pathSeparator, entries);
    archive = folder.resolve("classes.jsa");
    Process run =
        new ProcessBuilder(command(folder, "-XX:ArchiveClassesAtExit=" + archive))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    if (!run.waitFor(3, TimeUnit.MINUTES) || !Files.exists(archive)) {
      run.destroyForcibly();
      throw new IOException(Files.readString(folder.resolve("log")));
    }
  }

  private static String jar(String classes, Path folder, int number) throws IOException {
    Path jar = folder.resolve(number + ".jar");
    int result =
        ToolProvider.findFirst("jar")
            .orElseThrow()
            .run(
                System.out,
                System.err,
                "--create",
                "--no-compress",
                "--file",
                jar.toString(),
                "-C",
                classes,
                ".");
    if (result != 0) {
      throw new IOException("jar ended with " + result);
    }
    return jar.toString();
  }

  /** A run of one row that no server accepts: it loads what any run needs. */
  private List<String> command(Path folder, String option) throws IOException {
    Path routes = Files.createDirectories(folder.resolve("routes"));
    Files.writeString(
        folder.resolve("application.properties"),
        """
        account.workfront.url=http://127.0.0.1:1
        account.workfront.allow-private=true
        account.workfront.api-key=x
        writeback.pauses=none
        http.tries=1
        """);
    Files.writeString(folder.resolve("rows.csv"), "ID,Name\n" + "0".repeat(32) + ",x\n");
    Files.writeString(
        routes.resolve("rows.camel.yaml"),
        """
        - route:
            id: rows
            group: writeback
            from:
              uri: direct:rows
              steps:
                - to:
                    uri: kamelet:csv-dataset-action
                    parameters: {file: rows.csv}
                - to:
                    uri: kamelet:workfront-update-sink
                    parameters: {object: project}
        """);
    List<String> command = new ArrayList<>(STANDARD);
    command.addAll(
        List.of(option, "-Dwriteback.home=" + folder, "-cp", classPath, "io.writeback.App"));
    command.addAll(List.of("run", "rows"));
    return command;
  }

  /**
   * {@code java} with the options and the class path that each child has.
   *
   * @param classPath what is behind our classes
   */
  public static List<String> java(List<String> classPath) {
    SharedClasses own = shared();
    List<String> command = new ArrayList<>(STANDARD);
    command.add("-XX:SharedArchiveFile=" + own.archive);
    command.add("-Xlog:cds=off,cds+dynamic=off");
    command.add("-cp");
    List<String> entries = new ArrayList<>(List.of(own.classPath));
    entries.addAll(classPath);
    command.add(String.join(File.pathSeparator, entries));
    return command;
  }

  private static synchronized SharedClasses shared() {
    if (shared == null) {
      try {
        Path folder = Files.createTempDirectory("shared-classes");
        shared = new SharedClasses(folder);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
    return shared;
  }

  private static void delete(Path folder) {
    FileUtil.removeDir(folder.toFile());
  }
}
