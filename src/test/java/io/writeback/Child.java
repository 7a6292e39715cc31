package io.writeback;

import io.writeback.cli.Home;
import io.writeback.e2e.FailPoint;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A command in a separate process, to be killed, frozen or stopped. */
public final class Child {
  private Child() {}

  /**
   * How a JVM is started.
   *
   * @param classPath what is on its class path behind our classes
   * @param environment what it has beside our environment
   */
  public record Java(
      List<String> options, List<String> classPath, Map<String, String> environment) {}

  /**
   * Starts a command in a project folder; its output is appended to {@code log} there.
   *
   * @param jvm options of the JVM
   */
  public static Process start(Home home, List<String> jvm, String... command) throws IOException {
    return start(home, new Java(jvm, List.of(), Map.of()), command);
  }

  /** The same. */
  public static Process start(Home home, Java java, String... command) throws IOException {
    home.properties();
    List<String> line = new ArrayList<>(SharedClasses.java(java.classPath()));
    line.add("-Dwriteback.home=" + home.folder());
    line.addAll(java.options());
    line.add("io.writeback.App");
    line.addAll(List.of(command));
    ProcessBuilder child =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log(home)));
    child.environment().putAll(java.environment());
    return child.start();
  }

  /** Ends the process right before or after a commit, see {@link FailPoint}. */
  public static Java failingAt(Home home, String failPoint) throws IOException {
    Path services = Files.createDirectories(home.path("failpoint/META-INF/services"));
    Files.writeString(
        services.resolve("org.jdbi.v3.core.spi.JdbiPlugin"), FailPoint.class.getName());
    return new Java(
        List.of("-Dfailpoint=" + failPoint), List.of(home.path("failpoint").toString()), Map.of());
  }

  /** Runs a command to its end in a separate process. */
  public static Home.Done command(Home home, String... command) {
    try {
      home.properties();
      File err = File.createTempFile("child", ".err", home.folder().toFile());
      List<String> line = new ArrayList<>(SharedClasses.java(List.of()));
      line.addAll(List.of("-Dwriteback.home=" + home.folder(), "io.writeback.App"));
      line.addAll(List.of(command));
      Process process = new ProcessBuilder(line).redirectError(err).start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Home.Done(process.waitFor(), out, Files.readString(err.toPath()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static File log(Home home) {
    return home.path("log").toFile();
  }

  /** The last output of its processes. */
  public static String tail(Home home) throws IOException {
    String log = Files.readString(log(home).toPath());
    return log.substring(Math.max(0, log.length() - 2_000));
  }

  /** SIGSTOP or SIGCONT. */
  public static void signal(Process process, String signal)
      throws IOException, InterruptedException {
    int exit =
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
    if (exit != 0) {
      throw new IOException("kill -" + signal + " ended with " + exit);
    }
  }
}
