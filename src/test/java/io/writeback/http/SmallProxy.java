package io.writeback.http;

import io.writeback.TestPorts;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy that tunnels (CONNECT) and forwards (absolute addresses), and may ask for a password. */
public final class SmallProxy implements Closeable {
  private final ServerSocket listener;
  private final String authorization;
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private volatile int refusing;

  public SmallProxy() throws IOException {
    this(null, null);
  }

  SmallProxy(String username, String password) throws IOException {
    authorization =
        username == null
            ? null
            : "Proxy-Authorization: Basic "
                + Base64.getEncoder()
                    .encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
    listener = TestPorts.listen(100);
    thread(this::accept);
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  /** The heads of what was asked of the proxy itself, not of what went through its tunnels. */
  public List<String> heads() {
    return heads;
  }

  /** Answers so from now on, and makes no way through. */
  void refuseWith(int status) {
    refusing = status;
  }

  private static void thread(Runnable work) {
    Thread thread = new Thread(work, "small-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (!listener.isClosed()) {
        Socket socket = listener.accept();
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

  private void serve(Socket client) {
    try (client;
        InputStream in = new BufferedInputStream(client.getInputStream())) {
      for (String head = head(in); !head.isEmpty(); head = head(in)) {
        heads.add(head);
        if (!serve(client, in, head)) {
          return;
        }
      }
    } catch (IOException e) {
      // One of the two went away.
    }
  }

  /** Whether the connection may be used again. */
  private boolean serve(Socket client, InputStream in, String head) throws IOException {
    OutputStream out = client.getOutputStream();
    if (authorization != null && !head.contains(authorization)) {
      body(in, head);
      answer(out, 407, "Proxy-Authenticate: Basic realm=\"of a test\"\r\n");
      return true;
    }
    if (refusing > 0) {
      body(in, head);
      answer(out, refusing, "");
      return true;
    }
    String[] line = head.split(" ", 3);
    if (line[0].equals("CONNECT")) {
      int colon = line[1].lastIndexOf(':');
      tunnel(
          client, in, line[1].substring(0, colon), Integer.parseInt(line[1].substring(colon + 1)));
      return false;
    }
    forward(in, head, URI.create(line[1]), out);
    return false;
  }

  private void tunnel(Socket client, InputStream in, String host, int port) throws IOException {
    Socket target;
    try {
      target = new Socket(host, port);
    } catch (IOException e) {
      answer(client.getOutputStream(), 502, "");
      return;
    }
    sockets.add(target);
    try (target) {
      client
          .getOutputStream()
          .write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      thread(() -> copy(in, target));
      target.getInputStream().transferTo(client.getOutputStream());
    }
  }

  private static void copy(InputStream in, Socket target) {
    try {
      in.transferTo(target.getOutputStream());
      target.shutdownOutput();
    } catch (IOException e) {
      // One of the two went away.
    }
  }

  private static void forward(InputStream in, String head, URI uri, OutputStream out)
      throws IOException {
    try (Socket target = new Socket(uri.getHost(), uri.getPort())) {
      String path = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
      String asked =
          head.replaceFirst(java.util.regex.Pattern.quote(uri.toString()), path)
              .replaceFirst("(?i)\r\nConnection: [^\r]*", "")
              .replaceFirst("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
      target.getOutputStream().write(asked.getBytes(StandardCharsets.ISO_8859_1));
      target.getOutputStream().write(body(in, head));
      target.getInputStream().transferTo(out);
    }
  }

  private static void answer(OutputStream out, int status, String headers) throws IOException {
    out.write(
        ("HTTP/1.1 " + status + " Of a proxy\r\n" + headers + "Content-Length: 0\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static byte[] body(InputStream in, String head) throws IOException {
    int at = head.toLowerCase(java.util.Locale.ROOT).indexOf("content-length: ");
    return at < 0
        ? new byte[0]
        : in.readNBytes(Integer.parseInt(head.substring(at + 16, head.indexOf('\r', at)).strip()));
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.append((char) next);
    }
    return head.toString();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
