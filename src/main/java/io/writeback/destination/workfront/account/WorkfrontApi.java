package io.writeback.destination.workfront.account;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.auth.Authorised;
import io.writeback.destination.Resources;
import io.writeback.destination.rest.RestApi;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import io.writeback.http.NetworkPath;
import io.writeback.http.Outcome;
import io.writeback.http.Query;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The API of one tenant: its addresses, our credentials there, and its reads. */
public final class WorkfrontApi extends RestApi<WorkfrontAccount> {
  private static final Logger LOG = LoggerFactory.getLogger(WorkfrontApi.class);

  private static final int FORBIDDEN = 403;
  private static final int NO_SUCH_METHOD = 405;
  private static final int GONE = 410;

  private final InstantSource clock;

  /** The user that we are; null until Workfront has said. */
  private String user;

  private WorkfrontApi(WorkfrontAccount account, Resources resources) {
    super(
        "Workfront",
        account,
        resources.http(),
        new WorkfrontCredentials(account, resources).open());
    this.clock = resources.clock();
  }

  /** Opens an account, and the way to its login; touches no network. */
  public static WorkfrontApi open(WorkfrontAccount account, NetworkPath path, Resources resources) {
    if (account.identity() instanceof WorkfrontIdentity.OAuth login) {
      URI url = login.client().url();
      resources.http().admit(url, account.maxConcurrency(), account.allowPrivate());
      resources.http().reach(url, path);
    }
    return new WorkfrontApi(account, resources);
  }

  /** What a person should know of a version of the API that a run uses. */
  public Optional<String> versionWarning(String apiVersion) {
    return VersionSupport.warning(apiVersion, account().key("api-version"), clock.instant());
  }

  /** An address of the API: {@code uri("/proj")}. */
  public URI uri(String path) {
    return uri(account().apiVersion(), path);
  }

  /** An address of a version of the API that may not be the account's. */
  public URI uri(String apiVersion, String path) {
    return URI.create(account().url() + "/attask/api/" + apiVersion + path);
  }

  /** The ID of the user that we are there, in lower case, asked for once; empty if unknown. */
  public synchronized Optional<String> user() {
    if (user == null) {
      try {
        user =
            read("/session", Code.DESTINATION_UNAVAILABLE)
                .path("userID")
                .asText("")
                .strip()
                .toLowerCase(Locale.ROOT);
      } catch (WritebackException e) {
        LOG.debug("Our user is unknown", e);
      }
    }
    return Optional.ofNullable(user).filter(id -> !id.isEmpty());
  }

  @Override
  protected Optional<String> words(HttpAnswer answer) {
    return WorkfrontAnswer.words(answer);
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
   * What Workfront answers to a request, whatever it is.
   *
   * @param request without credentials
   * @throws WritebackException if there is no answer
   */
  public WorkfrontAnswer answer(HttpRequest request) {
    return new WorkfrontAnswer(ask(request));
  }

  /** The same of a GET; names and values of the query are encoded here. */
  public WorkfrontAnswer get(String path, Map<String, String> query) {
    return answer(get(Query.uri(uri(""), path, query)));
  }

  /**
   * What GET answers as {@code data}.
   *
   * @param refused the code for "Workfront understood, and says no"
   * @throws WritebackException saying what stands in the way
   */
  public JsonNode read(String path, Code refused) {
    WorkfrontAnswer answer = get(path, Map.of());
    if (!answer.isData() || !answer.data().isObject()) {
      throw problem(answer, refused);
    }
    return answer.data();
  }

  /**
   * What Workfront says to a search that a run can do without: it has the objects, or it understood
   * and says no (no right, or no such search or field in this version).
   *
   * @param question without credentials
   * @throws WritebackException if it cannot be asked now: no answer, a server error, credentials
   *     that are refused, another server that answers
   */
  public WorkfrontAnswer search(HttpRequest question) {
    WorkfrontAnswer answer = answer(question);
    boolean understood =
        switch (Outcome.of(answer.status())) {
          case ANSWERED -> answer.hasEnvelope();
          case REFUSED -> true;
          default -> answer.status() == GONE || answer.status() == NO_SUCH_METHOD;
        };
    if (!understood) {
      throw problem(answer, Code.DESTINATION_UNAVAILABLE);
    }
    return answer;
  }

  private WritebackException problem(WorkfrontAnswer answer, Code refused) {
    return problem(new Authorised.Answered(answer.sent(), answer.answer()), refused);
  }
}
