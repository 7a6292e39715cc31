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
 * @param guard asked at the last moment at which the request can be kept from arriving
 */
public record HttpRequest(
    String method, URI uri, Map<String, String> headers, RequestBody body, SendGuard guard) {
  public HttpRequest {
    Objects.requireNonNull(method);
    Objects.requireNonNull(uri);
    headers = Map.copyOf(headers);
    Objects.requireNonNull(body);
    Objects.requireNonNull(guard);
  }

  /**
   * @param body the bytes to send, empty for none
   */
  public HttpRequest(String method, URI uri, Map<String, String> headers, byte[] body) {
    this(method, uri, headers, new RequestBody.InMemory(body), SendGuard.NONE);
  }

  /** A file as it is, as {@code application/octet-stream}, and a JSON answer. */
  public static HttpRequest file(String method, URI uri, RequestBody.OfFile file) {
    return of(method, uri, "application/octet-stream", file);
  }

  public static HttpRequest get(URI uri, String accept) {
    return new HttpRequest("GET", uri, Map.of("Accept", accept), new byte[0]);
  }

  /** A form, as {@code application/x-www-form-urlencoded}. */
  public static HttpRequest form(String method, URI uri, Map<String, String> fields) {
    byte[] body = Query.encode(fields).getBytes(StandardCharsets.UTF_8);
    return of(method, uri, "application/x-www-form-urlencoded", new RequestBody.InMemory(body));
  }

  /** A JSON body and a JSON answer. */
  public static HttpRequest json(String method, URI uri, byte[] body) {
    return of(method, uri, "application/json", new RequestBody.InMemory(body));
  }

  private static HttpRequest of(String method, URI uri, String type, RequestBody body) {
    Map<String, String> headers = Map.of("Accept", "application/json", "Content-Type", type);
    return new HttpRequest(method, uri, headers, body, SendGuard.NONE);
  }

  public HttpRequest withHeader(String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(name, value);
    return new HttpRequest(method, uri, all, body, guard);
  }

  public HttpRequest guarded(SendGuard guard) {
    return new HttpRequest(method, uri, headers, body, guard);
  }

  /** The body of a request that has it in memory. */
  public byte[] bytes() {
    if (body instanceof RequestBody.InMemory here) {
      return here.bytes();
    }
    throw new IllegalStateException("the body of " + this + " is not in memory");
  }

  /** The body as the client sends it, with its guard; null if there is neither. */
  public HttpEntity entity() {
    String type = headers.get("Content-Type");
    if (body instanceof RequestBody.OfFile file) {
      return new FileEntity(file, type, guard);
    }
    return body.length() == 0 && guard == SendGuard.NONE
        ? null
        : new MemoryEntity(bytes(), type, guard);
  }

  @Override
  public String toString() {
    return method + " " + uri + " (" + body.length() + " bytes)";
  }
}
