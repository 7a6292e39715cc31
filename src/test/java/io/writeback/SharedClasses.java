package io.writeback;

import io.writeback.demo.Rehearsal;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Java for child processes, with the classes of a run parsed beforehand (class data sharing). It
 * takes them from jars only, so our folders become some. The JVMs of a build share what the first
 * of them makes; it is made again when a class has changed.
 */
public final class SharedClasses {
  private static final Path FOLDER = Path.of("target", "shared-classes").toAbsolutePath();
  private static final Path ARCHIVE = FOLDER.resolve("classes.jsa");
  private static final List<String> STANDARD =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1");

  private static String classPath;

  private SharedClasses() {}

  /**
   * {@code java} with the options and the class path that each child has.
   *
   * @param more what is behind our classes
   */
  public static List<String> java(List<String> more) {
    List<String> entries = new ArrayList<>(List.of(classPath()));
    entries.addAll(more);
    List<String> command = new ArrayList<>(STANDARD);
    command.add("-XX:SharedArchiveFile=" + ARCHIVE);
    command.add("-Xlog:cds=off,cds+dynamic=off");
    command.addAll(List.of("-cp", String.join(File.pathSeparator, entries)));
    return command;
  }

  /** The class path of {@link #java}, of jars only. */
  public static String jars() {
    return classPath();
  }

  private static synchronized String classPath() {
    if (classPath == null) {
      try {
        Files.createDirectories(FOLDER);
        try (FileChannel lock =
            FileChannel.open(
                FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
          lock.lock();
          classPath = made();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
    return classPath;
  }

  private static String made() throws IOException, InterruptedException {
    String ours = System.getProperty("java.class.path");
    List<Path> entries = Stream.of(ours.split(File.pathSeparator)).map(Path::of).toList();
    StringBuilder state = new StringBuilder(ours);
    List<String> jars = new ArrayList<>();
    for (Path entry : entries) {
      if (Files.isDirectory(entry)) {
        state.append('\n').append(newest(entry));
        jars.add(FOLDER.resolve(jars.size() + ".jar").toString());
      } else {
        jars.add(entry.toString());
      }
    }
    String all = String.join(File.pathSeparator, jars);
    Path madeFor = FOLDER.resolve("made-for");
    if (!Files.exists(madeFor) || !Files.readString(madeFor).contentEquals(state)) {
      Files.deleteIfExists(madeFor);
      for (int n = 0; n < jars.size(); n++) {
        if (Files.isDirectory(entries.get(n))) {
          jar(entries.get(n), jars.get(n));
        }
      }
      archive(all);
      Files.writeString(madeFor, state);
    }
    return all;
  }

  /** How many files are below a folder, and when the last of them was changed. */
  private static String newest(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Long> times = files.map(file -> file.toFile().lastModified()).sorted().toList();
      return times.size() + " " + times.get(times.size() - 1);
    }
  }

  private static void jar(Path classes, String jar) throws IOException {
    int result =
        ToolProvider.findFirst("jar")
            .orElseThrow()
            .run(
                System.out,
                System.err,
                "--create",
                "--no-compress",
                "--file",
                jar,
                "-C",
                classes.toString(),
                ".");
    if (result != 0) {
      throw new IOException("jar ended with " + result);
    }
  }

  private static void archive(String classPath) throws IOException, InterruptedException {
    Files.deleteIfExists(ARCHIVE);
    Path home = Files.createTempDirectory(FOLDER, "home");
    List<String> command = new ArrayList<>(STANDARD);
    command.addAll(List.of("-XX:ArchiveClassesAtExit=" + ARCHIVE, "-cp", classPath));
    command.addAll(List.of(Rehearsal.class.getName(), home.toString()));
    ProcessBuilder rehearsal =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("log").toFile());
    rehearsal.environment().clear();
    Process run = rehearsal.start();
    if (!run.waitFor(3, TimeUnit.MINUTES) || run.exitValue() != 0) {
      run.destroyForcibly();
      throw new IOException(Files.readString(home.resolve("log")));
    }
  }
}
