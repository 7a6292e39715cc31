package io.writeback.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The requests that Workfront documents and that we send (API basics; OpenAPI document of v19.0;
 * the vendor's own client for the two forms of an edit).
 */
final class WorkfrontSchema {
  /** API basics: the CDN takes no longer URI. */
  private static final int LONGEST_URI = 8_892;

  /** API basics: objects in one call. */
  private static final int MOST_RECORDS = 100;

  /** API basics: 2,000 objects in one answer. */
  private static final String MOST_FOUND = "[1-9]\\d{0,2}|1\\d{3}|2000";

  private static final String API = "/attask/api/v(?:1[6-9]|2[0-2])\\.0";
  private static final String OBJECT = "/[a-z]{3,32}";

  /** PARAM is searched for custom fields, and not for objects by their ID. */
  private static final String SEARCHED = "/(?!param/)[a-z]{3,32}";

  private static final String ID = "[0-9a-f]{32}";
  private static final String FIELD = "(?:DE:[^,\\[]+|[A-Za-z][A-Za-z0-9]*)";
  private static final String ANY_FIELD = "DE:.+|" + FIELD;

  /** Names separated by commas, or a JSON array of names if one has a comma (OpenAPI document). */
  private static final String FIELDS =
      FIELD + "(?:," + FIELD + ")*|\\[(?=.*\"[^\"]*,[^\"]*\").*\\]";

  /** Which custom forms objects carry. */
  private static final String FORMS = "categoryID,objectCategories:categoryID";

  /** Those that public clients ask for; a version refuses what it does not know. */
  private static final String PARAMETER =
      "name,label,dataType,displayType(?:,refObjCode,parameterOptions:\\*)?";

  private WorkfrontSchema() {}

  static RequestSchema requests() {
    RequestSchema schema =
        new RequestSchema().header("sessionID").header("apiKey").all(WorkfrontSchema::general);
    schema
        .form("login", "POST", API + "/login")
        .formBody(
            RequestSchema.Form.parameters().hasToAsk("username", ".+").hasToAsk("password", ".+"));
    schema.form("session", "GET", API + "/session");
    schema.form("all metadata", "GET", API + "/metadata");
    schema.form("metadata", "GET", API + OBJECT + "/metadata");
    search(schema.form("search", "GET", API + SEARCHED + "/search"));
    schema
        .form("custom fields", "GET", API + "/param/search")
        .hasToAsk("fields", PARAMETER)
        .hasToAsk("$$LIMIT", MOST_FOUND)
        .hasToAsk("$$FIRST", "0|[1-9]\\d{3,6}")
        .hasToAsk("ID_Sort", "asc");
    byValue(schema.form("look-up of values", "GET", API + SEARCHED + "/search"));
    schema
        .form("look-up of values by form", "POST", API + SEARCHED + "/search")
        .formBody(byValue(RequestSchema.Form.parameters()).hasToAsk("method", "GET"));
    schema
        .form("search by form", "POST", API + SEARCHED + "/search")
        .formBody(search(RequestSchema.Form.parameters()).hasToAsk("method", "GET"));
    schema
        .form("creates", "POST", API + OBJECT)
        .mayAsk("fields", FIELDS)
        .json(WorkfrontSchema::creates);
    schema.form("delete", "DELETE", API + OBJECT + "/" + ID);
    schema
        .form("attachment of a form", "PUT", API + "/ctgy/assignCategory")
        .body(WorkfrontSchema::attachment);
    schema
        .form("bulk edit", "PUT", API + OBJECT)
        .mayAsk("fields", FIELDS)
        .mayAsk("atomic", "true")
        .json(WorkfrontSchema::bulk);
    schema
        .form("bulk edit by form", "PUT", API + OBJECT)
        .mayAsk("fields", FIELDS)
        .mayAsk("atomic", "true")
        .body((request, problem) -> byForm(request, WorkfrontSchema::bulk, problem));
    schema
        .form("edit", "PUT", API + OBJECT + "/" + ID)
        .mayAsk("fields", FIELDS)
        .json(WorkfrontSchema::single);
    schema
        .form("edit by form", "PUT", API + OBJECT + "/" + ID)
        .mayAsk("fields", FIELDS)
        .body((request, problem) -> byForm(request, WorkfrontSchema::single, problem));
    return schema;
  }

  private static RequestSchema.Form search(RequestSchema.Form form) {
    return form.hasToAsk("ID", ID)
        .repeats("ID")
        .hasToAsk("ID_Mod", "in")
        .hasToAsk("fields", FIELDS + "|" + FORMS)
        .hasToAsk("$$LIMIT", MOST_FOUND);
  }

  /** Of objects that have one of some values, page by page. */
  private static RequestSchema.Form byValue(RequestSchema.Form form) {
    return form.hasToAsk("extRefID", "[^$]{1,255}")
        .repeats("extRefID")
        .hasToAsk("extRefID_Mod", "in")
        .hasToAsk("fields", FIELDS)
        .hasToAsk("ID_Sort", "asc")
        .hasToAsk("$$FIRST", "0|[1-9]\\d{0,6}")
        .hasToAsk("$$LIMIT", MOST_FOUND);
  }

  private static void general(WireRequest request, Consumer<String> problem) {
    if (request.target().length() > LONGEST_URI) {
      problem.accept("the URI has " + request.target().length() + " bytes");
    }
    if (!request.header("Accept").equals("application/json")) {
      problem.accept("Accept is \"" + request.header("Accept") + "\"");
    }
    boolean login = request.path().endsWith("/login");
    int credentials = (request.has("sessionID") ? 1 : 0) + (request.has("apiKey") ? 1 : 0);
    if (credentials != (login ? 0 : 1)) {
      problem.accept(credentials + " headers with credentials");
    }
  }

  private static void byForm(
      WireRequest request, RequestSchema.JsonRule rule, Consumer<String> problem) {
    RequestSchema.Form.requireType(request, "application/x-www-form-urlencoded", problem);
    RequestSchema.Form.parameters()
        .hasToAsk("updates", "(?s).+")
        .mayAsk("fields", FIELDS)
        .parameters("form parameter", request.form(), problem);
    List<String> updates = request.form().getOrDefault("updates", List.of());
    if (!updates.isEmpty()) {
      RequestSchema.Form.parsed(updates.get(0), "updates", problem)
          .ifPresent(node -> rule.check(request, node, problem));
    }
  }

  private static void bulk(WireRequest request, JsonNode body, Consumer<String> problem) {
    if (!body.isArray()) {
      problem.accept("a bulk edit is an array, not " + body.getNodeType());
      return;
    }
    if (body.isEmpty() || body.size() > MOST_RECORDS) {
      problem.accept(body.size() + " records in one call");
    }
    Set<String> ids = new HashSet<>();
    for (JsonNode record : body) {
      String id = record.path("ID").asText("");
      if (!record.path("ID").isTextual() || !id.matches(ID)) {
        problem.accept("a record has the ID \"" + id + "\"");
      } else if (!ids.add(id)) {
        problem.accept("two records have the ID " + id);
      }
      record(record, true, problem);
    }
    readBack(request, body, problem);
  }

  /** API basics: an object, or an array of them, none with an ID. */
  private static void creates(WireRequest request, JsonNode body, Consumer<String> problem) {
    if (body.isArray() && (body.size() < 2 || body.size() > MOST_RECORDS)) {
      problem.accept(body.size() + " objects in one array");
    }
    for (JsonNode object : body.isArray() ? body : List.of(body)) {
      if (object.has("ID")) {
        problem.accept("a new object has an ID");
      }
      record(object, false, problem);
    }
  }

  /** The arguments of the action are JSON in a parameter (users' reports). */
  private static void attachment(WireRequest request, Consumer<String> problem) {
    RequestSchema.Form.requireType(request, "application/x-www-form-urlencoded", problem);
    List<String> updates = request.form().getOrDefault("updates", List.of());
    if (updates.size() != 1 || request.form().size() != 1) {
      problem.accept("the parameters are " + request.form().keySet());
      return;
    }
    RequestSchema.Form.parsed(updates.get(0), "updates", problem)
        .ifPresent(
            arguments -> {
              if (!arguments.path("objCode").asText().matches("[A-Z]{3,6}")
                  || !arguments.path("objID").asText().matches(ID)
                  || !arguments.path("categoryID").asText().matches(ID)
                  || arguments.size() != 3) {
                problem.accept("the arguments are " + arguments);
              }
            });
  }

  private static void single(WireRequest request, JsonNode body, Consumer<String> problem) {
    record(body, false, problem);
    readBack(request, RequestSchema.json("[" + body + "]").orElseThrow(), problem);
  }

  private static void record(JsonNode record, boolean withId, Consumer<String> problem) {
    if (!record.isObject()) {
      problem.accept("a record is no object");
      return;
    }
    int fields = 0;
    for (var field : record.properties()) {
      if (field.getKey().equals("ID")) {
        if (!withId) {
          problem.accept("the ID is in the path and in the body");
        }
        continue;
      }
      fields++;
      if (!field.getKey().matches(ANY_FIELD)) {
        problem.accept("field \"" + field.getKey() + "\" is no name of a field");
      }
      if (!isValue(field.getValue())) {
        problem.accept("field " + field.getKey() + " is neither a value nor a list of values");
      }
    }
    if (fields == 0) {
      problem.accept("a record has no field");
    }
  }

  private static boolean isValue(JsonNode node) {
    if (node.isArray()) {
      for (JsonNode element : node) {
        if (!element.isValueNode()) {
          return false;
        }
      }
      return true;
    }
    return node.isValueNode();
  }

  private static Stream<String> names(String fields, Consumer<String> problem) {
    return fields.startsWith("[")
        ? RequestSchema.Form.parsed(fields, "fields", problem).stream()
            .flatMap(array -> StreamSupport.stream(array.spliterator(), false))
            .map(JsonNode::asText)
        : Arrays.stream(fields.split(","));
  }

  /** The answer is to hold what is written and nothing else. */
  private static void readBack(WireRequest request, JsonNode records, Consumer<String> problem) {
    Set<String> written = new HashSet<>();
    records.forEach(record -> record.fieldNames().forEachRemaining(written::add));
    List<String> asked =
        request.query().getOrDefault("fields", request.form().getOrDefault("fields", List.of()));
    for (String fields : asked) {
      names(fields, problem)
          .filter(field -> !written.contains(field))
          .forEach(field -> problem.accept("asks for " + field + " and does not write it"));
    }
  }
}
