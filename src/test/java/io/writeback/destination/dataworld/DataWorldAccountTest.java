package io.writeback.destination.dataworld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.writeback.config.Settings;
import io.writeback.problem.ConfigurationException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DataWorldAccountTest {
  private static DataWorldAccount account(Map<String, String> keys) {
    return DataWorldAccount.of("dw", new Settings("", "account.dw.", keys));
  }

  @Test
  void without_a_url_it_is_the_public_api() {
    assertThat(account(Map.of("token", "a.b.c")).url()).hasToString("https://api.data.world/v0");
  }

  @ParameterizedTest
  @CsvSource({
    "https://gateway.example,https://gateway.example/v0",
    "https://gateway.example/,https://gateway.example/v0",
    "https://gateway.example/dw/v0,https://gateway.example/dw/v0",
    "https://Gateway.example.:443,https://gateway.example/v0"
  })
  void a_host_alone_gets_the_version(String given, String url) {
    assertThat(account(Map.of("token", "a.b.c", "url", given)).url()).hasToString(url);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.b.c", "Bearer a.b.c", " a.b.c "})
  void a_token_is_taken_as_people_copy_it_and_never_shown(String given) {
    DataWorldAccount account = account(Map.of("token", given));

    assertThat(account.token().reveal()).isEqualTo("a.b.c");
    assertThat(account.toString()).doesNotContain("a.b.c");
  }

  @Test
  void all_mistakes_are_named_and_the_token_is_not() {
    ConfigurationException refused =
        catchThrowableOfType(
            ConfigurationException.class,
            () -> account(Map.of("token", "canary x", "url", "http://a.example", "tokn", "y")));

    assertThat(refused.problems()).hasSize(3);
    assertThat(refused)
        .hasMessageContaining("account.dw.token")
        .hasMessageContaining("account.dw.url is http")
        .hasMessageContaining("did you mean account.dw.token")
        .hasMessageNotContaining("canary");
  }

  @Test
  void the_token_is_asked_for() {
    assertThat(catchThrowableOfType(ConfigurationException.class, () -> account(Map.of())))
        .hasMessageContaining("account.dw.token is missing");
  }

  @Test
  void without_other_words_it_is_asked_once_a_second_and_first_two_seconds_after_an_upload() {
    DataWorldAccount account = account(Map.of("token", "a.b.c"));

    assertThat(account.minInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(account.pollDelay()).isEqualTo(Duration.ofSeconds(2));
  }
}
