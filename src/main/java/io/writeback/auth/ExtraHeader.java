package io.writeback.auth;

import io.writeback.http.HttpRequest;

/** Credentials and one more header that never changes, such as the version of an API. */
public record ExtraHeader(Credentials credentials, String header, String value)
    implements Credentials {
  @Override
  public HttpRequest authorise(HttpRequest request) {
    return credentials.authorise(request).withHeader(header, value);
  }

  @Override
  public boolean renew(HttpRequest refused) {
    return credentials.renew(refused);
  }

  @Override
  public void worked(HttpRequest answered) {
    credentials.worked(answered);
  }
}
