package io.writeback.sandbox.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * The address of a service: relays bytes to the HTTP server behind it and back, and can reset a
 * connection, which that server cannot.
 */
final class Relay implements AutoCloseable {
  private static final int BACKLOG = 256;

  private final ServerSocket listener;
  private final InetSocketAddress service;
  private final Executor threads;

  /** The clients' connections by their source port at the server. */
  private final Map<Integer, Socket> clients = new ConcurrentHashMap<>();

  /**
   * Binds an address and starts relaying.
   *
   * @throws java.net.BindException if its port is in use
   */
  Relay(InetSocketAddress address, InetSocketAddress service, Executor threads) throws IOException {
    this.service = service;
    this.threads = threads;
    this.listener = new ServerSocket();
    try {
      listener.bind(address, BACKLOG);
    } catch (IOException e) {
      listener.close();
      throw e;
    }
    threads.execute(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Resets the connection with this source port at the server. */
  void reset(int port) throws IOException {
    Socket client = clients.get(port);
    if (client != null) {
      client.setSoLinger(true, 0);
      client.close();
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        client.setTcpNoDelay(true);
        Socket server = new Socket();
        server.setTcpNoDelay(true);
        server.connect(service);
        clients.put(server.getLocalPort(), client);
        threads.execute(() -> copy(client, server));
        threads.execute(() -> copy(server, client));
      } catch (IOException | java.util.concurrent.RejectedExecutionException e) {
        // One connection failed, or the relay is closed.
      }
    }
  }

  /** HTTP has no half-open connections: when one direction ends, both do. */
  private void copy(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One side disconnected.
    } finally {
      clients.remove(from.getLocalPort());
      clients.remove(to.getLocalPort());
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket client : clients.values()) {
      client.close();
    }
  }
}
