package io.writeback.auth;

import io.writeback.http.HttpRequest;

/**
 * How an account proves who it is: a header on each request, and a new login when that is refused.
 */
public interface Credentials {
  /** The request with its credentials, logging in first if need be. */
  HttpRequest authorise(HttpRequest request);

  /**
   * A request of {@link #authorise} was answered with 401.
   *
   * @return whether another try has new credentials to offer
   */
  boolean renew(HttpRequest refused);

  /** A request of {@link #authorise} was answered with anything but 401. */
  default void worked(HttpRequest answered) {}
}
