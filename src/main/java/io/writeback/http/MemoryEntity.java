package io.writeback.http;

import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/** Bytes as the body of a request, with the guard of the request. */
final class MemoryEntity extends ByteArrayEntity implements GuardedEntity {
  private final SendGuard guard;

  MemoryEntity(byte[] bytes, String contentType, SendGuard guard) {
    super(bytes, ContentType.parseLenient(contentType));
    this.guard = guard;
  }

  @Override
  public SendGuard guard() {
    return guard;
  }

  @Override
  public boolean isGuardedFirst() {
    return true;
  }
}
