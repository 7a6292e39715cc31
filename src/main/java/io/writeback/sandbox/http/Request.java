package io.writeback.sandbox.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * One HTTP request, read completely before it is handled; a streaming service gets the body as a
 * stream.
 */
public final class Request {
  private final String method;
  private final URI uri;
  private final Headers headers;
  private final byte[] body;
  private final InputStream stream;

  private Request(HttpExchange exchange, byte[] body, InputStream stream) {
    this.method = exchange.getRequestMethod().toUpperCase(Locale.ROOT);
    this.uri = exchange.getRequestURI();
    this.headers = exchange.getRequestHeaders();
    this.body = body;
    this.stream = stream;
  }

  /** A request whose body is in memory. */
  static Request read(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    return new Request(exchange, body, new ByteArrayInputStream(body));
  }

  /** A request whose body has not been read yet. */
  static Request streamed(HttpExchange exchange) {
    return new Request(exchange, null, exchange.getRequestBody());
  }

  /**
   * Reads the unread part of the body, so that an early response is not lost when the connection
   * closes.
   */
  void finish() throws IOException {
    stream.transferTo(OutputStream.nullOutputStream());
  }

  /** The HTTP method in upper case. */
  public String method() {
    return method;
  }

  /** The path, percent-decoded. */
  public String path() {
    return uri.getPath();
  }

  /** The raw request target: path and query, still encoded. */
  public String target() {
    return uri.toString();
  }

  /** The parameters of the query string. */
  public Parameters query() {
    return Parameters.parse(uri.getRawQuery());
  }

  /** The parameters of a form body; empty when the body is not a form. */
  public Parameters form() {
    return mediaType().equals("application/x-www-form-urlencoded")
        ? Parameters.parse(bodyText())
        : Parameters.NONE;
  }

  /** The media type of the body without its parameters, lower case; empty if none was sent. */
  public String mediaType() {
    String type = header("Content-Type").orElse("");
    int semicolon = type.indexOf(';');
    return (semicolon < 0 ? type : type.substring(0, semicolon)).trim().toLowerCase(Locale.ROOT);
  }

  /** The first value of a header; the name is case-insensitive. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.getFirst(name));
  }

  /** The body, which can be read once. */
  public InputStream body() {
    return stream;
  }

  public String bodyText() {
    return new String(whole(), StandardCharsets.UTF_8);
  }

  /** The raw body, not copied; must not be changed. */
  public byte[] bodyBytes() {
    return body;
  }

  /** The decoded query and the body; a streamed body is not included. */
  String text() {
    String query = decoded(uri.getRawQuery() == null ? "" : uri.getRawQuery());
    if (body == null) {
      return query;
    }
    boolean form = mediaType().equals("application/x-www-form-urlencoded");
    return query + "\n" + (form ? decoded(bodyText()) : bodyText());
  }

  private static String decoded(String form) {
    return URLDecoder.decode(form.replaceAll("%(?![0-9a-fA-F]{2})", "%25"), StandardCharsets.UTF_8);
  }

  public boolean hasBody() {
    return whole().length > 0;
  }

  private byte[] whole() {
    if (body == null) {
      throw new IllegalStateException("The body of this request comes as a stream");
    }
    return body;
  }
}
