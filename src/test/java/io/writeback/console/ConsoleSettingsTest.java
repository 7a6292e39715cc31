package io.writeback.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.config.Configuration;
import io.writeback.console.ConsoleSettings.Role;
import io.writeback.problem.Problem;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the keys of the console say, and when it is not served. */
final class ConsoleSettingsTest {
  private static final String HASH = "$2y$12$" + "a".repeat(53);

  private static ConsoleSettings settings(String host, boolean tls, Map<String, String> keys) {
    return ConsoleSettings.of(new Configuration(Path.of(""), "", keys, Map.of()), host, tls);
  }

  private static String problems(ConsoleSettings settings) {
    return String.join("\n", settings.problems().stream().map(Problem::toString).toList());
  }

  @Test
  void it_is_off_by_default() {
    assertThat(settings("0.0.0.0", false, Map.of()).enabled()).isFalse();
    assertThat(settings("0.0.0.0", false, Map.of()).problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "::1", "127.1.2.3"})
  void this_machine_alone_needs_no_users(String host) {
    assertThat(problems(settings(host, false, Map.of("console.enabled", "true")))).isEmpty();
  }

  @Test
  void others_need_users_and_tls() {
    assertThat(problems(settings("0.0.0.0", false, Map.of("console.enabled", "true"))))
        .contains("console.user.NAME", "api.tls-certificate");
    assertThat(
            problems(
                settings(
                    "0.0.0.0",
                    false,
                    Map.of("console.enabled", "true", "console.user.anna", "operator " + HASH))))
        .doesNotContain("console.user.NAME")
        .contains("passwords would travel in clear text");
    assertThat(
            problems(
                settings(
                    "0.0.0.0",
                    true,
                    Map.of("console.enabled", "true", "console.user.anna", "operator " + HASH))))
        .isEmpty();
  }

  @Test
  void a_header_of_a_proxy_needs_a_proxy() {
    Map<String, String> keys =
        Map.of("console.enabled", "true", "console.proxy-user-header", "X-User");

    assertThat(problems(settings("127.0.0.1", false, keys))).contains("console.behind-proxy=true");
  }

  @Test
  void a_user_has_a_role_and_a_hash() {
    ConsoleSettings settings =
        settings(
            "127.0.0.1",
            false,
            Map.of("console.user.anna", "Operator " + HASH, "console.user.ben", "viewer " + HASH));

    assertThat(settings.users().get("anna").role()).isEqualTo(Role.OPERATOR);
    assertThat(settings.users().get("ben").role()).isEqualTo(Role.VIEWER);
    assertThat(settings.problems()).isEmpty();
    assertThat(settings.toString()).doesNotContain(HASH);
  }

  @ParameterizedTest
  @ValueSource(strings = {"operator", "operator secret", "admin $2y$12$x", "viewer $2y$12$short"})
  void a_user_without_a_role_or_a_hash_is_a_mistake_that_does_not_repeat_it(String value) {
    ConsoleSettings settings = settings("127.0.0.1", false, Map.of("console.user.anna", value));

    assertThat(problems(settings)).contains("console.user.anna");
    assertThat(problems(settings)).doesNotContain("secret", "$2y$12$short");
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "03", "32", "99"})
  void a_hash_has_a_cost_that_bcrypt_can_check(String cost) {
    String hash = "$2y$" + cost + "$" + "a".repeat(53);

    assertThat(
            problems(settings("127.0.0.1", false, Map.of("console.user.anna", "operator " + hash))))
        .contains("WB-103", "a cost from 04 to 31");
  }

  @Test
  void either_the_proxy_logs_users_in_or_the_console_does() {
    assertThat(
            problems(
                settings(
                    "127.0.0.1",
                    false,
                    Map.of(
                        "console.enabled", "true",
                        "console.behind-proxy", "true",
                        "console.proxy-user-header", "X-User",
                        "console.user.anna", "operator " + HASH))))
        .contains("WB-103", "both set");
  }

  @Test
  void a_proxy_is_on_this_machine_unless_its_addresses_are_named() {
    ConsoleSettings usual = settings("127.0.0.1", false, Map.of());
    assertThat(usual.isProxy("127.0.0.1")).isTrue();
    assertThat(usual.isProxy("0:0:0:0:0:0:0:1")).isTrue();
    assertThat(usual.isProxy("10.0.0.1")).isFalse();

    ConsoleSettings named =
        settings("127.0.0.1", false, Map.of("console.proxy-address", "10.0.0.1, fd00::7"));
    assertThat(named.isProxy("10.0.0.1")).isTrue();
    assertThat(named.isProxy("fd00:0:0:0:0:0:0:7%2")).isTrue();
    assertThat(named.isProxy("127.0.0.1")).isFalse();
    assertThat(named.isProxy(null)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"proxy.example", "10.0.0", "10.0.0.0/8", "1.2.3.400"})
  void a_proxy_is_named_by_its_address(String text) {
    assertThat(problems(settings("127.0.0.1", false, Map.of("console.proxy-address", text))))
        .contains("WB-103", "IP addresses with commas between them");
  }
}
