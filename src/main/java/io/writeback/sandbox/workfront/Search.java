package io.writeback.sandbox.workfront;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Parameters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A search: filter, order and page.
 *
 * <p>Workfront API basics: {@code $$FIRST} from 0 and {@code $$LIMIT} of 100, at most 2,000.
 */
final class Search {
  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 2000;

  /** An object with this key is hidden from the caller: no search finds it. */
  static final String HIDDEN = "sandboxHidden";

  private final Filter filter;
  private final SortOrder order;
  private final long first;
  private final long limit;

  private Search(Filter filter, SortOrder order, long first, long limit) {
    this.filter = filter;
    this.order = order;
    this.first = first;
    this.limit = limit;
  }

  /** Reads a search; every field in it must exist. */
  static Search parse(
      RequestForm form, ObjectType type, Selection.Objects objects, Wildcards wildcards)
      throws Refusal {
    Parameters parameters = form.parameters();
    long limit = number(parameters, "$$LIMIT", DEFAULT_LIMIT);
    if (limit > MAX_LIMIT) {
      throw Refusal.limitTooHigh(limit);
    }
    Map<String, List<String>> filters = new LinkedHashMap<>();
    Map<String, List<String>> sorts = new LinkedHashMap<>();
    for (String name : names(form)) {
      (name.endsWith("_Sort") ? sorts : filters).put(name, parameters.all(name));
    }
    if (parameters.first("filters").isPresent()) {
      filters.putAll(Filter.json(parameters.first("filters").get()));
    }
    return new Search(
        Filter.parse(filters, type, objects, wildcards),
        SortOrder.parse(sorts, type, objects),
        number(parameters, "$$FIRST", 0),
        limit);
  }

  private static List<String> names(RequestForm form) throws Refusal {
    List<String> names = new ArrayList<>(form.fieldParameters());
    for (String name : form.parameters().names()) {
      if (name.startsWith("$$") && !name.equals("$$FIRST") && !name.equals("$$LIMIT")) {
        throw Refusal.notImitated("the parameter " + name);
      }
      if (name.equals("ID") || name.equals("id")) {
        names.add(name);
      }
    }
    if (names.remove("listOptions")) {
      throw Refusal.notImitated("listOptions");
    }
    names.remove("filters");
    return names;
  }

  /** The page. */
  List<ObjectNode> page(ObjectStore store, ObjectType type) {
    Stream<ObjectNode> hits = hits(store, type).stream();
    // The store is already sorted by id.
    return (order.isById() ? hits : hits.sorted(order.comparator(store)))
        .skip(first)
        .limit(limit)
        .toList();
  }

  int count(ObjectStore store, ObjectType type) {
    return hits(store, type).size();
  }

  private List<ObjectNode> hits(ObjectStore store, ObjectType type) {
    List<ObjectNode> hits = new ArrayList<>();
    for (ObjectNode object : candidates(store, type)) {
      if (!object.path(HIDDEN).asBoolean() && filter.finds(store, object)) {
        hits.add(object);
      }
    }
    return hits;
  }

  private Collection<ObjectNode> candidates(ObjectStore store, ObjectType type) {
    List<String> ids = filter.ids();
    return ids.isEmpty()
        ? store.all(type.objCode())
        : ids.stream()
            .distinct()
            .sorted()
            .flatMap(id -> store.get(type.objCode(), id).stream())
            .toList();
  }

  private static long number(Parameters parameters, String name, long absent) throws Refusal {
    String text = parameters.first(name).orElse(String.valueOf(absent));
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw Refusal.numberFormat(text);
    }
  }
}
