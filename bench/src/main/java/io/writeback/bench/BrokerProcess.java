package io.writeback.bench;

import io.writeback.config.Configuration;
import io.writeback.queue.EmbeddedBroker;
import io.writeback.queue.QueueSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A real Artemis in a process of its own, which can be ended and started again with its messages. */
final class BrokerProcess implements AutoCloseable {
  static final String USER = "bench";
  static final String PASSWORD = "bench-broker";

  private final int port;
  private final Path folder;
  private Process process;

  /**
   * Starts it.
   *
   * @param folder of its journal
   */
  BrokerProcess(int port, Path folder) throws IOException {
    this.port = port;
    this.folder = folder;
    start();
  }

  /** Its own main method. */
  public static void main(String[] args) throws Exception {
    Map<String, String> keys =
        Map.of(
            "queue.embedded", "true",
            "queue.port", args[0],
            "queue.username", USER,
            "queue.password", PASSWORD);
    Path folder = Path.of(args[1]);
    EmbeddedBroker.start(
        QueueSettings.of(new Configuration(folder, "application.properties", keys, Map.of())),
        folder);
    new CountDownLatch(1).await();
  }

  private void start() throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                BrokerProcess.class.getName(),
                Integer.toString(port),
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
            .start();
  }

  String url() {
    return "tcp://127.0.0.1:" + port;
  }

  /** Kills it, and starts it again with its journal. */
  void restart() throws IOException, InterruptedException {
    process.destroyForcibly().waitFor();
    start();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
