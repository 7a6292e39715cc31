package io.writeback.destination.workfront;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.auth.Authorised;
import io.writeback.auth.Credentials;
import io.writeback.destination.rest.RestApi;
import io.writeback.http.Http;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import io.writeback.http.Outcome;
import io.writeback.http.SentCredentials;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The API of one tenant: its addresses, our credentials there, and its reads. */
final class WorkfrontApi extends RestApi<WorkfrontAccount> {
  private static final Logger LOG = LoggerFactory.getLogger(WorkfrontApi.class);

  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;
  private static final int NO_SUCH_METHOD = 405;
  private static final int FORBIDDEN = 403;
  private static final int GONE = 410;
  private static final int UNPROCESSABLE = 422;

  private final InstantSource clock;

  /** The user that we are; null until Workfront has said. */
  private String user;

  WorkfrontApi(WorkfrontAccount account, Http http, Credentials credentials, InstantSource clock) {
    super("Workfront", account, http, credentials);
    this.clock = clock;
  }

  /** What a person should know of a version of the API that a run uses. */
  Optional<String> versionWarning(String apiVersion) {
    return VersionSupport.warning(apiVersion, account().key("api-version"), clock.instant());
  }

  /** An address of the API: {@code uri("/proj")}. */
  URI uri(String path) {
    return uri(account().apiVersion(), path);
  }

  /** An address of a version of the API that may not be the account's. */
  URI uri(String apiVersion, String path) {
    return URI.create(account().url() + "/attask/api/" + apiVersion + path);
  }

  /**
   * Asks who we are, unless that is known. That Workfront does not tell is no failure: whoever
   * needs to know finds {@link #user} empty.
   */
  synchronized void learnUser() {
    if (user != null) {
      return;
    }
    try {
      user =
          read("/session", Code.DESTINATION_UNAVAILABLE)
              .path("userID")
              .asText("")
              .strip()
              .toLowerCase(Locale.ROOT);
    } catch (WritebackException e) {
      LOG.debug("It is not known who we are", e);
    }
  }

  /** The ID of the user that we are there, lower case; asks nobody. */
  synchronized Optional<String> user() {
    return Optional.ofNullable(user).filter(id -> !id.isEmpty());
  }

  @Override
  protected Optional<String> words(HttpAnswer answer) {
    return Envelope.of(answer).flatMap(Envelope::error);
  }

  @Override
  public WritebackException problem(Authorised.Answered answered, Code refused) {
    HttpRequest sent = answered.sent();
    HttpAnswer answer = answered.answer();
    if (answer.status() == GONE) {
      return new WritebackException(
          Code.DESTINATION_UNAVAILABLE,
          "API version %s has no %s, or has been removed: %s; set %s to a version that is supported"
              .formatted(
                  account().apiVersion(),
                  place(sent),
                  shown(sent, answer),
                  account().key("api-version")),
          again(sent, answer));
    }
    boolean about =
        switch (Outcome.of(answer.status())) {
          case ANSWERED -> true;
          case REFUSED -> answer.status() != FORBIDDEN;
          default -> false;
        };
    if (!about) {
      return super.problem(answered, refused);
    }
    // An error is one whatever the status is; without one, Workfront did not answer.
    return words(answer).isPresent()
        ? new WritebackException(
            refused, place(sent) + ": " + shown(sent, answer), again(sent, answer))
        : foreign(place(sent), answer);
  }

  /**
   * What GET answers as {@code data}.
   *
   * @param refused the code for "Workfront understood, and says no"
   * @throws io.writeback.problem.WritebackException saying what stands in the way
   */
  JsonNode read(String path, Code refused) {
    Authorised.Answered answered = ask(HttpRequest.get(uri(path), "application/json"));
    return data(answered.answer())
        .filter(JsonNode::isObject)
        .orElseThrow(() -> problem(answered, refused));
  }

  /** What Workfront says to a search that a run can do without. */
  sealed interface Reply {
    /**
     * It has the objects.
     *
     * @param objects an array
     */
    record Found(JsonNode objects) implements Reply {}

    /**
     * It understood, and says no: no right, or no such search or field in this version.
     *
     * @param words its own, "" if it has none
     */
    record Refused(int status, String words) implements Reply {
      /** Whether it is the question that Workfront does not like. */
      boolean invalid() {
        return status == UNPROCESSABLE || status == BAD_REQUEST || status == OK;
      }
    }
  }

  /**
   * Searches, where Workfront may refuse to tell.
   *
   * @param question without credentials
   * @throws WritebackException if it cannot be asked now: no answer, a server error, credentials
   *     that are refused, another server that answers
   */
  Reply search(HttpRequest question) {
    Authorised.Answered answered = ask(question);
    HttpAnswer answer = answered.answer();
    Optional<JsonNode> objects = data(answer).filter(JsonNode::isArray);
    if (objects.isPresent()) {
      return new Reply.Found(objects.get());
    }
    Optional<Envelope> envelope = Envelope.of(answer);
    boolean declined =
        switch (Outcome.of(answer.status())) {
          case ANSWERED -> envelope.isPresent();
          case REFUSED -> true;
          default -> answer.status() == GONE || answer.status() == NO_SUCH_METHOD;
        };
    if (!declined) {
      throw problem(answered, Code.DESTINATION_UNAVAILABLE);
    }
    return new Reply.Refused(
        answer.status(),
        envelope
            .flatMap(Envelope::error)
            .map(words -> SentCredentials.hide(words, answered.sent()))
            .orElse(answer.status() == OK ? "no list of objects" : ""));
  }

  private static Optional<JsonNode> data(HttpAnswer answer) {
    return Envelope.of(answer)
        .filter(envelope -> Outcome.of(answer.status()) == Outcome.ANSWERED)
        .filter(envelope -> envelope.error().isEmpty())
        .map(Envelope::data)
        .filter(data -> !data.isMissingNode() && !data.isNull());
  }
}
