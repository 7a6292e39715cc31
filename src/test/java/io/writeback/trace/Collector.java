package io.writeback.trace;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A collector that takes OTLP over HTTP, as protobuf, and keeps what it got. */
public final class Collector implements AutoCloseable {
  /**
   * A span as it arrived.
   *
   * @param parent "" for a root
   * @param error whether its status is an error
   * @param service of the process that sent it
   */
  public record Span(
      String trace,
      String id,
      String parent,
      String name,
      Map<String, String> attributes,
      List<String> events,
      boolean error,
      long start,
      long end,
      String service) {}

  private final HttpServer server;
  private final List<Span> spans = new CopyOnWriteArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private volatile int status = 200;

  public Collector() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.createContext("/v1/traces", this::take);
    server.start();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** From now on every export is answered so. */
  public void answers(int status) {
    this.status = status;
  }

  public List<Span> spans() {
    return List.copyOf(spans);
  }

  /** The header of each export; "" if it had none. */
  public List<String> authorizations() {
    return List.copyOf(authorizations);
  }

  /** The tree of a trace: a line a span, indented below its parent, in the order of their begin. */
  public String tree(java.util.function.Function<Span, String> line) {
    StringBuilder text = new StringBuilder();
    children("").forEach(root -> add(root, 0, line, text));
    return text.toString();
  }

  private void add(
      Span span, int depth, java.util.function.Function<Span, String> line, StringBuilder text) {
    text.append("  ".repeat(depth)).append(line.apply(span)).append('\n');
    children(span.id()).forEach(child -> add(child, depth + 1, line, text));
  }

  private List<Span> children(String parent) {
    return spans.stream()
        .filter(span -> span.parent().equals(parent))
        .sorted(java.util.Comparator.comparingLong(Span::start))
        .toList();
  }

  private void take(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    authorizations.add(authorization == null ? "" : authorization);
    if (status == 200) {
      for (byte[] resourceSpans : Message.of(body).messages(1)) {
        resource(Message.of(resourceSpans));
      }
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private void resource(Message resourceSpans) {
    String service =
        attributes(Message.of(resourceSpans.messages(1).get(0)), 1).get("service.name");
    for (byte[] scope : resourceSpans.messages(2)) {
      for (byte[] span : Message.of(scope).messages(2)) {
        spans.add(span(Message.of(span), service));
      }
    }
  }

  private static Span span(Message span, String service) {
    Message status =
        span.messages(15).isEmpty()
            ? Message.of(new byte[0])
            : Message.of(span.messages(15).get(0));
    return new Span(
        HexFormat.of().formatHex(span.messages(1).get(0)),
        HexFormat.of().formatHex(span.messages(2).get(0)),
        span.messages(4).isEmpty() ? "" : HexFormat.of().formatHex(span.messages(4).get(0)),
        text(span.messages(5).get(0)),
        attributes(span, 9),
        span.messages(11).stream()
            .map(event -> text(Message.of(event).messages(2).get(0)))
            .toList(),
        status.number(3) == 2,
        span.number(7),
        span.number(8),
        service);
  }

  private static Map<String, String> attributes(Message message, int field) {
    Map<String, String> found = new TreeMap<>();
    for (byte[] each : message.messages(field)) {
      Message pair = Message.of(each);
      Message value = Message.of(pair.messages(2).get(0));
      found.put(
          text(pair.messages(1).get(0)),
          value.messages(1).isEmpty()
              ? Long.toString(value.number(3))
              : text(value.messages(1).get(0)));
    }
    return found;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The fields of a message of protobuf, by number. */
  private record Message(Map<Integer, List<byte[]>> bytes, Map<Integer, Long> numbers) {
    static Message of(byte[] message) {
      Map<Integer, List<byte[]>> bytes = new TreeMap<>();
      Map<Integer, Long> numbers = new TreeMap<>();
      ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
      while (in.hasRemaining()) {
        long tag = varint(in);
        int field = (int) (tag >>> 3);
        switch ((int) (tag & 7)) {
          case 0 -> numbers.put(field, varint(in));
          case 1 -> numbers.put(field, in.getLong());
          case 2 -> {
            byte[] part = new byte[(int) varint(in)];
            in.get(part);
            bytes.computeIfAbsent(field, any -> new ArrayList<>()).add(part);
          }
          case 5 -> numbers.put(field, (long) in.getInt());
          default -> throw new IllegalArgumentException("tag " + tag);
        }
      }
      return new Message(bytes, numbers);
    }

    private static long varint(ByteBuffer in) {
      long value = 0;
      for (int shift = 0; ; shift += 7) {
        byte next = in.get();
        value |= (long) (next & 0x7f) << shift;
        if (next >= 0) {
          return value;
        }
      }
    }

    List<byte[]> messages(int field) {
      return bytes.getOrDefault(field, List.of());
    }

    long number(int field) {
      return numbers.getOrDefault(field, 0L);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
