package io.writeback.ledger;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.writeback.TestPorts;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A real PgBouncer in front of a database, which gives a connection away after each transaction.
 */
final class PgBouncer implements Closeable {
  private final int port;
  private final Process process;

  /**
   * Starts it.
   *
   * @param folder an empty one, for its files
   * @param connections how many of the server it shares out
   */
  PgBouncer(LedgerAddress.Postgres behind, Path folder, int connections) throws IOException {
    port = TestPorts.unused();
    Path settings =
        Files.writeString(
            folder.resolve("pgbouncer.ini"),
            """
            [databases]
            postgres = host=127.0.0.1 port=%d dbname=postgres user=%s
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = %d
            unix_socket_dir =
            auth_type = any
            pool_mode = transaction
            default_pool_size = %d
            ignore_startup_parameters = extra_float_digits
            """
                .formatted(TcpProxy.portOf(behind), behind.user(), port, connections));
    List<String> line = new ArrayList<>(List.of("pgbouncer", settings.toString()));
    if (System.getProperty("user.name").equals("root")) {
      // It refuses to run as root.
      line.addAll(1, List.of("-u", "nobody"));
    }
    process =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("pgbouncer.log").toFile())
            .start();
    await().until(this::listens);
  }

  /** Skips the test if there is none; CI installs one, and sets TESTS_NEED_TOOLS. */
  static void assumeInstalled() {
    if (System.getenv("TESTS_NEED_TOOLS") == null) {
      assumeTrue(
          Stream.of(System.getenv("PATH").split(":"))
              .anyMatch(folder -> Files.isExecutable(Path.of(folder, "pgbouncer"))),
          "PgBouncer is not installed");
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** The same database through it. */
  LedgerAddress.Postgres through(LedgerAddress.Postgres address) {
    return new LedgerAddress.Postgres(
        "jdbc:postgresql://127.0.0.1:" + port + "/postgres",
        address.user(),
        address.password(),
        address.patience());
  }

  @Override
  public void close() {
    process.destroy();
  }
}
