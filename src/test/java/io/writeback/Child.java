package io.writeback.e2e;

import io.writeback.SharedClasses;
import io.writeback.cli.Home;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A command in a separate process, to be killed, frozen or stopped. */
final class Child {
  private Child() {}

  /**
   * How a JVM is started.
   *
   * @param classPath what is on its class path behind our classes
   */
  record Java(List<String> options, List<String> classPath) {}

  /**
   * Starts a command in a project folder; its output is appended to {@code log} there.
   *
   * @param jvm options of the JVM
   */
  static Process start(Path home, List<String> jvm, String... command) throws IOException {
    return start(home, new Java(jvm, List.of()), command);
  }

  /** The same. */
  static Process start(Path home, Java java, String... command) throws IOException {
    List<String> line = new ArrayList<>(SharedClasses.java(java.classPath()));
    line.add("-Dwriteback.home=" + home);
    line.addAll(java.options());
    line.add("io.writeback.App");
    line.addAll(List.of(command));
    return new ProcessBuilder(line)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log(home)))
        .start();
  }

  /** Ends the process right before or after a commit, see {@link FailPoint}. */
  static Java failingAt(Path home, String failPoint) throws IOException {
    Path services = Files.createDirectories(home.resolve("failpoint/META-INF/services"));
    Files.writeString(
        services.resolve("org.jdbi.v3.core.spi.JdbiPlugin"), FailPoint.class.getName());
    return new Java(
        List.of("-Dfailpoint=" + failPoint), List.of(home.resolve("failpoint").toString()));
  }

  /** Runs a command to its end in a separate process. */
  static Home.Done command(Path home, String... command) {
    try {
      File err = File.createTempFile("child", ".err", home.toFile());
      List<String> line = new ArrayList<>(SharedClasses.java(List.of()));
      line.addAll(List.of("-Dwriteback.home=" + home, "io.writeback.App"));
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

  private static File log(Path home) {
    return home.resolve("log").toFile();
  }

  /** The last output of its processes. */
  static String tail(Path home) throws IOException {
    String log = Files.readString(log(home).toPath());
    return log.substring(Math.max(0, log.length() - 2_000));
  }

  /** SIGSTOP or SIGCONT. */
  static void signal(Process process, String signal) throws IOException, InterruptedException {
    int exit =
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
    if (exit != 0) {
      throw new IOException("kill -" + signal + " ended with " + exit);
    }
  }
}
