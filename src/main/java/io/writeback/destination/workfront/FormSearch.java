package io.writeback.destination.workfront;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Asks which custom forms objects carry. An object may carry several: {@code categoryID} names one,
 * {@code objectCategories} all of them (users' reports).
 */
final class FormSearch {
  private static final String FORM = "categoryID";
  static final String FORMS = "objectCategories";

  /** What is asked of each object. */
  static final String FIELDS = FORM + "," + FORMS + ":" + FORM;

  private final WorkfrontApi api;
  private final URI uri;

  FormSearch(WorkfrontApi api, ObjectType object) {
    this.api = api;
    this.uri = api.uri("/" + object.path() + "/search");
  }

  /** What Workfront says of some objects. */
  sealed interface Answer {
    /**
     * The forms by object, both by ID in lower case; an object that was not found is missing, one
     * of which Workfront does not say it is empty.
     */
    record Found(Map<String, Optional<Set<String>>> forms) implements Answer {}

    /**
     * It does not say: no right, or the object has no such fields in this version.
     *
     * @param words its own
     */
    record Refused(String words) implements Answer {}
  }

  /**
   * Asks in one request.
   *
   * @param ids at most {@link IdSearch#MOST_IDS}, in lower case
   * @throws io.writeback.problem.WritebackException if Workfront refuses the credentials, or does
   *     not answer
   */
  Answer of(Collection<String> ids) {
    WorkfrontApi.Reply reply = api.search(IdSearch.of(uri, ids, FIELDS));
    if (reply instanceof WorkfrontApi.Reply.Refused refused) {
      return new Answer.Refused(
          refused.words().isEmpty() ? "status " + refused.status() : refused.words());
    }
    JsonNode objects = ((WorkfrontApi.Reply.Found) reply).objects();
    Map<String, Optional<Set<String>>> forms = new HashMap<>();
    objects.forEach(object -> forms.put(id(object.path("ID").asText("")), forms(object)));
    return new Answer.Found(forms);
  }

  /** Of an object without the list it is unknown whether it carries others than the one. */
  private static Optional<Set<String>> forms(JsonNode object) {
    JsonNode links = object.path(FORMS);
    if (!links.isArray()) {
      return Optional.empty();
    }
    Set<String> forms = new TreeSet<>();
    forms.add(id(object.path(FORM).asText("")));
    links.forEach(link -> forms.add(id(link.path(FORM).asText(""))));
    forms.remove("");
    return Optional.of(forms);
  }

  /** An ID as Workfront's answers have it. */
  private static String id(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
  }
}
