package io.writeback.contract;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A request as it came over the wire.
 *
 * @param target path and query, still encoded
 * @param headers by lower-case name
 * @param body without its chunks' frames
 */
record WireRequest(String method, String target, Map<String, List<String>> headers, byte[] body) {
  /** The path, percent-decoded. */
  String path() {
    int query = target.indexOf('?');
    String path = query < 0 ? target : target.substring(0, query);
    return decode(path.replace("+", "%2B"));
  }

  /** The parameters of the query. */
  Map<String, List<String>> query() {
    int query = target.indexOf('?');
    return query < 0 ? Map.of() : parameters(target.substring(query + 1));
  }

  /** The parameters of a form body. */
  Map<String, List<String>> form() {
    return parameters(text());
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** All values of a header, in one line; "" if it is not there. */
  String header(String name) {
    return String.join(", ", headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()));
  }

  boolean has(String header) {
    return headers.containsKey(header.toLowerCase(Locale.ROOT));
  }

  /** The media type of the body, lower case and without its parameters. */
  String mediaType() {
    return header("Content-Type").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  /** Two equivalent requests from any sender. */
  boolean asksTheSame(WireRequest other) {
    return method.equals(other.method)
        && target.equals(other.target)
        && java.util.Arrays.equals(body, other.body);
  }

  @Override
  public String toString() {
    return method + " " + target + " (" + body.length + " bytes)";
  }

  private static Map<String, List<String>> parameters(String text) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    for (String part : text.split("&")) {
      if (!part.isEmpty()) {
        String[] pair = part.split("=", 2);
        all.computeIfAbsent(decode(pair[0]), name -> new ArrayList<>())
            .add(pair.length < 2 ? "" : decode(pair[1]));
      }
    }
    return all;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
