package io.writeback.http;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A server whose handling of each request the test defines, byte by byte. */
final class RawServer implements Closeable {
  private final ServerSocket listener;
  private final Behaviour behaviour;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  /** Answers one request; closing the stream closes the connection. */
  @FunctionalInterface
  interface Behaviour {
    void answer(OutputStream out) throws IOException;
  }

  RawServer(Behaviour behaviour) throws IOException {
    this.behaviour = behaviour;
    this.listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    thread(this::accept);
  }

  /** A whole answer with a length. */
  static Behaviour text(int status, String headers, String body) {
    String answer =
        "HTTP/1.1 %d Of a test\r\n%sContent-Length: %d\r\n\r\n%s"
            .formatted(status, headers, body.length(), body);
    return out -> out.write(bytes(answer));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort() + path);
  }

  int connections() {
    return connections.get();
  }

  /** The heads of the requests that came whole. */
  List<String> requests() {
    return requests;
  }

  private static void thread(Runnable work) {
    Thread thread = new Thread(work, "raw-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (!listener.isClosed()) {
        Socket socket = listener.accept();
        connections.incrementAndGet();
        sockets.add(socket);
        if (listener.isClosed()) {
          socket.close();
          return;
        }
        thread(() -> serve(socket));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private void serve(Socket socket) {
    try (socket;
        InputStream in = new BufferedInputStream(socket.getInputStream())) {
      for (String head = head(in); !head.isEmpty(); head = head(in)) {
        requests.add(head);
        behaviour.answer(socket.getOutputStream());
        socket.getOutputStream().flush();
      }
    } catch (IOException e) {
      // The client went away, which is what some tests are about.
    }
  }

  /** The head of the next request, its body skipped; "" at the end. */
  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.append((char) next);
    }
    String text = head.toString();
    int length = text.indexOf("Content-Length: ");
    if (length >= 0) {
      in.skipNBytes(Long.parseLong(text.substring(length + 16, text.indexOf('\r', length))));
    }
    return text;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
