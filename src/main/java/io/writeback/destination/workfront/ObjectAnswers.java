package io.writeback.destination.workfront;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.destination.Record;
import io.writeback.destination.rest.RestApi;
import io.writeback.http.CallFailure;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import io.writeback.http.Outcome;
import io.writeback.http.SentCredentials;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What an answer about objects has to be before anything in it is believed. */
final class ObjectAnswers {
  /** What proxies say in their own words about the size of what was sent: smaller parts pass. */
  private static final Set<Integer> TOO_LARGE = Set.of(413, 414, 431);

  private static final int SERVER_ERROR = 500;

  private final WorkfrontApi api;
  private final String question;
  private final String doubt;

  /**
   * @param question what is answered, for messages: {@code the update}
   * @param doubt what follows if the answer proves nothing, the end of a sentence; may be ""
   */
  ObjectAnswers(WorkfrontApi api, String question, String doubt) {
    this.api = api;
    this.question = question;
    this.doubt = doubt;
  }

  /**
   * Workfront's words if it understood and says no, without our credentials; empty if it says yes.
   *
   * @throws CallFailure if the answer is about something else, or asks for another try
   * @throws io.writeback.problem.WritebackException if the credentials are refused for good
   */
  Optional<String> refusal(HttpRequest sent, HttpAnswer answer) {
    Outcome outcome = api.outcome(sent, answer);
    Optional<Envelope> envelope = Envelope.of(answer);
    Optional<String> error =
        envelope.flatMap(Envelope::error).map(words -> SentCredentials.hide(words, sent));
    return switch (outcome) {
      case ANSWERED -> error.map(words -> words + hint(sent, answer, words));
      case REFUSED -> {
        // Somebody before Workfront, a firewall say, who knows nothing of any record.
        if (envelope.isEmpty() && !TOO_LARGE.contains(answer.status())) {
          throw new CallFailure(Outcome.MISDIRECTED, api.foreign(question, answer).getMessage());
        }
        yield error
            .or(() -> Optional.of(api.shown(sent, answer)))
            .map(words -> words + hint(sent, answer, words));
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
        throw new CallFailure(
            failure.outcome(),
            failure.getMessage() + hint(sent, answer, error.orElse("")),
            failure.retryAfter().orElse(null),
            failure.getCause());
      }
    };
  }

  private String hint(HttpRequest sent, HttpAnswer answer, String words) {
    return JsonBodyHint.of(api.account(), sent, answer.status(), words);
  }

  /**
   * The objects by ID in lower case, none that was not sent; some may be missing.
   *
   * @throws CallFailure if the answer is not a list of objects that each have their own ID
   */
  Map<String, JsonNode> objects(List<Record> records, HttpRequest sent, HttpAnswer answer) {
    Envelope envelope =
        Envelope.of(answer)
            .orElseThrow(() -> unknown("is not whole JSON: " + answer.excerpt(), sent, answer));
    Set<String> asked = new HashSet<>();
    records.forEach(record -> asked.add(record.key()));
    Map<String, JsonNode> found = new HashMap<>();
    boolean others = false;
    for (JsonNode object : list(records, envelope.data(), sent, answer)) {
      String id = object.path("ID").asText("").toLowerCase(Locale.ROOT);
      if (id.isEmpty()) {
        throw unknown("has an object without ID", sent, answer);
      }
      if (found.put(id, object) != null) {
        throw unknown("names the object " + id + " twice", sent, answer);
      }
      others |= !asked.contains(id);
    }
    if (others) {
      throw unknown("names objects that were not sent", sent, answer);
    }
    return found;
  }

  /** The OpenAPI document allows one object for an array of one. */
  private Iterable<JsonNode> list(
      List<Record> records, JsonNode data, HttpRequest sent, HttpAnswer answer) {
    if (records.size() == 1 && data.isObject() && data.has("ID")) {
      return List.of(data);
    }
    if (!data.isArray()) {
      throw unknown("names no objects: " + answer.excerpt(), sent, answer);
    }
    return data;
  }

  /** An answer that proves nothing. */
  CallFailure unknown(String what, HttpRequest sent, HttpAnswer answer) {
    return new CallFailure(
        Outcome.UNKNOWN,
        SentCredentials.hide(
            "the answer (%s) to %s %s%s".formatted(answer, question, what, doubt), sent));
  }
}
