package io.writeback.http;

import java.io.IOException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/** Bytes as the body of a request, with the guard of the request. */
final class MemoryEntity extends ByteArrayEntity {
  private final Runnable guard;

  MemoryEntity(byte[] bytes, String contentType, Runnable guard) {
    super(bytes, ContentType.parseLenient(contentType));
    this.guard = guard;
  }

  /**
   * The innermost step of an exchange: all waits for a place in flight, for a connection, TLS and a
   * proxy are over here.
   */
  static ClassicHttpResponse asked(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    // The chain's own request has its entity wrapped.
    if (scope.originalRequest.getEntity() instanceof MemoryEntity body) {
      body.guard.run();
    }
    return chain.proceed(request, scope);
  }
}
