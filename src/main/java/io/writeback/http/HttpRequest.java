package io.writeback.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A request that can be sent again as it is.
 *
 * @param method upper case
 * @param uri absolute; never holds a credential
 * @param headers may hold credentials, hence no part of {@link #toString()}
 * @param body the bytes to send, empty for none
 */
public record HttpRequest(String method, URI uri, Map<String, String> headers, byte[] body) {
  public HttpRequest {
    Objects.requireNonNull(method);
    Objects.requireNonNull(uri);
    headers = Map.copyOf(headers);
    Objects.requireNonNull(body);
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

  @Override
  public String toString() {
    return method + " " + uri + " (" + body.length + " bytes)";
  }
}
