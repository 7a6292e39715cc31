package io.writeback.queue;

import io.writeback.SharedClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    List<String> line = new ArrayList<>(SharedClasses.java(List.of()));
    line.addAll(List.of(BrokerChild.class.getName(), folder.toString(), Integer.toString(port)));
    process =
        new ProcessBuilder(line)
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
