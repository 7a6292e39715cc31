package io.writeback.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.api.Health.Finding;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What readiness makes of its checks. */
final class HealthTest {
  private static ApiResponse ready(Health.Check second) {
    Map<String, Health.Check> checks = new LinkedHashMap<>();
    checks.put("first", () -> Finding.up("it works"));
    checks.put("second", second);
    return new Health(checks).ready();
  }

  @Test
  void a_process_whose_checks_are_all_up_is_ready() {
    ApiResponse response = ready(() -> Finding.of("it works too", ""));

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body())
        .isEqualTo(
            "{\"status\":\"up\",\"checks\":{\"first\":\"up\",\"second\":\"up\"},"
                + "\"reasons\":{\"first\":\"it works\",\"second\":\"it works too\"}}");
  }

  @Test
  void one_check_that_is_down_makes_it_unready_and_says_why() {
    ApiResponse response = ready(() -> Finding.of("it works too", "it is broken"));

    assertThat(response.status()).isEqualTo(503);
    assertThat(response.body())
        .contains("\"status\":\"down\"")
        .contains("\"first\":\"up\",\"second\":\"down\"")
        .contains("\"second\":\"it is broken\"");
  }

  @Test
  void a_warning_leaves_it_ready() {
    ApiResponse response = ready(() -> Finding.warn("look at it"));

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body())
        .contains("\"status\":\"up\"")
        .contains("\"second\":\"warn\"")
        .contains("look at it");
  }

  @Test
  void a_check_that_throws_is_down() {
    ApiResponse response =
        ready(
            () -> {
              throw new IllegalStateException("no way");
            });

    assertThat(response.status()).isEqualTo(503);
    assertThat(response.body()).contains("\"second\":\"it cannot be checked: no way\"");
  }
}
