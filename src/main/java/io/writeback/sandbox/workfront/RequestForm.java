package io.writeback.sandbox.workfront;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.sandbox.http.Json;
import io.writeback.sandbox.http.Parameters;
import io.writeback.sandbox.http.Request;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request, normalised from the formats in which clients send it.
 *
 * <p>Workfront API basics: the parameter {@code method} may override the method; fields are sent as
 * parameters of the query or of a form, or as JSON in the parameter {@code updates}, or as a JSON
 * body.
 *
 * @param verb GET, PUT, POST or DELETE, after the override
 * @param version the API version; the newest if the path has none
 * @param path the path after the version: object, id, action
 * @param parameters those of the query and of the form body
 * @param form those of the form body alone
 * @param bodyType the media type of the body
 * @param body the text of a non-form body; empty if there is none
 */
record RequestForm(
    String verb,
    int version,
    List<String> path,
    Parameters parameters,
    Parameters form,
    String bodyType,
    Optional<String> body) {
  static final int NEWEST_VERSION = 22;
  static final int OLDEST_VERSION = 16;

  private static final Pattern PATH =
      Pattern.compile("/attask/api(?:/v(\\d{1,4})(?:\\.\\d+)?)?(?:/(.*))?");
  private static final Set<String> VERBS = Set.of("GET", "PUT", "POST", "DELETE");
  private static final Set<String> CONTROLS =
      Set.of(
          "method",
          "updates",
          "fields",
          "id",
          "ID",
          "sessionID",
          "apiKey",
          "atomic",
          "action",
          "map",
          "force",
          "username",
          "password");

  /** Reads a request; empty if its path is outside the API. */
  static Optional<RequestForm> read(Request request) {
    Matcher parts = PATH.matcher(request.path());
    if (!parts.matches()) {
      return Optional.empty();
    }
    List<String> path = new ArrayList<>();
    for (String part : (parts.group(2) == null ? "" : parts.group(2)).split("/", -1)) {
      if (!part.isEmpty()) {
        path.add(part);
      }
    }
    Parameters form = request.form();
    Parameters all = request.query().and(form);
    String override = all.first("method").orElse("").toUpperCase(Locale.ROOT);
    boolean bodyIsForm = request.mediaType().equals("application/x-www-form-urlencoded");
    return Optional.of(
        new RequestForm(
            VERBS.contains(override) ? override : request.method(),
            parts.group(1) == null ? NEWEST_VERSION : Integer.parseInt(parts.group(1)),
            List.copyOf(path),
            all,
            form,
            request.mediaType(),
            request.hasBody() && !bodyIsForm ? Optional.of(request.bodyText()) : Optional.empty()));
  }

  /**
   * The same call with the members of its JSON body as parameters, so that a search may be posted,
   * with {@code method=GET} (the vendor's own client; its OpenAPI document has GET only).
   */
  RequestForm withBodyAsParameters() throws Refusal {
    Optional<JsonNode> json = json();
    if (json.isEmpty()) {
      return this;
    }
    if (!json.get().isObject()) {
      throw Refusal.wrongShape("java.util.ArrayList", "java.util.Map");
    }
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (var property : json.get().properties()) {
      List<String> list = values.computeIfAbsent(property.getKey(), name -> new ArrayList<>());
      if (property.getValue().isArray()) {
        property.getValue().forEach(element -> list.add(element.asText()));
      } else {
        list.add(text(property.getValue()));
      }
    }
    return new RequestForm(
        verb, version, path, parameters.and(Parameters.of(values)), form, "", Optional.empty());
  }

  /** The same call as seen by a server that ignores JSON bodies. */
  RequestForm withoutBody() {
    return new RequestForm(verb, version, path, parameters, form, "", Optional.empty());
  }

  private static String text(JsonNode value) {
    return value.isValueNode() ? value.asText() : Json.write(value);
  }

  boolean isRead() {
    return verb.equals("GET");
  }

  boolean isSupportedVersion() {
    return version >= OLDEST_VERSION && version <= NEWEST_VERSION;
  }

  /** The part of the path at that index; empty if the path is shorter. */
  String part(int index) {
    return index < path.size() ? path.get(index) : "";
  }

  boolean flag(String name) {
    return parameters.first(name).orElse("").equals("true");
  }

  /** The ids that the path or the parameter {@code id} names. */
  List<String> ids() {
    if (path.size() > 1) {
      return List.of(path.get(1));
    }
    List<String> ids = new ArrayList<>();
    for (String name : List.of("id", "ID")) {
      for (String value : parameters.all(name)) {
        ids.addAll(List.of(value.split(",", -1)));
      }
    }
    return ids;
  }

  /** Names of the parameters that are fields, not options of the call. */
  List<String> fieldParameters() {
    List<String> names = new ArrayList<>();
    for (String name : parameters.names()) {
      if (!CONTROLS.contains(name) && !name.startsWith("$$")) {
        names.add(name);
      }
    }
    return names;
  }

  /**
   * The JSON of the parameter {@code updates} or of the body.
   *
   * <p>The vendor's samples have unquoted keys and single quotes in {@code updates}, so that is
   * parsed leniently; a body is parsed strictly (inferred).
   */
  Optional<JsonNode> json() throws Refusal {
    try {
      Optional<String> updates = parameters.first("updates");
      if (updates.isPresent()) {
        return Optional.of(Json.readLenient(updates.get()));
      }
      return body.isPresent() ? Optional.of(Json.read(body.get())) : Optional.empty();
    } catch (JsonProcessingException e) {
      throw Refusal.badJson(e.getOriginalMessage());
    }
  }
}
