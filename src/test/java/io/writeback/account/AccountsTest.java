package io.writeback.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.writeback.config.Configuration;
import io.writeback.config.Settings;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccountsTest {
  private static final Map<String, String> FILE =
      Map.of(
          "account.domo.client-id", "{{env:DOMO_CLIENT_ID}}",
          "account.domo.client-secret", "{{env:DOMO_CLIENT_SECRET}}",
          "account.workfront.url", "https://example.my.workfront.com",
          "account.workfront-emea.url", "https://emea.my.workfront.com",
          "writeback.data-dir", "data");

  private static Accounts accounts(Map<String, String> values, Map<String, String> environment) {
    return new Accounts(
        new Configuration(
            Path.of("home"),
            "application.properties",
            values,
            environment,
            text -> {
              String resolved = text;
              for (Map.Entry<String, String> known : environment.entrySet()) {
                resolved = resolved.replace("{{env:" + known.getKey() + "}}", known.getValue());
              }
              if (resolved.contains("{{")) {
                throw new IllegalArgumentException("cannot resolve " + text);
              }
              return resolved;
            }));
  }

  private static void read(Accounts accounts) {
    Settings settings = accounts.settings("domo");
    settings.secret("client-id", "who we are");
    settings.secret("client-secret", "what only we know");
    settings.orThrow();
  }

  @Test
  void the_names_are_those_that_have_keys() {
    assertThat(accounts(FILE, Map.of()).names())
        .containsExactly("domo", "workfront", "workfront-emea");
  }

  @Test
  void an_account_has_its_own_keys_with_their_placeholders_resolved() {
    Settings settings =
        accounts(FILE, Map.of("DOMO_CLIENT_ID", "me", "DOMO_CLIENT_SECRET", "hunter2"))
            .settings("domo");

    assertThat(settings.text("client-id")).contains("me");
    assertThat(settings.text("client-secret")).contains("hunter2");
    assertThat(settings.text("url")).isEmpty();
  }

  @Test
  void every_placeholder_without_a_value_is_named() {
    assertThatThrownBy(() -> read(accounts(FILE, Map.of())))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e -> {
              assertThat(e.code()).isEqualTo(Code.UNRESOLVED_PLACEHOLDER);
              assertThat(e.problems()).hasSize(2);
            })
        .hasMessageContaining("account.domo.client-id: {{env:DOMO_CLIENT_ID}} has no value here")
        .hasMessageContaining("application.properties");
  }

  @Test
  void a_secret_beside_a_placeholder_is_not_repeated() {
    Accounts accounts =
        accounts(
            Map.of(
                "account.domo.client-id", "hunter2{{env:REST}}",
                "account.domo.client-secret", "hunter2{{oops"),
            Map.of());

    assertThatThrownBy(() -> read(accounts))
        .hasMessageContaining("client-id: {{env:REST}} has no value")
        .hasMessageContaining("client-secret: a {{ without its }} has no value")
        .message()
        .doesNotContain("hunter2");
  }

  @Test
  void an_account_that_is_not_used_may_have_a_placeholder_without_a_value() {
    assertThat(accounts(FILE, Map.of()).settings("workfront").url("url")).isPresent();
  }

  @Test
  void an_unknown_account_comes_with_the_nearest_right_one() {
    assertThatThrownBy(() -> accounts(FILE, Map.of()).settings("workfrnt"))
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.code()).isEqualTo(Code.MISSING_VALUE))
        .hasMessageContaining("there is no account \"workfrnt\"")
        .hasMessageContaining("did you mean workfront?");
  }

  @Test
  void an_account_may_be_in_the_environment_alone() {
    Settings settings =
        accounts(Map.of(), Map.of("ACCOUNT_DATA_WORLD_TOKEN", "hunter2")).settings("data-world");

    assertThat(settings.text("token")).contains("hunter2");
  }

  @Test
  void the_name_of_one_account_is_not_the_beginning_of_another() {
    assertThat(accounts(FILE, Map.of()).settings("workfront").close())
        .extracting(problem -> problem.message().contains("emea"))
        .containsOnly(false);
  }
}
