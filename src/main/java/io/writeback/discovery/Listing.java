package io.writeback.discovery;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What was discovered, for a table or for JSON.
 *
 * @param facts what holds for all of it, by name
 * @param kind what the items are, in the plural: {@code fields}
 * @param columns the names that each item has
 * @param items column to value: String, Long, Boolean, or a list of {@link Choice}
 */
public record Listing(
    Map<String, Object> facts, String kind, List<String> columns, List<Map<String, Object>> items) {
  /** A value that a field takes, and how people see it. */
  public record Choice(String value, String label) {
    @Override
    public String toString() {
      return label.isEmpty() || label.equals(value) ? value : value + " (" + label + ")";
    }
  }

  public Listing {
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    columns = List.copyOf(columns);
    items = List.copyOf(items);
  }

  /** A listing without items yet. */
  public static Listing of(Map<String, Object> facts, String kind, String... columns) {
    return new Listing(facts, kind, List.of(columns), List.of());
  }

  /** The same with these items, one value a column. */
  public Listing with(List<List<Object>> rows) {
    List<Map<String, Object>> named = new ArrayList<>();
    for (List<Object> row : rows) {
      Map<String, Object> item = new LinkedHashMap<>();
      for (int i = 0; i < columns.size(); i++) {
        item.put(columns.get(i), row.get(i));
      }
      named.add(item);
    }
    return new Listing(facts, kind, columns, named);
  }

  /** Facts and items as one JSON object. */
  public Map<String, Object> asMap() {
    Map<String, Object> all = new LinkedHashMap<>(facts);
    all.put(kind, items);
    return all;
  }

  /** Whether one of the texts has the part, in any case. */
  public static boolean matches(String part, String... texts) {
    String lower = part.toLowerCase(Locale.ROOT);
    for (String text : texts) {
      if (text.toLowerCase(Locale.ROOT).contains(lower)) {
        return true;
      }
    }
    return false;
  }
}
