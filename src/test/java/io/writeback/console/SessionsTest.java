package io.writeback.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How long a visitor stays logged in, and how many do. */
final class SessionsTest {
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private final Sessions sessions = new Sessions(() -> now);

  private void pass(Duration time) {
    now = now.plus(time);
  }

  @Test
  void a_session_ends_when_it_is_not_used_and_a_page_that_follows_does_not_use_it() {
    String id = sessions.enter("anna");
    pass(Sessions.UNUSED.minusMinutes(1));
    assertThat(sessions.use(id)).hasValue("anna");
    pass(Sessions.UNUSED.minusMinutes(1));
    assertThat(sessions.user(id)).hasValue("anna");
    pass(Duration.ofMinutes(2));

    assertThat(sessions.user(id)).isEmpty();
    assertThat(sessions.use(id)).isEmpty();
  }

  @Test
  void a_session_ends_however_much_it_is_used() {
    String id = sessions.enter("anna");
    Instant end = now.plus(Sessions.LONGEST);
    while (now.isBefore(end)) {
      assertThat(sessions.use(id)).hasValue("anna");
      pass(Duration.ofMinutes(30));
    }
    pass(Duration.ofSeconds(1));

    assertThat(sessions.use(id)).isEmpty();
  }

  @Test
  void there_are_only_so_many_and_the_one_not_used_for_longest_goes() {
    String first = sessions.enter("anna");
    String second = sessions.enter("ben");
    for (int i = 2; i < Sessions.MOST; i++) {
      sessions.enter("carla");
    }
    sessions.use(first);

    sessions.enter("one more");

    assertThat(sessions.user(first)).hasValue("anna");
    assertThat(sessions.user(second)).isEmpty();
  }

  @Test
  void a_session_that_was_left_is_none() {
    String id = sessions.enter("anna");
    sessions.leave(id);

    assertThat(sessions.user(id)).isEmpty();
    assertThat(sessions.user("")).isEmpty();
  }
}
