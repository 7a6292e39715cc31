package io.writeback.sandbox.workfront;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Selects the objects of a search: those that meet all conditions of one group; there may be
 * several groups ({@code OR:1:status=CUR}).
 *
 * <p>API basics: {@code field=value} with {@code field_Mod} for the modifier and {@code
 * field_Range} for the upper bound; a number after {@code OR} creates another group, and no
 * condition applies across groups. {@code filters} is the same as JSON.
 */
final class Filter {
  private static final Pattern OR = Pattern.compile("OR:([^:]+):(.+)");
  private static final String MOD = "_Mod";
  private static final String RANGE = "_Range";

  private final List<List<Condition>> groups;

  private Filter(List<List<Condition>> groups) {
    this.groups = groups;
  }

  /** Reads the filters of a call. */
  static Filter parse(
      Map<String, List<String>> parameters,
      ObjectType type,
      Selection.Objects objects,
      Wildcards wildcards)
      throws Refusal {
    Map<String, Map<String, List<String>>> byGroup = new TreeMap<>();
    for (Map.Entry<String, List<String>> parameter : parameters.entrySet()) {
      Matcher or = OR.matcher(parameter.getKey());
      boolean grouped = or.matches();
      String name = grouped ? or.group(2) : parameter.getKey();
      if (name.startsWith("EXISTS:")) {
        throw Refusal.notImitated("EXISTS in a filter");
      }
      byGroup
          .computeIfAbsent(grouped ? or.group(1) : "", group -> new LinkedHashMap<>())
          .put(name, parameter.getValue());
    }
    List<List<Condition>> groups = new ArrayList<>();
    for (Map<String, List<String>> group : byGroup.values()) {
      groups.add(conditions(group, type, objects, wildcards));
    }
    return new Filter(groups);
  }

  /** The members of {@code filters}, as if they were parameters. */
  static Map<String, List<String>> json(String text) throws Refusal {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    try {
      JsonNode json = Json.read(text);
      if (!json.isObject()) {
        throw Refusal.wrongShape("java.lang.Object", "java.util.Map");
      }
      for (Map.Entry<String, JsonNode> member : json.properties()) {
        parameters.put(member.getKey(), values(member.getKey(), member.getValue()));
      }
    } catch (JsonProcessingException e) {
      throw Refusal.badJson(e.getOriginalMessage());
    }
    return parameters;
  }

  private static List<String> values(String name, JsonNode value) throws Refusal {
    List<String> values = new ArrayList<>();
    for (JsonNode one : value.isArray() ? value : List.of(value)) {
      if (!one.isValueNode() || one.isNull()) {
        throw Refusal.invalid(name, one.isNull() ? "null" : Json.write(one));
      }
      values.add(one.asText());
    }
    return values;
  }

  private static List<Condition> conditions(
      Map<String, List<String>> group,
      ObjectType type,
      Selection.Objects objects,
      Wildcards wildcards)
      throws Refusal {
    Set<String> fields = new LinkedHashSet<>();
    for (String name : group.keySet()) {
      fields.add(name.replaceFirst("_(?:Mod|Range)$", ""));
    }
    List<Condition> conditions = new ArrayList<>();
    for (String field : fields) {
      String name = field.equals("id") ? "ID" : field;
      FieldPath path = FieldPath.parse(objects, type, name);
      List<String> names = group.getOrDefault(field + MOD, List.of("eq"));
      if (names.size() > 1) {
        throw Refusal.notImitated("several modifiers for " + field);
      }
      Modifier modifier = Modifier.named(field + MOD, names.get(0));
      conditions.add(new Condition(path, modifier, values(field, modifier, group), wildcards));
    }
    return conditions;
  }

  private static List<String> values(
      String field, Modifier modifier, Map<String, List<String>> group) throws Refusal {
    List<String> values = group.getOrDefault(field, List.of());
    List<String> range = group.getOrDefault(field + RANGE, List.of());
    if (modifier.kind() == Modifier.Kind.PRESENCE) {
      return List.of();
    }
    if (modifier == Modifier.BETWEEN) {
      if (values.size() != 1 || range.size() != 1) {
        throw Refusal.invalid(field + RANGE, range.isEmpty() ? "null" : range.toString());
      }
      return List.of(values.get(0), range.get(0));
    }
    if (!range.isEmpty()) {
      throw Refusal.notImitated(field + RANGE + " without the modifier between");
    }
    if (values.isEmpty()) {
      throw Refusal.invalid(field, "null");
    }
    if (values.size() > 1 && !modifier.takesSeveral()) {
      throw Refusal.notImitated("several values with the modifier " + modifier.text());
    }
    return values;
  }

  /** The ids to which the result is limited; empty for no limit. */
  List<String> ids() {
    if (groups.size() != 1) {
      return List.of();
    }
    return groups.get(0).stream()
        .map(Condition::ids)
        .filter(ids -> !ids.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  boolean finds(ObjectStore store, ObjectNode object) {
    return groups.isEmpty()
        || groups.stream()
            .anyMatch(group -> group.stream().allMatch(one -> one.holds(store, object)));
  }
}
