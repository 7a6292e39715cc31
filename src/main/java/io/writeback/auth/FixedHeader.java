package io.writeback.auth;

import io.writeback.config.Secret;
import io.writeback.http.HttpRequest;

/** A key that never changes, in a header: nothing can be renewed. */
public record FixedHeader(String header, Secret value) implements Credentials {
  @Override
  public HttpRequest authorise(HttpRequest request) {
    return request.withHeader(header, value.reveal());
  }

  @Override
  public boolean renew(HttpRequest refused) {
    return false;
  }
}
