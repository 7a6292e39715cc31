package io.writeback.dataset.domo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.writeback.http.CallFailure;
import io.writeback.http.Http;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import io.writeback.http.Outcome;
import io.writeback.http.RefusedAddressException;
import io.writeback.http.SentCredentials;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.net.SocketTimeoutException;
import java.util.Locale;

/**
 * Turns an answer of Domo that is no success, or none at all, into what a person has to know.
 *
 * <p>Facts: errors are {@code {"status","statusReason","message","toe"}}, and toe is what Domo's
 * support asks for. A DataSet that the client may not see has been answered with 400 and
 * "Infrastructure problem (403): Access is denied" (domo-node-sdk#6).
 */
record DomoFailure(DomoAccount account) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The body as JSON, or a missing node if it is none. */
  static JsonNode json(HttpAnswer answer) {
    try {
      return JSON.readTree(answer.text());
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  /**
   * Whether a new token may help. A missing or invalid one is answered with 403 and a body that has
   * no message; an expired one with 401, and with 406 where the client accepts CSV only and Domo
   * wants to answer in JSON (domo-java-sdk#10).
   */
  static boolean refusesToken(HttpRequest request, HttpAnswer answer) {
    boolean csv = "text/csv".equals(request.headers().get("Accept"));
    return switch (answer.status()) {
      case 401 -> true;
      case 403 -> json(answer).isObject() && message(answer).isEmpty();
      case 406 -> csv;
      default -> false;
    };
  }

  /** What an answer means that no other try will change. */
  WritebackException refused(String what, HttpRequest request, HttpAnswer answer) {
    String details =
        "%s: %s answered %d%s"
            .formatted(what, account.url(), answer.status(), details(request, answer));
    return switch (answer.status()) {
      case 404 ->
          new WritebackException(
              Code.DATASET_NOT_FOUND,
              details + "; it does not exist for the client of account " + account.name());
      case 401 ->
          new WritebackException(
              Code.SOURCE_LOGIN,
              "%s; check %s and %s"
                  .formatted(
                      details,
                      account.credentialKeys().replace(" and ", ", "),
                      account.key("url")));
      case 403 -> forbidden(details);
      default ->
          message(answer).toLowerCase(Locale.ROOT).contains("access is denied")
              ? forbidden(details)
              : new WritebackException(
                  Code.SOURCE_UNAVAILABLE, details, Http.failure(request, answer));
    };
  }

  private WritebackException forbidden(String details) {
    return new WritebackException(
        Code.DATASET_FORBIDDEN,
        "%s; the owner of the client of account %s needs access to the DataSet, and the client the scope data"
            .formatted(details, account.name()));
  }

  /** There is no usable answer, and no time or sense to try again. */
  WritebackException silent(String what, CallFailure failure) {
    Throwable cause = failure.getCause();
    String details = what + ": " + failure.getMessage();
    if (cause instanceof RefusedAddressException) {
      return new WritebackException(Code.ADDRESS_REFUSED, details, cause);
    }
    return new WritebackException(Code.SOURCE_UNAVAILABLE, details, failure);
  }

  /** The same for an export, which may stall as well as break off. */
  WritebackException brokenOff(String what, CallFailure failure) {
    boolean stalled =
        failure.getCause() instanceof SocketTimeoutException
            && failure.outcome() == Outcome.UNKNOWN;
    return stalled
        ? new WritebackException(
            Code.EXPORT_STALLED, what + " moved no bytes for http.idle-timeout", failure.getCause())
        : silent(what, failure);
  }

  private static String message(HttpAnswer answer) {
    return json(answer).path("message").asText("").strip();
  }

  private static String details(HttpRequest request, HttpAnswer answer) {
    JsonNode json = json(answer);
    // A token without the scope is refused in the form of OAuth2, with error_description.
    String said =
        json.isObject()
            ? json.path("message").asText(json.path("error_description").asText(""))
            : answer.excerpt();
    String trace = json.path("toe").asText("");
    String line = SentCredentials.hide(said, request).replaceAll("\\s+", " ").strip();
    return (line.isEmpty() ? "" : " \"" + line.substring(0, Math.min(300, line.length())) + "\"")
        + (trace.isEmpty()
            ? ""
            : " (Domo's support can find it by " + SentCredentials.hide(trace, request) + ")");
  }
}
