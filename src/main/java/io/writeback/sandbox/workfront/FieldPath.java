package io.writeback.sandbox.workfront;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A field of an object, or of a linked object: {@code owner:name}, {@code project:DE:Region},
 * {@code objectCategories:categoryID}.
 *
 * @param text as it was written
 * @param steps the references and collections before the field
 * @param field the field at the end
 */
record FieldPath(String text, List<Step> steps, Field field) {
  /** The vendor's page on text mode: the maximum depth of a filter. */
  private static final int MAX_STEPS = 2;

  /** A reference or a collection of a type, and its target type. */
  record Step(ObjectType from, String name, ObjectType.Link link, ObjectType to) {
    boolean isCollection() {
      return from.collections().containsKey(name);
    }
  }

  /** Reads a path; every name in it must exist. */
  static FieldPath parse(Selection.Objects objects, ObjectType start, String text) throws Refusal {
    List<Step> steps = new ArrayList<>();
    ObjectType type = start;
    String rest = text;
    int colon = Names.isCustom(rest) ? -1 : rest.indexOf(':');
    while (colon >= 0) {
      Step step = step(objects, type, rest.substring(0, colon));
      steps.add(step);
      if (steps.size() > MAX_STEPS) {
        throw Refusal.invalidArgument(
            "a filter reaches " + MAX_STEPS + " objects away at most: " + text);
      }
      type = step.to;
      rest = rest.substring(colon + 1);
      colon = Names.isCustom(rest) ? -1 : rest.indexOf(':');
    }
    Field field = objects.names().require(type, rest, objects.version());
    return new FieldPath(
        text, List.copyOf(steps), Names.isCustom(rest) ? named(field, rest) : field);
  }

  private static Step step(Selection.Objects objects, ObjectType type, String name) throws Refusal {
    boolean reference = type.references().containsKey(name);
    ObjectType.Link link = (reference ? type.references() : type.collections()).get(name);
    if (link == null) {
      throw Refusal.unknownField(name, type, objects.version());
    }
    ObjectType to =
        objects
            .catalogue()
            .coded(link.objCode())
            .orElseThrow(() -> Refusal.notImitatedLink(name, type));
    return new Step(type, name, link, to);
  }

  /** A custom field under the name by which objects store it. */
  private static Field named(Field field, String wireName) {
    return new Field(
        wireName,
        field.label(),
        field.type(),
        field.flags(),
        field.possibleValues(),
        field.unlistedValues(),
        field.target(),
        field.since());
  }

  boolean isOwnId() {
    return steps.isEmpty() && field.name().equals("ID");
  }

  boolean passesCollection() {
    return steps.stream().anyMatch(Step::isCollection);
  }

  /** The values at the end of the path; a missing node if a link is empty. */
  List<JsonNode> values(ObjectStore store, ObjectNode object) {
    List<ObjectNode> reached = List.of(object);
    for (Step step : steps) {
      List<ObjectNode> next = new ArrayList<>();
      for (ObjectNode one : reached) {
        next.addAll(follow(store, step, one));
      }
      reached = next;
    }
    List<JsonNode> values = new ArrayList<>();
    reached.forEach(one -> values.add(one.path(field.name())));
    return values.isEmpty() ? List.of(MissingNode.getInstance()) : values;
  }

  private static List<ObjectNode> follow(ObjectStore store, Step step, ObjectNode object) {
    String target = step.link.objCode();
    if (!step.isCollection()) {
      return store.get(target, object.path(step.link.via()).asText("")).stream().toList();
    }
    if (step.name.equals(AttachedForms.COLLECTION)) {
      return AttachedForms.rows(step.from, object);
    }
    String id = object.path("ID").asText();
    return store.all(target).stream()
        .filter(member -> member.path(step.link.via()).asText("").equals(id))
        .toList();
  }
}
