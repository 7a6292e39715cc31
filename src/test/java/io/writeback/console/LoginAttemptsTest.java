package io.writeback.console;

import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.writeback.config.Configuration;
import io.writeback.console.Access.Login;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whoever guesses has to wait, and holds up nobody else. */
final class LoginAttemptsTest {
  private static final String HASH = BCrypt.withDefaults().hashToString(4, "right".toCharArray());

  private Instant now = Instant.parse("2026-03-01T12:00:00Z");

  private Access access(String... more) {
    Map<String, String> keys = new HashMap<>(Map.of("console.user.anna", "operator " + HASH));
    for (int i = 0; i < more.length; i += 2) {
      keys.put(more[i], more[i + 1]);
    }
    return new Access(
        ConsoleSettings.of(new Configuration(Path.of(""), "", keys, Map.of()), "127.0.0.1", false),
        "127.0.0.1",
        false,
        () -> now);
  }

  private static void fail(Access access, String user, String address) {
    for (int i = 0; i < LoginAttempts.FREE; i++) {
      assertThat(access.check(user, "wrong", address)).isEqualTo(Login.WRONG);
    }
    assertThat(access.check(user, "wrong", address)).isEqualTo(Login.LATER);
  }

  @Test
  void another_address_is_not_held_up() {
    Access access = access();
    fail(access, "anna", "10.0.0.1");

    assertThat(access.check("anna", "right", "10.0.0.1")).isEqualTo(Login.LATER);
    assertThat(access.check("anna", "right", "10.0.0.2")).isEqualTo(Login.DONE);
  }

  @Test
  void an_address_that_tries_many_names_has_to_wait() {
    Access access = access();
    for (int i = 0; i < LoginAttempts.FREE; i++) {
      access.check("name " + i, "wrong", "10.0.0.1");
    }

    assertThat(access.check("anna", "right", "10.0.0.1")).isEqualTo(Login.LATER);
  }

  @Test
  void behind_a_proxy_whose_address_all_share_others_are_not_held_up() {
    Access access = access("console.behind-proxy", "true");
    fail(access, "ben", "10.0.0.1");

    assertThat(access.check("anna", "right", "10.0.0.1")).isEqualTo(Login.DONE);
  }

  @Test
  void one_attempt_is_forgotten_each_minute() {
    Access access = access();
    fail(access, "anna", "10.0.0.1");
    now = now.plus(LoginAttempts.WAIT);
    assertThat(access.check("anna", "wrong", "10.0.0.1")).isEqualTo(Login.WRONG);
    assertThat(access.check("anna", "right", "10.0.0.1")).isEqualTo(Login.LATER);
    now = now.plus(Duration.ofMinutes(LoginAttempts.FREE));

    fail(access, "anna", "10.0.0.1");
  }

  @Test
  void a_login_that_was_right_makes_up_for_those_before() {
    Access access = access("console.behind-proxy", "true");
    for (int round = 0; round < 3; round++) {
      for (int i = 1; i < LoginAttempts.FREE; i++) {
        assertThat(access.check("anna", "wrong", "10.0.0.1")).isEqualTo(Login.WRONG);
      }
      assertThat(access.check("anna", "right", "10.0.0.1")).isEqualTo(Login.DONE);
    }
  }

  @Test
  void a_name_or_password_that_is_too_long_is_wrong_and_counts() {
    Access access = access("console.behind-proxy", "true");
    for (int i = 0; i < LoginAttempts.FREE; i++) {
      assertThat(access.check("anna", "ä".repeat(37), "10.0.0.1")).isEqualTo(Login.WRONG);
      assertThat(access.check("a".repeat(101 + i), "x", "10.0.0.1")).isEqualTo(Login.WRONG);
    }

    assertThat(access.check("anna", "right", "10.0.0.1")).isEqualTo(Login.LATER);
    assertThat(access.check("b".repeat(300), "x", "10.0.0.1")).isEqualTo(Login.LATER);
  }

  @Test
  void an_empty_password_and_one_with_a_zero_byte_are_only_wrong() {
    Access access = access();

    assertThat(access.check("anna", "", "10.0.0.1")).isEqualTo(Login.WRONG);
    assertThat(access.check("anna", "a\0b", "10.0.0.1")).isEqualTo(Login.WRONG);
  }
}
