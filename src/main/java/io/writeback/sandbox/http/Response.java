package io.writeback.sandbox.http;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** A response: a status with a body, a stream, or no response. */
public final class Response {
  /** Writes a body of unknown length; an {@link IOException} cuts the connection. */
  @FunctionalInterface
  public interface Stream {
    void writeTo(OutputStream out) throws IOException;
  }

  /** How it is sent. */
  enum Delivery {
    /** As a normal response. */
    ANSWERED,
    /** No response: the connection is closed. */
    CLOSED,
    /** No response: the connection is reset. */
    RESET,
    /** No response: the connection stays open for {@link #wait}, then it is closed. */
    SILENT
  }

  /** The part sent of a truncated response of unknown length. */
  private static final int HALF_OF_A_STREAM = 2_000;

  private final int status;
  private final Map<String, String> headers;
  private final byte[] bytes;
  private final Stream stream;
  private final Delivery delivery;
  private final Duration wait;
  private final Duration pace;

  private Response(int status, Map<String, String> headers, byte[] bytes, Stream stream) {
    this(status, headers, bytes, stream, Delivery.ANSWERED, Duration.ZERO, Duration.ZERO);
  }

  private Response(
      int status,
      Map<String, String> headers,
      byte[] bytes,
      Stream stream,
      Delivery delivery,
      Duration wait,
      Duration pace) {
    this.status = status;
    this.headers = headers;
    this.bytes = bytes;
    this.stream = stream;
    this.delivery = delivery;
    this.wait = wait;
    this.pace = pace;
  }

  /** A whole body in UTF-8. */
  public static Response text(int status, String contentType, String body) {
    return bytes(status, contentType, body.getBytes(StandardCharsets.UTF_8));
  }

  /** A whole body. */
  public static Response bytes(int status, String contentType, byte[] body) {
    return new Response(status, Map.of("Content-Type", contentType), body, null);
  }

  /** A chunked body. */
  public static Response stream(int status, String contentType, Stream stream) {
    return new Response(status, Map.of("Content-Type", contentType), null, stream);
  }

  /** A status without a body. */
  public static Response empty(int status) {
    return new Response(status, Map.of(), new byte[0], null);
  }

  /** No response: the connection is closed. */
  public static Response dropped() {
    return none(Delivery.CLOSED, Duration.ZERO);
  }

  /** No response: the connection is reset. */
  public static Response reset() {
    return none(Delivery.RESET, Duration.ZERO);
  }

  /** No response for this long, then the connection is closed. */
  public static Response silence(Duration time) {
    return none(Delivery.SILENT, time);
  }

  private static Response none(Delivery delivery, Duration wait) {
    return new Response(0, Map.of(), new byte[0], null, delivery, wait, Duration.ZERO);
  }

  /** A 200 with well-formed JSON of this size. */
  static Response huge(long size) {
    return stream(
        200,
        "application/json;charset=UTF-8",
        out -> {
          byte[] blanks = new byte[64 * 1024];
          Arrays.fill(blanks, (byte) ' ');
          out.write('{');
          for (long left = size - 2; left > 0; left -= blanks.length) {
            out.write(blanks, 0, (int) Math.min(left, blanks.length));
          }
          out.write('}');
        });
  }

  /** The same response with one more header. */
  public Response with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Response(status, more, bytes, stream, delivery, wait, pace);
  }

  /** The same response with only the first half of its body; of a stream only its beginning. */
  public Response halved() {
    if (bytes == null) {
      Stream beginning = out -> stream.writeTo(new Beginning(out));
      return new Response(status, headers, null, beginning, delivery, wait, pace);
    }
    byte[] half = Arrays.copyOf(bytes, bytes.length / 2);
    return new Response(status, headers, half, null, delivery, wait, pace);
  }

  /** The same response with texts and headers replaced; an empty header is removed. */
  Response rewritten(Fault fault) throws IOException {
    byte[] whole = bytes;
    if (whole == null) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      stream.writeTo(all);
      whole = all.toByteArray();
    }
    String text = new String(whole, StandardCharsets.UTF_8);
    if (!fault.find().pattern().isEmpty()) {
      text = fault.find().matcher(text).replaceAll(fault.answer().body());
    }
    Map<String, String> others = new LinkedHashMap<>(headers);
    fault
        .answer()
        .headers()
        .forEach(
            (name, value) -> {
              others.keySet().removeIf(name::equalsIgnoreCase);
              if (!value.isEmpty()) {
                others.put(name, value);
              }
            });
    return new Response(
        status, others, text.getBytes(StandardCharsets.UTF_8), null, delivery, wait, pace);
  }

  /** The same response, delayed by this long. */
  Response headAfter(Duration time) {
    return new Response(status, headers, bytes, stream, delivery, time, pace);
  }

  /** The same response with this delay before each byte of its body. */
  Response byteEach(Duration time) {
    return new Response(status, headers, bytes, stream, delivery, wait, time);
  }

  public int status() {
    return status;
  }

  Map<String, String> headers() {
    return headers;
  }

  byte[] bytes() {
    return bytes;
  }

  Stream stream() {
    return stream;
  }

  Delivery delivery() {
    return delivery;
  }

  Duration waitBefore() {
    return wait;
  }

  Duration pace() {
    return pace;
  }

  boolean isDropped() {
    return delivery != Delivery.ANSWERED;
  }

  /** Accepts everything that is written, and passes only its beginning on. */
  private static final class Beginning extends FilterOutputStream {
    private int left = HALF_OF_A_STREAM;

    Beginning(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      if (left > 0) {
        left--;
        out.write(b);
      }
    }

    @Override
    public void write(byte[] some, int from, int length) throws IOException {
      int taken = Math.min(left, length);
      left -= taken;
      out.write(some, from, taken);
    }
  }
}
