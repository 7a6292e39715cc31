package io.writeback.auth;

import io.writeback.config.Secret;
import io.writeback.http.HttpRequest;
import java.util.Objects;

/** A key that never changes, in a header: nothing can be renewed. */
public final class FixedHeader implements Credentials {
  private final String header;
  private final Secret value;

  public FixedHeader(String header, Secret value) {
    this.header = Objects.requireNonNull(header);
    this.value = Objects.requireNonNull(value);
  }

  @Override
  public HttpRequest authorise(HttpRequest request) {
    return request.withHeader(header, value.reveal());
  }

  @Override
  public boolean renew(HttpRequest refused) {
    return false;
  }
}
