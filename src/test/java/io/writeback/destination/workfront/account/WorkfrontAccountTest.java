package io.writeback.destination.workfront.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.writeback.config.Settings;
import io.writeback.problem.ConfigurationException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkfrontAccountTest {
  private static WorkfrontAccount account(String... keysAndValues) {
    Map<String, String> values = new TreeMap<>();
    values.put("url", "https://example.my.workfront.com/");
    values.put("api-key", "canary-key");
    for (int i = 0; i < keysAndValues.length; i += 2) {
      values.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return WorkfrontAccount.of(
        "workfront", new Settings("application.properties", "account.workfront.", values));
  }

  @Test
  void has_defaults_for_all_but_url_and_key() {
    WorkfrontAccount account = account();

    assertThat(account.url()).hasToString("https://example.my.workfront.com");
    assertThat(account.apiVersion()).isEqualTo("v20.0");
    assertThat(account.identity()).isInstanceOf(WorkfrontIdentity.ApiKey.class);
    assertThat(account.maxConcurrency()).isEqualTo(4);
    assertThat(account.allowPrivate()).isFalse();
    assertThat(account.toString()).doesNotContain("canary");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.my.workfront.com",
        "https://example.my.workfront.com:443/",
        "HTTPS://Example.My.Workfront.com.",
      })
  void one_tenant_is_one_target_however_its_address_is_written(String url) {
    assertThat(account("url", url).url()).hasToString("https://example.my.workfront.com");
    assertThat(account("url", url).host()).isEqualTo("example.my.workfront.com");
  }

  @Test
  void a_host_with_an_underscore_is_refused_with_the_reason() {
    assertThatThrownBy(() -> account("url", "https://my_tenant.example"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("\"my_tenant.example\" has an underscore");
  }

  @ParameterizedTest
  @CsvSource({"20,v20.0", "v20,v20.0", "v20.0,v20.0", "V21,v21.0", "16,v16.0", "30,v30.0"})
  void takes_the_api_version_in_three_forms(String written, String version) {
    assertThat(account("api-version", written).apiVersion()).isEqualTo(version);
  }

  @ParameterizedTest
  @ValueSource(strings = {"15", "31", "v20.1", "latest", "999"})
  void refuses_another_api_version_and_says_which_there_are(String written) {
    assertThatThrownBy(() -> account("api-version", written))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("account.workfront.api-version is \"" + written + "\"")
        .hasMessageContaining("16 to 30");
  }

  @Test
  void says_that_the_versions_before_16_were_removed() {
    assertThatThrownBy(() -> account("api-version", "v15.0"))
        .hasMessageContaining("Workfront has removed version 15 and those before it");
  }

  @Test
  void takes_the_forms_of_a_request_that_a_tenant_may_need() {
    WorkfrontAccount account = account("request-body", "updates", "date-time-form", "iso");

    assertThat(account.updateBody()).isEqualTo(UpdateBody.UPDATES);
    assertThat(account.dateTimeForm()).isEqualTo(DateTimeForm.ISO);
    assertThat(account().updateBody()).isEqualTo(UpdateBody.JSON);
    assertThat(account().dateTimeForm()).isEqualTo(DateTimeForm.WORKFRONT);
  }

  @Test
  void asks_only_for_the_keys_that_the_chosen_auth_needs() {
    WorkfrontAccount account = account("auth", "session", "username", "ann", "password", "secret");
    assertThat(account.identity())
        .isEqualTo(
            new WorkfrontIdentity.Password(
                "ann", ((WorkfrontIdentity.Password) account.identity()).password()));

    assertThatThrownBy(() -> account("auth", "session"))
        .hasMessageContaining("account.workfront.username is missing")
        .hasMessageContaining("account.workfront.password is missing")
        .hasMessageNotContaining("api-key is missing");
  }

  @Test
  void names_all_mistakes_at_once() {
    assertThatThrownBy(
            () ->
                account("url", "example.com", "max-concurrency", "33", "api-key", " ", "urll", "x"))
        .hasMessageContaining("account.workfront.url is \"example.com\"")
        .hasMessageContaining("account.workfront.max-concurrency is \"33\"")
        .hasMessageContaining("account.workfront.api-key is missing")
        .hasMessageContaining("did you mean account.workfront.url?");
  }

  @Test
  void refuses_a_path_in_the_url() {
    assertThatThrownBy(() -> account("url", "https://example.com/attask/api/v20.0"))
        .hasMessageContaining("account.workfront.url has a path; give the host only");
  }

  @Test
  void refuses_credentials_over_plain_http_but_in_a_sandbox() {
    assertThatThrownBy(() -> account("url", "http://example.com"))
        .hasMessageContaining("account.workfront.url is http");
    assertThat(account("url", "http://127.0.0.1:9402", "allow-private", "true").host())
        .isEqualTo("127.0.0.1:9402");
  }
}
