package io.writeback.console;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who has logged in, by the id in a cookie. Nobody else has a session: whoever only asks for pages
 * fills no memory.
 */
final class Sessions {
  static final Duration UNUSED = Duration.ofHours(1);
  static final Duration LONGEST = Duration.ofHours(12);
  static final int MOST = 500;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final InstantSource clock;

  /** The one that was used longest ago first. */
  private final Map<String, Entered> entered = new LinkedHashMap<>(16, 0.75f, true);

  private record Entered(String user, Instant since, Instant used) {}

  Sessions(InstantSource clock) {
    this.clock = clock;
  }

  /** The id of a new session; the one that was used longest ago ends if there are too many. */
  synchronized String enter(String user) {
    Instant now = clock.instant();
    String id = random();
    entered.put(id, new Entered(user, now, now));
    if (entered.size() > MOST) {
      Iterator<String> ids = entered.keySet().iterator();
      ids.next();
      ids.remove();
    }
    return id;
  }

  /** Text that nobody can guess. */
  static String random() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Whose session it is, and uses it; empty if it is none, or has ended. */
  synchronized Optional<String> use(String id) {
    Optional<String> user = user(id);
    user.ifPresent(
        name -> entered.put(id, new Entered(name, entered.get(id).since, clock.instant())));
    return user;
  }

  /** The same without using it: a page that follows by itself keeps no session alive. */
  synchronized Optional<String> user(String id) {
    Entered session = entered.get(id);
    Instant now = clock.instant();
    if (session == null) {
      return Optional.empty();
    }
    if (session.used.plus(UNUSED).isBefore(now) || session.since.plus(LONGEST).isBefore(now)) {
      entered.remove(id);
      return Optional.empty();
    }
    return Optional.of(session.user);
  }

  synchronized void leave(String id) {
    entered.remove(id);
  }
}
