package io.writeback.camel;

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
   * Starts a command in a project folder; its output is appended to {@code log} there.
   *
   * @param jvm options of the JVM
   */
  static Process start(Path home, List<String> jvm, String... command) throws IOException {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dwriteback.home=" + home));
    line.addAll(jvm);
    if (jvm.stream().noneMatch(option -> option.equals("-cp"))) {
      line.addAll(List.of("-cp", System.getProperty("java.class.path")));
    }
    line.add("io.writeback.App");
    line.addAll(List.of(command));
    return new ProcessBuilder(line)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log(home)))
        .start();
  }

  /** Ends the process right before or after a commit, see {@link FailPoint}. */
  static List<String> failingAt(Path home, String failPoint) throws IOException {
    Path services = Files.createDirectories(home.resolve("failpoint/META-INF/services"));
    Files.writeString(
        services.resolve("org.jdbi.v3.core.spi.JdbiPlugin"), FailPoint.class.getName());
    return List.of(
        "-Dfailpoint=" + failPoint,
        "-cp",
        home.resolve("failpoint") + File.pathSeparator + System.getProperty("java.class.path"));
  }

  /** Runs a command to its end in a separate process. */
  static Home.Done command(Path home, String... command) {
    try {
      File err = File.createTempFile("child", ".err", home.toFile());
      List<String> line =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-Dwriteback.home=" + home,
                  "-cp",
                  System.getProperty("java.class.path"),
                  "io.writeback.App"));
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
