package io.writeback.sandbox.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** One HTTP request, read whole, before anything is decided about it. */
public final class Request {
  private final String method;
  private final URI uri;
  private final Headers headers;
  private final byte[] body;

  private Request(String method, URI uri, Headers headers, byte[] body) {
    this.method = method;
    this.uri = uri;
    this.headers = headers;
    this.body = body;
  }

  static Request read(HttpExchange exchange) throws IOException {
    return new Request(
        exchange.getRequestMethod().toUpperCase(Locale.ROOT),
        exchange.getRequestURI(),
        exchange.getRequestHeaders(),
        exchange.getRequestBody().readAllBytes());
  }

  /** The HTTP verb in capitals. */
  public String method() {
    return method;
  }

  /** The path, percent-decoded. */
  public String path() {
    return uri.getPath();
  }

  /** The request target as it came over the wire: path and query, still encoded. */
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

  /** The media type of the body without its parameters, lower case; empty when none was sent. */
  public String mediaType() {
    String type = header("Content-Type").orElse("");
    int semicolon = type.indexOf(';');
    return (semicolon < 0 ? type : type.substring(0, semicolon)).trim().toLowerCase(Locale.ROOT);
  }

  /** The first value of a header, whatever the case of its name. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.getFirst(name));
  }

  public String bodyText() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** The body as it came, for who reads it without a copy as text; not to be changed. */
  public byte[] bodyBytes() {
    return body;
  }

  public boolean hasBody() {
    return body.length > 0;
  }
}
