package io.writeback.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * A Workfront that holds nothing: it gives back the records that it was sent, as fast as it can.
 */
final class EchoWorkfront implements AutoCloseable {
  private static final byte[] METADATA =
      """
      {"data":{"name":"Project","label":"Project","objCode":"PROJ","flags":[],"references":{},
      "collections":{},"search":{},"actions":{},"queries":{},
      "operations":["add","count","delete","edit","get","search"],
      "fields":{"ID":{"label":"ID","fieldType":"string","flags":["READ_ONLY"]},
      "name":{"label":"Name","fieldType":"string"},
      "description":{"label":"Description","fieldType":"string"},
      "status":{"label":"Status","fieldType":"string"},
      "priority":{"label":"Priority","fieldType":"int"},
      "budget":{"label":"Budget","fieldType":"double"},
      "plannedStartDate":{"label":"Planned Start Date","fieldType":"dateTime"},
      "isActive":{"label":"Active","fieldType":"boolean"}},
      "custom":{"Region":{"label":"Region","fieldType":"string"}}}}
      """
          .getBytes(StandardCharsets.UTF_8);
  private static final String ID = "\"ID\":";
  private static final byte[] BEFORE = "{\"data\":".getBytes(StandardCharsets.UTF_8);

  private final HttpServer server;
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong records = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private volatile long firstOfAll;
  private volatile long first;
  private volatile long last;
  private int inFlight;
  private int mostInFlight;
  private long changed;
  private double busy;
  private final long latencyMillis;
  private final int atOnce;
  private final LongConsumer counted;

  EchoWorkfront(long latencyMillis, LongConsumer counted) throws IOException {
    this(latencyMillis, Integer.MAX_VALUE, counted);
  }

  /**
   * @param atOnce how many bulk updates may be in flight; one more is answered by 429 at once
   * @param counted told the number of each bulk update, before it is answered
   */
  EchoWorkfront(long latencyMillis, int atOnce, LongConsumer counted) throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    this.latencyMillis = latencyMillis;
    this.atOnce = atOnce;
    this.counted = counted;
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.setExecutor(
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task);
              thread.setDaemon(true);
              return thread;
            }));
    server.createContext("/", this::handle);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** From the first bulk update to the last. */
  double sendingSeconds() {
    return (last - first) / 1e9;
  }

  /** Bulk updates, without those that were refused. */
  long requests() {
    return requests.get();
  }

  /** Bulk updates that were answered by 429. */
  long refused() {
    return refused.get();
  }

  /** When the first request of any kind arrived, as {@link System#nanoTime} says; 0 if none did. */
  long firstRequest() {
    return firstOfAll;
  }

  /** The same of the first bulk update. */
  long firstUpdate() {
    return first;
  }

  /** Records in the bulk updates. */
  long records() {
    return records.get();
  }

  /** Every record has its ID, and no other text of the rows has this in it. */
  private static long records(byte[] body) {
    String text = new String(body, StandardCharsets.ISO_8859_1);
    long found = 0;
    for (int at = text.indexOf(ID); at >= 0; at = text.indexOf(ID, at + 1)) {
      found++;
    }
    return found;
  }

  private synchronized void noteFirst() {
    if (firstOfAll == 0) {
      firstOfAll = System.nanoTime();
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    noteFirst();
    byte[] body = exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().set("Content-Type", "application/json;charset=UTF-8");
    if (!"PUT".equals(exchange.getRequestMethod())) {
      exchange.sendResponseHeaders(200, METADATA.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(METADATA);
      }
      return;
    }
    if (!enter()) {
      refused.incrementAndGet();
      exchange.sendResponseHeaders(429, -1);
      exchange.close();
      return;
    }
    records.addAndGet(records(body));
    last = System.nanoTime();
    long number = requests.incrementAndGet();
    if (number == 1) {
      first = last;
    }
    counted.accept(number);
    pause();
    inFlight(-1);
    exchange.sendResponseHeaders(200, BEFORE.length + body.length + 1L);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(BEFORE);
      out.write(body);
      out.write('}');
    }
  }

  /** Whether one more may be in flight; then it is. */
  private synchronized boolean enter() {
    if (inFlight >= atOnce) {
      return false;
    }
    inFlight(1);
    return true;
  }

  private synchronized void inFlight(int change) {
    long now = System.nanoTime();
    busy += inFlight * (now - changed);
    changed = now;
    inFlight += change;
    mostInFlight = Math.max(mostInFlight, inFlight);
  }

  /** Requests in flight since the first, as a mean over time. */
  synchronized double meanInFlight() {
    return busy / (double) (changed - first);
  }

  synchronized int mostInFlight() {
    return mostInFlight;
  }

  private void pause() {
    try {
      Thread.sleep(latencyMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
