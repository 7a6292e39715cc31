package io.writeback.destination.workfront.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.destination.workfront.account.WorkfrontAnswer;
import io.writeback.destination.workfront.account.WorkfrontApi;
import io.writeback.http.HttpRequest;
import io.writeback.http.Query;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Asks a tenant for all its custom fields: {@code GET /param/search}, page by page, sorted, because
 * pages that are not sorted repeat objects (Workfront's pages on searches).
 *
 * <p>One field that a version does not know refuses the whole search. So no more is asked for than
 * was seen on tenants, and if that is refused once more, only what the types need.
 */
record ParameterSearch(WorkfrontApi api) {
  static final int PAGE = 2_000;
  private static final int MOST_PAGES = 100;
  private static final List<String> FIELDS =
      List.of(
          "name,label,dataType,displayType,refObjCode,parameterOptions:*",
          "name,label,dataType,displayType");

  /**
   * The parameters, or why Workfront does not list them: no right, no such search in this version,
   * an answer of another form.
   *
   * @throws io.writeback.problem.WritebackException if Workfront cannot be asked now, or refuses
   *     the credentials
   */
  Parameters read() {
    String why = "";
    for (String fields : FIELDS) {
      Pages pages = new Pages();
      if (pages.read(fields)) {
        return new Parameters(pages.found, Optional.empty());
      }
      why = why.isEmpty() ? pages.refusal : why;
      if (!pages.invalid) {
        break;
      }
    }
    return new Parameters(Map.of(), Optional.of(why));
  }

  private HttpRequest page(String fields, int first) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("fields", fields);
    query.put("$$LIMIT", Integer.toString(PAGE));
    query.put("$$FIRST", Integer.toString(first));
    query.put("ID_Sort", "asc");
    return api.get(Query.uri(api.uri("/param/search"), "", query));
  }

  /** One reading of all pages. */
  private final class Pages {
    private final Map<String, Parameter> found = new TreeMap<>();
    private final Set<String> seen = new HashSet<>();
    private String refusal = "";
    private boolean invalid;

    /** Whether every page came. */
    boolean read(String fields) {
      for (int page = 0; page < MOST_PAGES; page++) {
        HttpRequest question = page(fields, page * PAGE);
        WorkfrontAnswer answer = api.search(question);
        if (answer.objects().isEmpty()) {
          refusal =
              "GET %s: %d%s"
                  .formatted(
                      question.uri().getPath(),
                      answer.status(),
                      answer.refusal().isEmpty() ? "" : ", " + answer.refusal());
          invalid = answer.isInvalid();
          return false;
        }
        int before = seen.size();
        answer.data().forEach(this::add);
        if (answer.data().size() < PAGE) {
          return true;
        }
        if (seen.size() == before) {
          break;
        }
      }
      refusal = "the search does not end";
      return false;
    }

    private void add(JsonNode object) {
      seen.add(object.path("ID").asText(""));
      Parameter.of(object).ifPresent(parameter -> found.put(parameter.name(), parameter));
    }
  }
}
