package io.writeback.auth;

import io.writeback.http.HttpRequest;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * A token from a login, in a header: kept until it expires or is refused, and fetched by one thread
 * while the others wait for it.
 */
public final class TokenHeader implements Credentials {
  private final String header;
  private final Supplier<Token> login;
  private final InstantSource clock;
  private Token token;
  private String unused;

  public TokenHeader(String header, Supplier<Token> login, InstantSource clock) {
    this.header = Objects.requireNonNull(header);
    this.login = Objects.requireNonNull(login);
    this.clock = Objects.requireNonNull(clock);
  }

  @Override
  public HttpRequest authorise(HttpRequest request) {
    return request.withHeader(header, current());
  }

  private synchronized String current() {
    if (token == null || !clock.instant().isBefore(token.expires())) {
      token = login.get();
      unused = token.value().reveal();
    }
    return token.value().reveal();
  }

  /**
   * A refused token is thrown away, unless another thread did so already. A token that was fresh
   * and is refused on its first use is not tried again: the account could be locked out.
   */
  @Override
  public synchronized boolean renew(HttpRequest refused) {
    String used = refused.headers().get(header);
    if (token == null || !token.value().reveal().equals(used)) {
      return true;
    }
    boolean worked = !used.equals(unused);
    token = null;
    return worked;
  }

  /** Its token works: the next refusal means that it has expired. */
  @Override
  public synchronized void worked(HttpRequest request) {
    if (Objects.equals(unused, request.headers().get(header))) {
      unused = null;
    }
  }
}
