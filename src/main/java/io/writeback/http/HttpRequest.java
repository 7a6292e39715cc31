package io.writeback.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.hc.core5.http.HttpEntity;

/**
 * A request that can be sent again as it is.
 *
 * @param method upper case
 * @param uri absolute; never holds a credential
 * @param headers may hold credentials, hence no part of {@link #toString()}
 */
public record HttpRequest(String method, URI uri, Map<String, String> headers, RequestBody body) {
  public HttpRequest {
    Objects.requireNonNull(method);
    Objects.requireNonNull(uri);
    headers = Map.copyOf(headers);
    Objects.requireNonNull(body);
  }

  /**
   * @param body the bytes to send, empty for none
   */
  public HttpRequest(String method, URI uri, Map<String, String> headers, byte[] body) {
    this(method, uri, headers, new RequestBody.InMemory(body));
  }

  /** A file as it is, as {@code application/octet-stream}, and a JSON answer. */
  public static HttpRequest file(String method, URI uri, RequestBody.OfFile file) {
    return new HttpRequest(
        method,
        uri,
        Map.of("Accept", "application/json", "Content-Type", "application/octet-stream"),
        file);
  }

  public static HttpRequest get(URI uri, String accept) {
    return new HttpRequest("GET", uri, Map.of("Accept", accept), new byte[0]);
  }

  /** A form, as {@code application/x-www-form-urlencoded}. */
  public static HttpRequest form(String method, URI uri, Map<String, String> fields) {
    return new HttpRequest(
        method,
        uri,
        Map.of("Accept", "application/json", "Content-Type", "application/x-www-form-urlencoded"),
        Query.encode(fields).getBytes(StandardCharsets.UTF_8));
  }

  /** A JSON body and a JSON answer. */
  public static HttpRequest json(String method, URI uri, byte[] body) {
    return new HttpRequest(
        method,
        uri,
        Map.of("Accept", "application/json", "Content-Type", "application/json"),
        body);
  }

  public HttpRequest withHeader(String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(name, value);
    return new HttpRequest(method, uri, all, body);
  }

  /**
   * The same, with a guard that runs at the last moment at which the request can be kept from
   * arriving: before the first byte leaves, or before the last bytes of a file do. What it throws
   * reaches the sender as it is.
   */
  public HttpRequest guarded(Runnable guard) {
    return new HttpRequest(method, uri, headers, body.guarded(guard));
  }

  /** The body of a request that has it in memory. */
  public byte[] bytes() {
    if (body instanceof RequestBody.InMemory here) {
      return here.bytes();
    }
    throw new IllegalStateException("the body of " + this + " is not in memory");
  }

  /** The body as the client sends it, with who guards it; null if there is nothing of both. */
  public HttpEntity entity() {
    String type = headers.get("Content-Type");
    if (body instanceof RequestBody.InMemory here) {
      return here.isNothing() ? null : new MemoryEntity(here, type);
    }
    return new FileEntity((RequestBody.OfFile) body, type);
  }

  @Override
  public String toString() {
    return method + " " + uri + " (" + body.length() + " bytes)";
  }
}
