package io.writeback.sandbox.workfront;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The bearer tokens issued by Adobe's identity service. */
final class ImsTokens {
  private final Set<String> alive = ConcurrentHashMap.newKeySet();

  String issue() {
    String token = "ey" + UUID.randomUUID() + "." + UUID.randomUUID();
    alive.add(token);
    return token;
  }

  boolean isAlive(String token) {
    return alive.contains(token);
  }

  void clear() {
    alive.clear();
  }
}
