package io.writeback.destination.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.account.Account;
import io.writeback.auth.Authorised;
import io.writeback.auth.Connections;
import io.writeback.auth.Credentials;
import io.writeback.http.CallFailure;
import io.writeback.http.Http;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import io.writeback.http.Outcome;
import io.writeback.http.RefusedAddressException;
import io.writeback.http.SentCredentials;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * The API of one account: requests with our credentials there, and what an answer means that is not
 * the one that was asked for.
 */
public abstract class RestApi<A extends Account> implements Connections.Client {
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  private final String product;
  private final A account;
  private final Authorised authorised;

  /**
   * @param product what people call the service, at the beginning of a sentence
   */
  protected RestApi(String product, A account, Http http, Credentials credentials) {
    this.product = Objects.requireNonNull(product);
    this.account = Objects.requireNonNull(account);
    this.authorised = new Authorised(http, credentials);
  }

  /** The service's own words about a refusal; empty if the answer has none. */
  protected abstract Optional<String> words(HttpAnswer answer);

  public final String product() {
    return product;
  }

  @Override
  public final A account() {
    return account;
  }

  public final Authorised authorised() {
    return authorised;
  }

  /**
   * Sends a request with our credentials, with new ones if they are refused, and again where that
   * may help.
   *
   * @throws WritebackException if there is no answer
   */
  public final Authorised.Answered ask(HttpRequest request) {
    try {
      return authorised.ask(request);
    } catch (CallFailure e) {
      throw unanswered(e);
    }
  }

  /** A GET of JSON, without credentials. */
  public final HttpRequest get(URI uri) {
    return HttpRequest.get(uri, "application/json");
  }

  /**
   * What GET is answered with, whatever it is.
   *
   * @throws WritebackException if there is no answer
   */
  public final Authorised.Answered ask(URI uri) {
    return ask(get(uri));
  }

  /** The JSON object of a success; empty if the answer is anything else. */
  public static Optional<JsonNode> json(Authorised.Answered answered) {
    return Outcome.of(answered.answer().status()) == Outcome.ANSWERED
        ? StrictJson.object(answered.answer().body())
        : Optional.empty();
  }

  /** What an answer was, for probes; with its beginning unless it is a success. */
  public static String status(Authorised.Answered answered) {
    HttpAnswer answer = answered.answer();
    return "status "
        + answer.status()
        + (Outcome.of(answer.status()) == Outcome.ANSWERED ? "" : ": " + answer.excerpt());
  }

  /** Whether the answer is 404 with a message in JSON, for probes. */
  public static boolean isNotFound(Authorised.Answered answered) {
    return answered.answer().status() == NOT_FOUND
        && StrictJson.object(answered.answer().body())
            .filter(json -> json.path("message").isTextual())
            .isPresent();
  }

  /** What it means that there is no answer at all. */
  public final WritebackException unanswered(CallFailure failure) {
    Code code =
        failure.getCause() instanceof RefusedAddressException
            ? Code.ADDRESS_REFUSED
            : failure.getCause() instanceof SSLException
                ? Code.DESTINATION_REDIRECTS
                : Code.DESTINATION_UNAVAILABLE;
    return new WritebackException(
        code, failure.getMessage() + " (account " + account.name() + ")", failure);
  }

  /** The service's own words, else status and beginning of the answer; no credential in them. */
  public final String shown(HttpRequest sent, HttpAnswer answer) {
    return SentCredentials.hide(
        words(answer).orElseGet(() -> answer.status() + " " + answer.excerpt()), sent);
  }

  /**
   * What the answer to a request of a plan means.
   *
   * @throws CallFailure if the credentials are refused and another try has new ones
   * @throws WritebackException if there are no others
   */
  public final Outcome outcome(HttpRequest sent, HttpAnswer answer) {
    Outcome outcome = Outcome.of(answer.status());
    if (outcome == Outcome.UNAUTHORISED) {
      if (authorised.credentials().renew(sent)) {
        throw again(sent, answer);
      }
      throw login(shown(sent, answer));
    }
    authorised.credentials().worked(sent);
    return outcome;
  }

  /** What an answer means after which the request may be tried again. */
  public static CallFailure again(HttpRequest sent, HttpAnswer answer) {
    return Http.failure(sent, answer);
  }

  /**
   * What an answer to a question means that is no data.
   *
   * @param refused the code if the service understood the question and says no
   */
  public WritebackException problem(Authorised.Answered answered, Code refused) {
    HttpRequest sent = answered.sent();
    HttpAnswer answer = answered.answer();
    String what = place(sent);
    String words = shown(sent, answer);
    return switch (Outcome.of(answer.status())) {
      case UNAUTHORISED -> login(words);
      case ANSWERED -> foreign(what, answer);
      case REFUSED ->
          answer.status() == FORBIDDEN
              ? new WritebackException(
                  Code.DESTINATION_LOGIN,
                  "the user of %s has no right to %s: %s"
                      .formatted(account.credentialKeys(), what, words))
              : new WritebackException(refused, what + ": " + words, again(sent, answer));
      case MISDIRECTED ->
          new WritebackException(
              Code.DESTINATION_REDIRECTS,
              "%s was sent elsewhere (status %d); is %s=%s the address of %s?"
                  .formatted(what, answer.status(), account.key("url"), account.url(), product));
      default ->
          new WritebackException(
              Code.DESTINATION_UNAVAILABLE,
              "%s answered %s with %d: %s".formatted(product, what, answer.status(), words),
              again(sent, answer));
    };
  }

  /** Something else answered: a proxy, a login page, another web site. */
  public final WritebackException foreign(String what, HttpAnswer answer) {
    return new WritebackException(
        Code.DESTINATION_UNAVAILABLE,
        "%s was answered with %s, which is not %s's JSON; is %s=%s its address?"
            .formatted(what, answer, product, account.key("url"), account.url()));
  }

  private WritebackException login(String words) {
    return new WritebackException(
        Code.DESTINATION_LOGIN,
        "%s refused the credentials: %s; check %s"
            .formatted(product, words, account.credentialKeys()));
  }

  /** Method and path of a request, for messages. */
  protected static String place(HttpRequest sent) {
    return sent.method() + " " + sent.uri().getPath();
  }
}
