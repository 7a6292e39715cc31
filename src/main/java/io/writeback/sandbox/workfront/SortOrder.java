package io.writeback.sandbox.workfront;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The order of a search's results: {@code name_Sort=asc}, or {@code name_1_Sort} and {@code
 * ID_2_Sort} for several.
 *
 * <p>The suffixes and the four orders are constants of Workfront's own client. Objects without a
 * value come first (inferred).
 */
final class SortOrder {
  private static final Pattern NUMBERED = Pattern.compile("(.+)_(\\d{1,3})_Sort");
  private static final Set<String> ORDERS = Set.of("asc", "desc", "ciasc", "cidesc");

  private final List<Key> keys = new ArrayList<>();

  private record Key(FieldPath path, String order) {}

  /** Reads the sort parameters, in their order unless they are numbered. */
  static SortOrder parse(
      Map<String, List<String>> parameters, ObjectType type, Selection.Objects objects)
      throws Refusal {
    Map<Integer, Key> byNumber = new TreeMap<>();
    // Before all numbered ones, in their original order.
    int next = -parameters.size();
    for (Map.Entry<String, List<String>> parameter : parameters.entrySet()) {
      Matcher numbered = NUMBERED.matcher(parameter.getKey());
      boolean isNumbered = numbered.matches();
      String field = isNumbered ? numbered.group(1) : parameter.getKey().replaceFirst("_Sort$", "");
      FieldPath path = FieldPath.parse(objects, type, field);
      if (path.passesCollection()) {
        throw Refusal.notImitated("an order by a collection: " + field);
      }
      String order = parameter.getValue().get(0).toLowerCase(Locale.ROOT);
      if (!ORDERS.contains(order)) {
        throw Refusal.invalid(parameter.getKey(), parameter.getValue().get(0));
      }
      byNumber.put(isNumbered ? Integer.parseInt(numbered.group(2)) : next++, new Key(path, order));
    }
    SortOrder found = new SortOrder();
    found.keys.addAll(byNumber.values());
    return found;
  }

  /** Whether it is the storage order. */
  boolean isById() {
    return keys.isEmpty()
        || (keys.size() == 1 && keys.get(0).path.isOwnId() && keys.get(0).order.equals("asc"));
  }

  Comparator<ObjectNode> comparator(ObjectStore store) {
    Comparator<ObjectNode> order = Comparator.comparing(object -> 0);
    for (Key key : keys) {
      Comparator<ObjectNode> next =
          Comparator.comparing(
              object -> value(store, key, object),
              Comparator.comparing(
                  found -> found.orElse(null), Comparator.nullsFirst(Comparator.naturalOrder())));
      order = order.thenComparing(key.order.endsWith("desc") ? next.reversed() : next);
    }
    return order;
  }

  private static Optional<FilterValue.Key> value(ObjectStore store, Key key, ObjectNode object) {
    JsonNode stored = key.path.values(store, object).get(0);
    Optional<FilterValue.Key> value = FilterValue.stored(key.path.field(), stored);
    boolean text = value.isPresent() && value.get().value() instanceof String;
    return key.order.startsWith("ci") && text
        ? Optional.of(
            new FilterValue.Key(String.valueOf(value.get().value()).toLowerCase(Locale.ROOT)))
        : value;
  }
}
