package io.writeback.api;

import io.writeback.TestPorts;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A server with pages of a test, and limits that a test can wait for. */
final class SiteServer implements AutoCloseable {
  static final ConnectionBudget.Limits SHORT =
      new ConnectionBudget.Limits(
          Duration.ofMillis(400), Duration.ofSeconds(30), Duration.ofSeconds(60));

  final int port = TestPorts.unused();
  private final ApiServer server;

  SiteServer(ConnectionBudget.Limits limits, Site site) {
    server =
        ApiServer.start(
                new ApiSettings(
                    Optional.empty(),
                    "127.0.0.1",
                    port,
                    Optional.empty(),
                    Optional.empty(),
                    65_536,
                    List.of()),
                null,
                null,
                broken -> {},
                new Health(Map.of()),
                Optional.of(site),
                () -> "",
                limits)
            .orElseThrow();
  }

  Socket open() throws Exception {
    Socket socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout(20_000);
    return socket;
  }

  static void send(Socket socket, String text) throws Exception {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  /** All that comes until the connection ends. */
  static String rest(Socket socket) throws Exception {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.close();
  }
}
