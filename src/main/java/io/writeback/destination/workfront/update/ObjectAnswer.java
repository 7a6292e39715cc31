package io.writeback.destination.workfront.update;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.destination.Record;
import io.writeback.destination.rest.RestApi;
import io.writeback.destination.workfront.account.WorkfrontAnswer;
import io.writeback.destination.workfront.account.WorkfrontApi;
import io.writeback.destination.workfront.mapping.ObjectMetadata;
import io.writeback.http.CallFailure;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import io.writeback.http.Outcome;
import io.writeback.http.SentCredentials;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an answer about objects has to be before anything in it is believed.
 *
 * @param question what is answered, for messages: {@code the update}
 * @param doubt what follows if the answer proves nothing, the end of a sentence; may be ""
 */
record ObjectAnswer(WorkfrontApi api, String question, String doubt, WorkfrontAnswer read) {
  /** What proxies say in their own words about the size of what was sent: smaller parts pass. */
  private static final Set<Integer> TOO_LARGE = Set.of(413, 414, 431);

  private static final int UNSUPPORTED_MEDIA_TYPE = 415;
  private static final int SERVER_ERROR = 500;

  private static final Pattern ABOUT_THE_BODY =
      Pattern.compile("(?i)content.?type|media.?type|\\bjson\\b|\\bupdates\\b|\\(s\\) \"\"");

  /** What a record or a field is called says nothing about the form of the request. */
  private static final Pattern QUOTED = Pattern.compile("\"[^\"]+\"|'[^']+'");

  /**
   * What nearly every answer is: objects whose values are flat, and nothing else.
   *
   * @param fields those that are asked for, by name
   * @return empty if it is anything else, which has to be looked at more closely
   */
  static Optional<List<FlatObject>> usual(
      WorkfrontApi api, HttpRequest sent, HttpAnswer answer, Map<String, ComparedField> fields) {
    return api.outcome(sent, answer) == Outcome.ANSWERED && WorkfrontAnswer.isJson(answer)
        ? FlatObject.read(answer.body(), fields)
        : Optional.empty();
  }

  /**
   * Workfront's words if it understood and says no, without our credentials; empty if it says yes.
   *
   * @throws CallFailure if the answer is about something else, or asks for another try
   * @throws io.writeback.problem.WritebackException if the credentials are refused for good
   */
  Optional<String> refusal() {
    HttpRequest sent = read.sent();
    HttpAnswer answer = read.answer();
    Outcome outcome = api.outcome(sent, answer);
    Optional<String> error = read.error();
    return switch (outcome) {
      case ANSWERED -> error.map(words -> words + hint(words));
      case REFUSED -> {
        // Something before Workfront, a firewall say, which knows nothing of any record.
        if (!read.hasEnvelope() && !TOO_LARGE.contains(answer.status())) {
          throw new CallFailure(Outcome.MISDIRECTED, api.foreign(question, answer).getMessage());
        }
        String words = error.orElseGet(() -> api.shown(sent, answer));
        yield Optional.of(words + hint(words));
      }
      case UNKNOWN -> {
        CallFailure failure = RestApi.again(sent, answer);
        // 502 to 504 come from what stands before Workfront, and are about no record.
        throw error.isEmpty() || answer.status() > SERVER_ERROR
            ? failure
            : failure.withRefusal(error.get());
      }
      default -> {
        CallFailure failure = RestApi.again(sent, answer);
        throw failure.saying(failure.getMessage() + hint(error.orElse("")));
      }
    };
  }

  /** The same of a question: a server's words about it are no refusal of any record. */
  Optional<String> refusalOfQuestion() {
    try {
      return refusal();
    } catch (CallFailure e) {
      throw e.saying(e.getMessage());
    }
  }

  /**
   * Names the setting {@code request-body}, as the end of a sentence, when a refusal may be about
   * the form of the request and not about its records. How a tenant refuses a JSON body is not
   * documented: 415, words about it, or that no ID came.
   */
  private String hint(String words) {
    HttpRequest sent = read.sent();
    boolean json =
        (sent.method().equals("PUT") || sent.method().equals("POST"))
            && sent.headers().getOrDefault("Content-Type", "").equals("application/json");
    boolean about =
        read.status() == UNSUPPORTED_MEDIA_TYPE
            || ABOUT_THE_BODY.matcher(QUOTED.matcher(words).replaceAll("")).find();
    return json && about
        ? " (if this tenant takes no JSON bodies, set %s=updates)"
            .formatted(api.account().key("request-body"))
        : "";
  }

  /** Whether it says that an atomic update was carried out, which names no object. */
  boolean isSuccess() {
    return read.data().path("success").booleanValue();
  }

  /**
   * The objects by ID in lower case, none that was not sent; some may be missing.
   *
   * @throws CallFailure if the answer is not a list of objects that each have their own ID
   */
  Map<String, JsonNode> objects(List<Record> records) {
    if (!read.hasEnvelope()) {
      throw unknown("is not complete JSON: " + read.answer().excerpt());
    }
    JsonNode data = read.data();
    // The OpenAPI document allows one object for an array of one.
    boolean single = records.size() == 1 && data.isObject() && data.has("ID");
    if (!single && !data.isArray()) {
      throw unknown("names no objects: " + read.answer().excerpt());
    }
    Set<String> asked = new HashSet<>();
    records.forEach(record -> asked.add(record.key()));
    Map<String, JsonNode> found = new HashMap<>();
    for (JsonNode object : single ? List.of(data) : data) {
      String id = ObjectMetadata.id(object, "ID");
      if (id.isEmpty()) {
        throw unknown("has an object without ID");
      }
      if (found.put(id, object) != null) {
        throw unknown("names the object " + id + " twice");
      }
    }
    if (!asked.containsAll(found.keySet())) {
      throw unknown("names objects that were not sent");
    }
    return found;
  }

  /**
   * The objects of a search, each with an ID.
   *
   * @throws CallFailure if the answer is not a list of objects
   */
  List<JsonNode> list() {
    if (!read.hasEnvelope()) {
      throw unknown("is not complete JSON: " + read.answer().excerpt());
    }
    if (!read.data().isArray()) {
      throw unknown("names no objects: " + read.answer().excerpt());
    }
    List<JsonNode> objects = new ArrayList<>();
    for (JsonNode object : read.data()) {
      if (ObjectMetadata.id(object, "ID").isEmpty()) {
        throw unknown("has an object without ID");
      }
      objects.add(object);
    }
    return objects;
  }

  /**
   * New objects, each with an ID of its own.
   *
   * @param count how many were sent
   * @throws CallFailure if the answer has others
   */
  List<JsonNode> created(int count) {
    boolean single = read.hasEnvelope() && count == 1 && read.data().isObject();
    List<JsonNode> objects = single ? List.of(read.data()) : list();
    Set<String> ids = new HashSet<>();
    objects.forEach(object -> ids.add(ObjectMetadata.id(object, "ID")));
    if (objects.size() != count || ids.size() != count || ids.contains("")) {
      throw unknown("names %d new objects of %d".formatted(ids.size(), count));
    }
    return objects;
  }

  /** The same, as what the objects hold. */
  Map<String, Found> found(List<Record> records) {
    Map<String, Found> found = new HashMap<>();
    objects(records).forEach((id, object) -> found.put(id, Found.of(object)));
    return found;
  }

  /** An answer that proves nothing. */
  CallFailure unknown(String what) {
    return new CallFailure(
        Outcome.UNKNOWN,
        SentCredentials.hide(
            "the answer (%s) to %s %s%s".formatted(read.answer(), question, what, doubt),
            read.sent()));
  }
}
