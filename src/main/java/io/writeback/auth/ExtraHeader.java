package io.writeback.auth;

import io.writeback.http.HttpRequest;
import java.util.Objects;

/** Credentials and one more header that never changes, such as the organisation of a token. */
public final class ExtraHeader implements Credentials {
  private final Credentials credentials;
  private final String header;
  private final String value;

  public ExtraHeader(Credentials credentials, String header, String value) {
    this.credentials = Objects.requireNonNull(credentials);
    this.header = Objects.requireNonNull(header);
    this.value = Objects.requireNonNull(value);
  }

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
