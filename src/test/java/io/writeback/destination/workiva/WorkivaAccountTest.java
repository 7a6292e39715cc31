package io.writeback.destination.workiva;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.writeback.account.Accounts;
import io.writeback.config.Configuration;
import io.writeback.config.Settings;
import io.writeback.destination.Resources;
import io.writeback.http.Governor;
import io.writeback.http.Http;
import io.writeback.http.HttpLimits;
import io.writeback.http.RetryPolicy;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.SandboxSettings;
import io.writeback.sandbox.http.Fault;
import io.writeback.sandbox.workiva.Workiva;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WorkivaAccountTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private Sandbox sandbox;
  private Http http;

  @BeforeEach
  void start() throws IOException {
    sandbox = Sandbox.start(SandboxSettings.onFreePorts());
    http =
        new Http(
            HttpLimits.STANDARD,
            new RetryPolicy(
                4, 20, Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(1)),
            new Governor());
  }

  @AfterEach
  void stop() throws IOException {
    http.close();
    sandbox.close();
  }

  private WorkivaApi api(String secret) {
    Map<String, String> keys = new TreeMap<>();
    keys.put("account.workiva.url", sandbox.workivaUrl().toString());
    keys.put("account.workiva.client-id", Workiva.CLIENT_ID);
    keys.put("account.workiva.client-secret", secret);
    keys.put("account.workiva.allow-private", "true");
    Accounts accounts = new Accounts(new Configuration(Path.of(""), "", keys, Map.of()));
    return new WorkivaType()
        .accounts(new Resources(accounts, http, now::get, null))
        .open("workiva");
  }

  private List<Sheets.Spreadsheet> list(WorkivaApi api) {
    return new Sheets(api).spreadsheets();
  }

  private long requests() {
    return sandbox.workiva().stats().requests();
  }

  @ParameterizedTest
  @CsvSource({
    "us, https://api.app.wdesk.com",
    "EU, https://api.eu.wdesk.com",
    "apac, https://api.apac.wdesk.com"
  })
  void a_region_is_the_address_of_its_data_centre(String region, String url) {
    Settings settings =
        new Settings("", "", Map.of("region", region, "client-id", "i", "client-secret", "canary"));

    WorkivaAccount account = WorkivaAccount.of("workiva", settings);

    assertThat(account.url()).hasToString(url);
    assertThat(account.toString()).doesNotContain("canary");
  }

  @Test
  void every_mistake_of_an_account_is_reported_at_once() {
    Settings settings =
        new Settings("", "account.workiva.", Map.of("url", "http://x.example/api", "regoin", "us"));

    assertThatThrownBy(() -> WorkivaAccount.of("workiva", settings))
        .hasMessageContaining("account.workiva.url is http")
        .hasMessageContaining("has a path")
        .hasMessageContaining("account.workiva.client-id is missing")
        .hasMessageContaining("account.workiva.client-secret is missing")
        .hasMessageContaining("did you mean account.workiva.region?");
  }

  @Test
  void without_region_and_url_nobody_knows_where_the_workspace_is() {
    Settings settings = new Settings("", "", Map.of("client-id", "i", "client-secret", "s"));

    assertThatThrownBy(() -> WorkivaAccount.of("workiva", settings))
        .hasMessageContaining("us, eu or apac");
  }

  @Test
  void one_login_serves_all_requests_until_shortly_before_its_token_expires() {
    WorkivaApi api = api(Workiva.CLIENT_SECRET);
    list(api);
    list(api);
    now.set(now.get().plusSeconds(538));
    list(api);
    assertThat(requests()).as("one login and three lists").isEqualTo(4);

    now.set(now.get().plusSeconds(2));
    list(api);

    assertThat(requests()).as("and another login").isEqualTo(6);
  }

  @Test
  void a_token_that_is_refused_is_renewed_once() {
    WorkivaApi api = api(Workiva.CLIENT_SECRET);
    list(api);
    sandbox.workiva().revokeTokens();

    assertThat(list(api)).hasSize(1);
    assertThat(requests()).as("login, list, 401, login, list").isEqualTo(5);
  }

  @Test
  void many_threads_share_one_login() {
    WorkivaApi api = api(Workiva.CLIENT_SECRET);

    IntStream.range(0, 8).parallel().forEach(i -> list(api));

    assertThat(requests()).isEqualTo(9);
  }

  @Test
  void a_refused_login_names_the_keys_and_not_the_secret() {
    assertThatThrownBy(() -> list(api("canary-secret")))
        .isInstanceOfSatisfying(
            WritebackException.class, e -> assertThat(e.code()).isEqualTo(Code.DESTINATION_LOGIN))
        .hasMessageContaining("account.workiva.client-id and account.workiva.client-secret")
        .hasMessageNotContaining("canary");
  }

  @Test
  void a_login_page_is_not_taken_for_a_token() {
    sandbox.faults().add(Fault.html().onMethod("POST"));

    assertThatThrownBy(() -> list(api(Workiva.CLIENT_SECRET)))
        .hasMessageContaining("without a token")
        .hasMessageContaining("is account.workiva.url right?");
  }

  @Test
  void an_address_at_another_host_is_not_ours() {
    WorkivaApi api = api(Workiva.CLIENT_SECRET);
    String url = sandbox.workivaUrl().toString();

    assertThat(api.own("/operations/1"))
        .hasValueSatisfying(uri -> assertThat(uri).hasToString(url + "/operations/1"));
    assertThat(api.own(url + "/operations/1")).isPresent();
    // The same server, written otherwise.
    assertThat(api.own(url.replace("127.0.0.1", "[::FFFF:127.0.0.1]") + "/operations/1"))
        .isPresent();
    for (String foreign :
        List.of(
            "https://evil.example/operations/1",
            "//evil.example/operations/1",
            url.replace("127.0.0.1", "127.0.0.1.evil.example") + "/operations/1",
            url.replace("http://", "http://user@") + "/operations/1",
            url.replace("http://", "https://") + "/operations/1",
            "file:///etc/passwd",
            "not an address")) {
      assertThat(api.own(foreign)).as(foreign).isEmpty();
    }
  }
}
