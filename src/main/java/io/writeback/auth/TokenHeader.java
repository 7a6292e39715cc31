package io.writeback.auth;

import io.writeback.http.HttpRequest;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A token from a login, in a header: kept until it expires or is refused, and fetched by one thread
 * while the others wait for it.
 */
public final class TokenHeader implements Credentials {
  /** For how long credentials that were refused are not sent again: accounts are locked by that. */
  static final Duration REST = Duration.ofMinutes(1);

  private final String header;
  private final Supplier<Token> login;
  private final InstantSource clock;
  private Token token;

  /** The token that came last, until it worked. */
  private String unused;

  /** The token that came last, if it was refused on its first use. */
  private String refusedAtOnce;

  private final AtomicInteger logins = new AtomicInteger();
  private RuntimeException lastFailure;
  private Instant restsUntil = Instant.MIN;

  public TokenHeader(String header, Supplier<Token> login, InstantSource clock) {
    this.header = Objects.requireNonNull(header);
    this.login = Objects.requireNonNull(login);
    this.clock = Objects.requireNonNull(clock);
  }

  @Override
  public HttpRequest authorise(HttpRequest request) {
    return request.withHeader(header, current(logins.get()));
  }

  /**
   * @param seen how many logins there were before the wait for other threads: whoever waited for a
   *     login that failed shares its failure, or as many threads as wait could lock the account
   */
  private synchronized String current(int seen) {
    if (token == null || !clock.instant().isBefore(token.expires())) {
      boolean rests = clock.instant().isBefore(restsUntil);
      if (lastFailure != null && (rests || logins.get() != seen)) {
        throw lastFailure;
      }
      logIn();
    }
    return token.value().reveal();
  }

  private void logIn() {
    token = null;
    lastFailure = null;
    restsUntil = Instant.MIN;
    try {
      token = login.get();
      unused = token.value().reveal();
    } catch (RuntimeException e) {
      lastFailure = e;
      if (isRefusal(e)) {
        restsUntil = clock.instant().plus(REST);
      }
      throw e;
    } finally {
      logins.incrementAndGet();
    }
  }

  private static boolean isRefusal(RuntimeException failure) {
    return failure instanceof WritebackException known
        && (known.code() == Code.DESTINATION_LOGIN || known.code() == Code.SOURCE_LOGIN);
  }

  /**
   * A refused token is thrown away, unless another thread did so already. A token that was fresh
   * and is refused on its first use is not tried again: the account could be locked out.
   */
  @Override
  public synchronized boolean renew(HttpRequest refused) {
    String used = refused.headers().get(header);
    if (Objects.equals(used, refusedAtOnce)) {
      return false;
    }
    if (token == null || !token.value().reveal().equals(used)) {
      return true;
    }
    token = null;
    if (used.equals(unused)) {
      refusedAtOnce = used;
      return false;
    }
    return true;
  }

  /** Its token works: the next refusal means that it has expired. */
  @Override
  public synchronized void worked(HttpRequest request) {
    if (Objects.equals(unused, request.headers().get(header))) {
      unused = null;
    }
  }
}
