package io.writeback.sandbox.workfront;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Json;
import io.writeback.sandbox.http.Parameters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A search: conditions, order and page.
 *
 * <p>Workfront API basics: {@code field=value} with {@code field_Mod} for the operator, a repeated
 * value for {@code in}, {@code field_Sort}, {@code $$FIRST} from 0 and {@code $$LIMIT} of 100, at
 * most 2,000.
 */
final class Search {
  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 2000;

  private final List<Condition> conditions = new ArrayList<>();
  private final Map<String, String> sorts = new LinkedHashMap<>();
  private final long first;
  private final long limit;

  /** Finds the records that a form is attached to, whichever its place among the forms. */
  private static final String FORMS = AttachedForms.COLLECTION + ":" + AttachedForms.FIRST;

  /** An object with this key is one that the caller may not see: no search finds it. */
  static final String HIDDEN = "sandboxHidden";

  private record Condition(String field, String operator, List<String> values) {}

  private Search(long first, long limit) {
    this.first = first;
    this.limit = limit;
  }

  /** Reads a search; every field in it has to exist. */
  static Search parse(RequestForm form, ObjectType type, Names names) throws Refusal {
    Parameters parameters = form.parameters();
    long limit = number(parameters, "$$LIMIT", DEFAULT_LIMIT);
    if (limit > MAX_LIMIT) {
      throw Refusal.limitTooHigh(limit);
    }
    Search search = new Search(number(parameters, "$$FIRST", 0), limit);
    List<String> fields = new ArrayList<>(form.fieldParameters());
    List.of("ID", "id").stream().filter(n -> parameters.names().contains(n)).forEach(fields::add);
    for (String name : fields) {
      if (name.endsWith("_Sort")) {
        String field = name.substring(0, name.length() - "_Sort".length());
        names.require(type, field, form.version());
        search.sorts.put(field, parameters.first(name).orElse("asc").toLowerCase(Locale.ROOT));
      } else if (!name.endsWith("_Mod")) {
        String field = name.equals("id") ? "ID" : name;
        if (!field.equals(FORMS) || !type.takesForms()) {
          names.require(type, field, form.version());
        }
        String operator = parameters.first(name + "_Mod").orElse("eq");
        search.conditions.add(new Condition(field, operator, parameters.all(name)));
      }
    }
    return search;
  }

  /** The page. */
  List<ObjectNode> page(ObjectStore store, ObjectType type) throws Refusal {
    Stream<ObjectNode> hits = hits(store, type).stream();
    Comparator<ObjectNode> order = order();
    // The store is sorted by id already.
    boolean stored = sorts.isEmpty() || (sorts.size() == 1 && "asc".equals(sorts.get("ID")));
    return (stored ? hits : hits.sorted(order)).skip(first).limit(limit).toList();
  }

  int count(ObjectStore store, ObjectType type) throws Refusal {
    return hits(store, type).size();
  }

  private Collection<ObjectNode> hits(ObjectStore store, ObjectType type) throws Refusal {
    Collection<ObjectNode> candidates = store.all(type.objCode());
    List<Condition> rest = new ArrayList<>(conditions);
    for (Condition condition : conditions) {
      if (condition.field.equals("ID") && List.of("eq", "in").contains(condition.operator)) {
        List<ObjectNode> named = new ArrayList<>();
        condition.values.stream()
            .distinct()
            .sorted()
            .forEach(id -> store.get(type.objCode(), id).ifPresent(named::add));
        candidates = named;
        rest.remove(condition);
        break;
      }
    }
    List<ObjectNode> hits = new ArrayList<>();
    for (ObjectNode object : candidates) {
      if (!object.path(HIDDEN).asBoolean() && matches(object, rest)) {
        hits.add(object);
      }
    }
    return hits;
  }

  private static boolean matches(ObjectNode object, List<Condition> conditions) throws Refusal {
    for (Condition condition : conditions) {
      if (!matches(value(object, condition.field), condition)) {
        return false;
      }
    }
    return true;
  }

  private static JsonNode value(ObjectNode object, String field) {
    if (!field.equals(FORMS)) {
      return object.path(field);
    }
    ArrayNode forms = Json.array();
    AttachedForms.of(object).forEach(forms::add);
    return forms;
  }

  private static boolean matches(JsonNode value, Condition condition) throws Refusal {
    boolean absent = value.isMissingNode() || value.isNull();
    String text = absent ? "" : value.asText();
    String wanted = condition.values.get(0);
    return switch (condition.operator) {
      case "eq" -> isAnyOf(value, text, condition.values.subList(0, 1));
      case "ne" -> !isAnyOf(value, text, condition.values.subList(0, 1));
      case "in" -> isAnyOf(value, text, condition.values);
      case "notin" -> !isAnyOf(value, text, condition.values);
      case "contains" -> text.contains(wanted);
      case "cicontains" -> text.toLowerCase(Locale.ROOT).contains(wanted.toLowerCase(Locale.ROOT));
      case "isnull" -> absent;
      case "notnull" -> !absent;
      case "gt" -> !absent && text.compareTo(wanted) > 0;
      case "gte" -> !absent && text.compareTo(wanted) >= 0;
      case "lt" -> !absent && text.compareTo(wanted) < 0;
      case "lte" -> !absent && text.compareTo(wanted) <= 0;
      default -> throw Refusal.invalid(condition.field + "_Mod", condition.operator);
    };
  }

  private static boolean isAnyOf(JsonNode value, String text, List<String> wanted) {
    if (value.isArray()) {
      for (JsonNode element : value) {
        if (wanted.contains(element.asText())) {
          return true;
        }
      }
      return false;
    }
    return wanted.contains(text);
  }

  private Comparator<ObjectNode> order() {
    Comparator<ObjectNode> order = Comparator.comparing(object -> 0);
    for (Map.Entry<String, String> sort : sorts.entrySet()) {
      Comparator<ObjectNode> next = (a, b) -> compare(a.path(sort.getKey()), b.path(sort.getKey()));
      order = order.thenComparing(sort.getValue().endsWith("desc") ? next.reversed() : next);
    }
    return order;
  }

  private static int compare(JsonNode a, JsonNode b) {
    return a.isNumber() && b.isNumber()
        ? a.decimalValue().compareTo(b.decimalValue())
        : a.asText("").compareTo(b.asText(""));
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
