package io.writeback.sandbox.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What goes back over the wire: a status with a body, a stream, or a connection that just ends. */
public final class Response {
  /** Writes a body of unknown length; an {@link IOException} cuts the connection. */
  @FunctionalInterface
  public interface Stream {
    void writeTo(OutputStream out) throws IOException;
  }

  private static final int DROPPED = 0;

  private final int status;
  private final Map<String, String> headers;
  private final byte[] bytes;
  private final Stream stream;

  private Response(int status, Map<String, String> headers, byte[] bytes, Stream stream) {
    this.status = status;
    this.headers = headers;
    this.bytes = bytes;
    this.stream = stream;
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

  /** No answer: the connection is closed. */
  public static Response dropped() {
    return new Response(DROPPED, Map.of(), new byte[0], null);
  }

  /** The same answer with one more header. */
  public Response with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Response(status, more, bytes, stream);
  }

  /** The same answer with only the first half of its body; a stream stays whole. */
  public Response halved() {
    if (bytes == null) {
      return this;
    }
    return new Response(status, headers, java.util.Arrays.copyOf(bytes, bytes.length / 2), null);
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

  boolean isDropped() {
    return status == DROPPED;
  }
}
