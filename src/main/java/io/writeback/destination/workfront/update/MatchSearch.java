package io.writeback.destination.workfront.update;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.destination.workfront.mapping.ObjectMetadata;
import io.writeback.destination.workfront.mapping.Recognition;
import io.writeback.http.HttpRequest;
import io.writeback.http.Query;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeSet;

/**
 * A search for objects by the value of a field. How Workfront compares texts (case, blanks around
 * them) is not documented for every field, so what it finds is compared here once more.
 *
 * @param search where the object is searched
 * @param recognition by which field
 */
record MatchSearch(IdSearch search, Recognition recognition) {
  /**
   * The request for one page.
   *
   * @param values of the field, no more than {@link IdSearch#MOST_IDS}
   * @param first the number of objects on the pages before it
   * @param most objects on a page
   */
  HttpRequest of(Collection<String> values, FieldList fields, int first, int most) {
    StringJoiner question = IdSearch.condition(recognition.field(), values, fields);
    question.add("ID_Sort=asc");
    question.add(Query.encode("$$FIRST") + "=" + first);
    question.add(Query.encode("$$LIMIT") + "=" + most);
    return search.of(question.toString());
  }

  /** What objects were found for values. */
  static final class Found {
    private final Recognition recognition;
    private final Map<String, TreeSet<String>> exact = new HashMap<>();
    private final Map<String, TreeSet<String>> near = new HashMap<>();
    private final Map<String, JsonNode> objects = new HashMap<>();

    Found(Recognition recognition) {
      this.recognition = recognition;
    }

    void add(JsonNode object) {
      JsonNode value = object.path(recognition.field());
      if (value.isValueNode() && !value.isNull()) {
        String id = ObjectMetadata.id(object, "ID");
        String text = recognition.comparable(value.asText());
        exact.computeIfAbsent(text, one -> new TreeSet<>()).add(id);
        near.computeIfAbsent(folded(text), one -> new TreeSet<>()).add(id);
        objects.put(id, object);
      }
    }

    /** The IDs of those that have exactly this value. */
    List<String> exactly(String value) {
      return List.copyOf(exact.getOrDefault(value, new TreeSet<>()));
    }

    /** The IDs of those whose value differs in case or in blanks around it, or not at all. */
    List<String> nearly(String value) {
      return List.copyOf(near.getOrDefault(folded(value), new TreeSet<>()));
    }

    JsonNode object(String id) {
      return objects.get(id);
    }

    private static String folded(String text) {
      return text.strip().toLowerCase(Locale.ROOT);
    }
  }
}
