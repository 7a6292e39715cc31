package io.writeback.queue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;

/** A broker in a separate process, to be killed. */
public final class BrokerChild implements AutoCloseable {
  private final Path folder;
  private final int port;
  private Process process;

  public BrokerChild(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  /** Starts it, with the queues and messages that it had. */
  public void start() throws IOException {
    Path up = folder.resolve("up");
    Files.createDirectories(folder);
    Files.deleteIfExists(up);
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                BrokerChild.class.getName(),
                folder.toString(),
                Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
            .start();
    Awaitility.await().until(() -> Files.exists(up));
  }

  /** As SIGKILL does. */
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void close() {
    if (process != null) {
      kill();
    }
  }

  public static void main(String[] args) throws Exception {
    EmbeddedBroker.start(
        Brokers.settings(Brokers.keys(Integer.parseInt(args[1]))), Path.of(args[0]));
    Files.createFile(Path.of(args[0]).resolve("up"));
    // It stays until it is killed.
    Thread.currentThread().join();
  }
}
