package io.writeback.destination.workfront.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.writeback.auth.Authorised;
import io.writeback.destination.rest.StrictJson;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import io.writeback.http.Outcome;
import io.writeback.http.SentCredentials;
import java.util.Optional;

/**
 * An answer of Workfront, which has an envelope: {@code {"data":…}} or {@code {"error":{"class":…,
 * "message":…}}}. An error is looked for whatever the status is (Workfront's own client does so).
 *
 * @param envelope a missing node if the answer is not a JSON object, by type and by parse: then
 *     something before Workfront answered
 */
public record WorkfrontAnswer(HttpRequest sent, HttpAnswer answer, JsonNode envelope) {
  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;
  private static final int UNPROCESSABLE = 422;

  public WorkfrontAnswer(HttpRequest sent, HttpAnswer answer) {
    this(sent, answer, envelope(answer));
  }

  WorkfrontAnswer(Authorised.Answered answered) {
    this(answered.sent(), answered.answer());
  }

  private static JsonNode envelope(HttpAnswer answer) {
    return isJson(answer)
        ? StrictJson.object(answer.body()).orElse(MissingNode.getInstance())
        : MissingNode.getInstance();
  }

  /** Whether it says that it is JSON. */
  public static boolean isJson(HttpAnswer answer) {
    String type = answer.mediaType();
    return type.endsWith("/json") || type.endsWith("+json");
  }

  public int status() {
    return answer.status();
  }

  public boolean hasEnvelope() {
    return envelope.isObject();
  }

  /** Workfront's own words for an error, without our credentials; empty if there is none. */
  public Optional<String> error() {
    return words(envelope).map(words -> SentCredentials.hide(words, sent));
  }

  /** The words of an error as they came, which may repeat our credentials. */
  static Optional<String> words(HttpAnswer answer) {
    return words(envelope(answer));
  }

  private static Optional<String> words(JsonNode envelope) {
    JsonNode error = envelope.path("error");
    if (error.isMissingNode() || error.isNull()) {
      return Optional.empty();
    }
    for (String member : new String[] {"message", "msgKey", "class"}) {
      String text = error.path(member).asText("").trim();
      if (!text.isEmpty()) {
        return Optional.of(text);
      }
    }
    // Old versions answer {"error":"plain text"}.
    return Optional.of(error.isTextual() ? error.asText() : error.toString());
  }

  /** Whether it is a success, and no error whatever the status. */
  public boolean isData() {
    return Outcome.of(status()) == Outcome.ANSWERED && hasEnvelope() && error().isEmpty();
  }

  /** What it has as {@code data}; a missing node if there is none. */
  public JsonNode data() {
    return envelope.path("data");
  }

  /** What a search has found, an array; empty if Workfront refuses it. */
  public Optional<JsonNode> objects() {
    return Optional.of(data()).filter(data -> isData() && data.isArray());
  }

  /** Why a search has found nothing, in Workfront's own words; "" if it has none. */
  public String refusal() {
    return error().orElse(status() == OK ? "no list of objects" : "");
  }

  /** Whether it is the question that Workfront does not like. */
  public boolean isInvalid() {
    return status() == UNPROCESSABLE || status() == BAD_REQUEST || status() == OK;
  }

  /** Status and words, for people. */
  public String shown() {
    return isData()
        ? "status " + status() + " with data"
        : "status %d: %s".formatted(status(), error().orElseGet(answer::toString));
  }
}
