package io.writeback;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports on the loopback interface that stay free until a test uses them by number.
 *
 * <p>A port that the system chose and that was closed again is soon another test's: all JVMs of a
 * build, and all their connections, take their ports from the same range. These lie below that
 * range (Linux: {@code ip_local_port_range}, from 32768), and each JVM begins elsewhere in it.
 */
public final class TestPorts {
  private static final int FIRST = 10_000;
  private static final int COUNT = 22_000;

  /** Process ids of one build are neighbours; the prime sets their ports far apart. */
  private static final AtomicInteger NEXT =
      new AtomicInteger((int) (ProcessHandle.current().pid() * 1_009 % COUNT));

  private TestPorts() {}

  /** A port on which nothing listens; a connection to it is refused. */
  public static int unused() {
    try (ServerSocket socket = listen(1)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A listener that can be closed and opened again at the same port. */
  public static ServerSocket listen(int backlog) throws IOException {
    for (int tries = 0; tries < COUNT; tries++) {
      ServerSocket socket = new ServerSocket();
      try {
        socket.bind(
            new InetSocketAddress(
                InetAddress.getLoopbackAddress(), FIRST + NEXT.getAndIncrement() % COUNT),
            backlog);
        return socket;
      } catch (IOException e) {
        socket.close();
      }
    }
    throw new IOException("no free port from " + FIRST + " on");
  }
}
