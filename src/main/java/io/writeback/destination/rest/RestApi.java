package io.writeback.destination.rest;

import io.writeback.account.Account;
import io.writeback.auth.Authorised;
import io.writeback.auth.Connections;
import io.writeback.auth.Credentials;
import io.writeback.http.CallFailure;
import io.writeback.http.Http;
import io.writeback.http.HttpRequest;
import io.writeback.http.RefusedAddressException;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.util.Objects;
import javax.net.ssl.SSLException;

/** The API of one account: requests with our credentials there. */
public abstract class RestApi<A extends Account> implements Connections.Client {
  private final A account;
  private final Http http;
  private final Credentials credentials;

  protected RestApi(A account, Http http, Credentials credentials) {
    this.account = Objects.requireNonNull(account);
    this.http = Objects.requireNonNull(http);
    this.credentials = Objects.requireNonNull(credentials);
  }

  @Override
  public A account() {
    return account;
  }

  protected final Http http() {
    return http;
  }

  public final Credentials credentials() {
    return credentials;
  }

  /**
   * Sends a request with our credentials, with new ones if they are refused, and again where that
   * may help.
   *
   * @throws WritebackException if there is no answer
   */
  public final Authorised.Answered ask(HttpRequest request) {
    try {
      return new Authorised(http, credentials).ask(request);
    } catch (CallFailure e) {
      throw unanswered(e);
    }
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
}
