package io.writeback.sandbox.dataworld;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The parts of a path, decoded separately, so that an encoded slash does not split a part.
 *
 * @param parts between the slashes after the prefix
 */
record ApiPath(List<String> parts) {

  /** Reads a request target; without the prefix there are no parts. */
  static ApiPath of(String target, String prefix) {
    String path = target.split("\\?", 2)[0];
    if (!path.startsWith(prefix)) {
      return new ApiPath(List.of());
    }
    return new ApiPath(
        Arrays.stream(path.substring(prefix.length()).split("/", -1))
            .map(ApiPath::decode)
            .toList());
  }

  int size() {
    return parts.size();
  }

  /** A part; empty when there are fewer. */
  String part(int index) {
    return index < parts.size() ? parts.get(index) : "";
  }

  /** All parts from this index, joined with slashes. */
  String from(int index) {
    return String.join("/", parts.subList(index, parts.size()));
  }

  /** A plus sign is a plus sign in a path. */
  private static String decode(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
