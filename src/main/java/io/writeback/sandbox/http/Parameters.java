package io.writeback.sandbox.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Request parameters by name, in their original order; a name may be repeated. */
public final class Parameters {
  public static final Parameters NONE = new Parameters(Map.of());

  private final Map<String, List<String>> values;

  private Parameters(Map<String, List<String>> values) {
    this.values = values;
  }

  /** Reads {@code a=1&b=2}, percent-encoded; {@code null} means no parameters. */
  public static Parameters parse(String encoded) {
    if (encoded == null || encoded.isEmpty()) {
      return NONE;
    }
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String pair : encoded.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      values.computeIfAbsent(decode(name), n -> new ArrayList<>()).add(decode(value));
    }
    return new Parameters(values);
  }

  /** The same, from unencoded names and values. */
  public static Parameters of(Map<String, List<String>> values) {
    return new Parameters(new LinkedHashMap<>(values));
  }

  /** These parameters followed by those. */
  public Parameters and(Parameters others) {
    if (others.values.isEmpty()) {
      return this;
    }
    Map<String, List<String>> all = new LinkedHashMap<>();
    values.forEach((name, list) -> all.put(name, new ArrayList<>(list)));
    others.values.forEach(
        (name, list) -> all.computeIfAbsent(name, n -> new ArrayList<>()).addAll(list));
    return new Parameters(all);
  }

  public Optional<String> first(String name) {
    List<String> list = values.get(name);
    return list == null ? Optional.empty() : Optional.of(list.get(0));
  }

  public List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  public Set<String> names() {
    return values.keySet();
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
