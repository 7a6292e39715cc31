package io.writeback.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {
  @TempDir Path home;

  private Configuration load(String text, Map<String, String> sets, Map<String, String> environment)
      throws IOException {
    return load(text, StandardCharsets.UTF_8, sets, environment);
  }

  private Configuration load(
      String text, Charset charset, Map<String, String> sets, Map<String, String> environment)
      throws IOException {
    Path file = Files.writeString(home.resolve("application.properties"), text, charset);
    return Configuration.load(home, file, Optional.empty(), sets, environment);
  }

  @ParameterizedTest
  @CsvSource({"true,true,set", "true,false,set", "false,true,environment", "false,false,file"})
  void a_setting_wins_over_the_environment_and_that_over_the_file(
      boolean set, boolean environment, String winner) throws IOException {
    Configuration configuration =
        load(
            "account.domo.url=file",
            set ? Map.of("account.domo.url", "set") : Map.of(),
            environment ? Map.of("ACCOUNT_DOMO_URL", "environment") : Map.of());

    assertThat(configuration.values()).containsEntry("account.domo.url", winner);
    assertThat(configuration.settings("account.domo.").text("url")).contains(winner);
  }

  @Test
  void the_environment_alone_is_enough() throws IOException {
    Configuration configuration = load("", Map.of(), Map.of("ACCOUNT_DATA_WORLD_TOKEN", "t"));

    assertThat(configuration.settings("account.data-world.").text("token")).contains("t");
  }

  @Test
  void a_file_that_does_not_exist_is_like_an_empty_one() {
    Configuration configuration =
        Configuration.load(
            home, home.resolve("none.properties"), Optional.empty(), Map.of("a", "b"), Map.of());

    assertThat(configuration.values()).isEqualTo(Map.of("a", "b"));
  }

  @Test
  void the_file_is_utf_8() throws IOException {
    assertThat(load("name=Größe – 大", Map.of(), Map.of()).values())
        .isEqualTo(Map.of("name", "Größe – 大"));
  }

  @Test
  void a_byte_order_mark_is_no_part_of_the_first_key() throws IOException {
    assertThat(load("\uFEFFaccount.domo.url=x", Map.of(), Map.of()).values())
        .isEqualTo(Map.of("account.domo.url", "x"));
  }

  @Test
  void a_file_in_another_character_set_is_refused() {
    assertThatThrownBy(() -> load("name=Größe", StandardCharsets.ISO_8859_1, Map.of(), Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("application.properties")
        .hasMessageContaining("is not UTF-8");
  }

  @Test
  void a_file_with_a_broken_escape_is_refused() {
    assertThatThrownBy(() -> load("name=\\u12", Map.of(), Map.of()))
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.code()).isEqualTo(Code.BAD_PROPERTIES));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "account.domo.client-secret",
        "account.workfront.api-key",
        "account.data-world.token",
        "account.workfront.password",
        "account.workfront.private-key",
        "account.x.API-KEY",
        "my.clientSecret",
        "my.api_key",
        "secret"
      })
  void a_secret_on_the_command_line_is_refused_and_not_repeated(String key) {
    assertThatThrownBy(() -> load("", Map.of(key, "hunter2"), Map.of()))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e -> assertThat(e.code()).isEqualTo(Code.SECRET_ON_COMMAND_LINE))
        .hasMessageContaining(Configuration.environmentName(key))
        .message()
        .doesNotContain("hunter2");
  }

  @Test
  void all_secrets_on_the_command_line_are_named_at_once() {
    assertThatThrownBy(() -> load("", Map.of("a.token", "1", "b.password", "2"), Map.of()))
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.problems()).hasSize(2));
  }

  @Test
  void a_placeholder_for_a_secret_may_stand_on_the_command_line() {
    assertThatCode(() -> load("", Map.of("a.token", "{{env:TOKEN}}"), Map.of()))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"account.domo.token-url", "account.x.secret-name", "project.passwords"})
  void a_key_that_only_sounds_like_a_secret_is_no_secret(String key) throws IOException {
    assertThat(load("", Map.of(key, "x"), Map.of()).values()).containsKey(key);
  }

  @Test
  void a_comment_behind_a_value_shows_in_the_error() throws IOException {
    Settings settings =
        load("account.workfront.max-concurrency=4 # of ten", Map.of(), Map.of())
            .settings("account.workfront.");
    settings.integer("max-concurrency", 4, 1, 10);

    assertThat(settings.close())
        .singleElement()
        .hasToString(
            "WB-103 application.properties: account.workfront.max-concurrency is \"4 # of ten\","
                + " allowed is a whole number from 1 to 10");
  }

  @ParameterizedTest
  @CsvSource({
    "project-status.dataset-id,PROJECT_STATUS_DATASET_ID",
    "account.workfront-emea.url,ACCOUNT_WORKFRONT_EMEA_URL"
  })
  void a_key_has_one_name_in_the_environment(String key, String name) {
    assertThat(Configuration.environmentName(key)).isEqualTo(name);
  }

  @Test
  void relative_paths_belong_to_the_home_folder() throws IOException {
    assertThat(load("", Map.of(), Map.of()).path("a/../data")).isEqualTo(home.resolve("data"));
  }

  @Test
  void a_key_that_stands_twice_is_refused_with_its_name() {
    assertThatThrownBy(
            () ->
                load(
                    "account.domo.client-secret=hunter2\na=1\naccount.domo.client-secret : x\nb=1\nb=1",
                    Map.of(),
                    Map.of()))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e ->
                assertThat(e.problems())
                    .extracting(problem -> problem.code() + " " + problem.message())
                    .containsExactly(
                        "WB-108 has the key account.domo.client-secret more than once; keep one",
                        "WB-108 has the key b more than once; keep one"))
        .message()
        .doesNotContain("hunter2");
  }

  private Configuration profile(
      String profile, Map<String, String> sets, Map<String, String> environment)
      throws IOException {
    Path file =
        Files.writeString(
            home.resolve("application.properties"), "account.domo.url=base\nkept=yes");
    return Configuration.load(home, file, Optional.ofNullable(profile), sets, environment);
  }

  private void profileFile(String name, String text) throws IOException {
    Files.writeString(home.resolve("application-" + name + ".properties"), text);
  }

  @Test
  void the_file_of_a_profile_wins_over_the_file_and_the_environment_over_both() throws IOException {
    profileFile("prod", "account.domo.url=prod\nwriteback.data-dir=prod-data");

    assertThat(profile("prod", Map.of(), Map.of("WRITEBACK_DATA_DIR", "mounted")).values())
        .containsEntry("account.domo.url", "prod")
        .containsEntry("kept", "yes")
        .containsEntry("writeback.data-dir", "mounted")
        .containsEntry("camel.main.profile", "prod");
    assertThat(profile("prod", Map.of(), Map.of()).file())
        .isEqualTo("application-prod.properties over application.properties");
    assertThat(profile(null, Map.of(), Map.of()).values())
        .containsEntry("account.domo.url", "base")
        .doesNotContainKey("writeback.data-dir");
  }

  @Test
  void a_profile_may_be_named_as_camel_main_has_it() throws IOException {
    profileFile("prod", "account.domo.url=prod");
    profileFile("emea", "account.domo.url=emea");

    assertThat(profile(null, Map.of("camel.main.profile", "prod"), Map.of()).values())
        .containsEntry("account.domo.url", "prod");
    assertThat(profile(null, Map.of(), Map.of("CAMEL_MAIN_PROFILE", "prod")).values())
        .containsEntry("account.domo.url", "prod");
    assertThat(profile("emea", Map.of(), Map.of("CAMEL_MAIN_PROFILE", "prod")).values())
        .containsEntry("account.domo.url", "emea")
        .containsEntry("camel.main.profile", "emea");
  }

  @Test
  void a_profile_without_a_file_is_refused_if_a_person_names_it() throws IOException {
    assertThatThrownBy(() -> profile("prdo", Map.of(), Map.of()))
        .hasMessageContaining("WB-115 --profile prdo: there is no file")
        .hasMessageContaining("application-prdo.properties");
    assertThat(profile(null, Map.of("camel.main.profile", "dev"), Map.of()).values())
        .containsEntry("account.domo.url", "base");
  }

  @Test
  void a_profile_is_no_path() {
    assertThatThrownBy(() -> profile("../prod", Map.of(), Map.of()))
        .hasMessageContaining("WB-103")
        .hasMessageContaining("allowed are letters, digits");
  }
}
