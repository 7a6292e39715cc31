package io.writeback.http;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** Names and values as a query string or a form. */
public final class Query {
  private Query() {}

  /** In the order of the map, each name and value percent-encoded, a blank as %20. */
  public static String encode(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  public static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** A URL with a path below it and a query behind it. */
  public static URI uri(URI base, String path, Map<String, String> query) {
    String text = base + path;
    return URI.create(query.isEmpty() ? text : text + "?" + encode(query));
  }
}
