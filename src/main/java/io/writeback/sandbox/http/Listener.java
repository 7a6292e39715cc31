package io.writeback.sandbox.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * One service on one loopback port.
 *
 * <p>Requests under {@code /sandbox/} go to the admin endpoint, are not counted and have no limits.
 * Responses are compressed if the client accepts gzip.
 */
public final class Listener implements AutoCloseable {
  private static final int BACKLOG = 256;
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  static {
    // Without it every request on a kept-alive connection waits 40 ms for a delayed ACK.
    if (System.getProperty("sun.net.httpserver.nodelay") == null) {
      System.setProperty("sun.net.httpserver.nodelay", "true");
    }
  }

  private final HttpServer server;
  private final Relay relay;
  private final ExecutorService threads;
  private final Endpoint service;
  private final Endpoint admin;
  private final Traffic traffic;
  private final boolean streams;

  private Listener(
      HttpServer server,
      Relay relay,
      ExecutorService threads,
      Endpoint service,
      Endpoint admin,
      Traffic traffic,
      boolean streams) {
    this.server = server;
    this.relay = relay;
    this.threads = threads;
    this.service = service;
    this.admin = admin;
    this.traffic = traffic;
    this.streams = streams;
  }

  /**
   * Binds 127.0.0.1 and starts to serve.
   *
   * @param name of the service, for messages and threads
   * @param port to bind; 0 for a free one
   * @throws IOException if the port is in use; the message names it
   */
  public static Listener start(
      String name, int port, Endpoint service, Endpoint admin, Traffic traffic) throws IOException {
    return start(name, port, service, admin, traffic, false);
  }

  /** The same for a service that streams request bodies; those of /sandbox/ are read completely. */
  public static Listener startStreaming(
      String name, int port, Endpoint service, Endpoint admin, Traffic traffic) throws IOException {
    return start(name, port, service, admin, traffic, true);
  }

  private static Listener start(
      String name, int port, Endpoint service, Endpoint admin, Traffic traffic, boolean streams)
      throws IOException {
    InetAddress loopback = InetAddress.getByAddress(LOOPBACK);
    ExecutorService threads = Executors.newCachedThreadPool(r -> daemon(name, r));
    HttpServer server = HttpServer.create(new InetSocketAddress(loopback, 0), BACKLOG);
    Relay relay;
    try {
      relay = new Relay(new InetSocketAddress(loopback, port), server.getAddress(), threads);
    } catch (BindException e) {
      server.stop(0);
      throw new IOException(
          "Port " + port + " of the sandbox's " + name + " is in use: choose another first port",
          e);
    }
    Listener listener = new Listener(server, relay, threads, service, admin, traffic, streams);
    server.setExecutor(threads);
    server.createContext("/", listener::handle);
    server.start();
    return listener;
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + relay.port());
  }

  @Override
  public void close() {
    try {
      relay.close();
    } catch (IOException e) {
      System.getLogger(Listener.class.getName()).log(System.Logger.Level.DEBUG, "sandbox", e);
    }
    threads.shutdownNow();
    server.stop(0);
  }

  /**
   * An exception leaves the exchange open on purpose: closing it would properly end a chunked body,
   * whereas the server then closes the connection within it.
   */
  private void handle(HttpExchange exchange) throws IOException {
    try {
      boolean own = exchange.getRequestURI().getPath().startsWith("/sandbox/");
      Request request = streams && !own ? Request.streamed(exchange) : Request.read(exchange);
      if (own) {
        write(exchange, request, admin.answer(request));
      } else {
        Response response = serve(request);
        traffic.answered(response);
        write(exchange, request, response);
      }
      exchange.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      exchange.close();
    } catch (RuntimeException e) {
      // A bug in the sandbox must not look like an injected fault.
      System.getLogger(Listener.class.getName()).log(System.Logger.Level.ERROR, "sandbox", e);
      throw e;
    }
  }

  /**
   * The request stops being in flight before its response is written; otherwise a fast client would
   * be counted twice.
   */
  private Response serve(Request request) throws IOException, InterruptedException {
    long begun = traffic.begin();
    try {
      Response response = service.answer(request);
      if (!response.isDropped()) {
        request.finish();
      }
      return response;
    } finally {
      traffic.end(begun);
    }
  }

  private void write(HttpExchange exchange, Request request, Response response)
      throws IOException, InterruptedException {
    Thread.sleep(response.waitBefore().toMillis());
    if (response.delivery() == Response.Delivery.RESET) {
      relay.reset(exchange.getRemoteAddress().getPort());
    }
    if (response.isDropped()) {
      return;
    }
    response.headers().forEach(exchange.getResponseHeaders()::set);
    byte[] bytes = response.bytes();
    if (bytes != null && bytes.length == 0) {
      exchange.sendResponseHeaders(response.status(), -1);
      return;
    }
    boolean slow = !response.pace().isZero();
    boolean gzip = !slow && acceptsGzip(request);
    if (gzip) {
      exchange.getResponseHeaders().set("Content-Encoding", "gzip");
    }
    if (bytes != null && !gzip) {
      exchange.sendResponseHeaders(response.status(), bytes.length);
      OutputStream out = exchange.getResponseBody();
      (slow ? new Dripping(out, response.pace()) : out).write(bytes);
      return;
    }
    exchange.sendResponseHeaders(response.status(), 0);
    OutputStream body = exchange.getResponseBody();
    OutputStream out = slow ? new Dripping(body, response.pace()) : body;
    OutputStream encoded = gzip ? new FastGzip(out) : out;
    if (bytes != null) {
      encoded.write(bytes);
    } else {
      response.stream().writeTo(encoded);
    }
    encoded.close();
  }

  private static boolean acceptsGzip(Request request) {
    return request.header("Accept-Encoding").orElse("").toLowerCase(Locale.ROOT).contains("gzip");
  }

  private static final AtomicInteger THREAD = new AtomicInteger();

  private static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, "sandbox-" + name + "-" + THREAD.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  /** Writes byte by byte, each after a delay. */
  private static final class Dripping extends FilterOutputStream {
    private final Duration pace;

    Dripping(OutputStream out, Duration pace) {
      super(out);
      this.pace = pace;
    }

    @Override
    public void write(byte[] some, int from, int length) throws IOException {
      for (int i = from; i < from + length; i++) {
        write(some[i]);
      }
    }

    @Override
    public void write(int b) throws IOException {
      try {
        Thread.sleep(pace.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("the sandbox ends");
      }
      out.write(b);
      out.flush();
    }
  }

  /** Gzip at the fastest level: the sandbox shares the machine with the product under test. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, 16 * 1024, true);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
