package io.writeback.dataset.domo;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.writeback.dataset.domo.FakeDomo.ID;
import static io.writeback.dataset.domo.FakeDomo.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.writeback.account.Accounts;
import io.writeback.config.Configuration;
import io.writeback.config.Settings;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.Problem;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DomoOptionsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "4405ff58-1957-45f0-82bd-914d989a3ea3",
        " 4405FF58-1957-45F0-82BD-914D989A3EA3 ",
        "https://customer.domo.com/datasources/4405ff58-1957-45f0-82bd-914d989a3ea3/details/overview?x=1&y=2",
        "https://customer.domo.com/datasources/4405FF58-1957-45f0-82bd-914d989a3ea3",
        "https://c.domo.com/datasources/4405ff58-1957-45f0-82bd-914d989a3ea3?from=aaaaaaaa-1957-45f0-82bd-914d989a3ea3"
      })
  void an_id_is_found_in_what_people_paste(String pasted) {
    assertThat(DatasetId.of(pasted)).isEqualTo(ID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "projects",
        "4405ff58195745f082bd914d989a3ea3",
        "4405ff58-1957-45f0-82bd-914d989a3ea",
        "4405ff58-1957-45f0-82bd-914d989a3ea3/../x",
        "https://customer.domo.com/datasources/overview",
        "https://customer.domo.com/datasources/4405ff58-1957-45f0-82bd-914d989a3ea34"
      })
  void anything_else_is_reported_with_what_is_allowed(String pasted) {
    assertThat(problems(Map.of("datasetId", pasted), account()))
        .singleElement()
        .asString()
        .startsWith("WB-103 route: datasetId is \"" + pasted + "\", allowed is a DataSet id");
  }

  @Test
  void all_mistakes_of_options_and_account_are_reported_at_once() {
    assertThat(
            problems(
                Map.of("accont", "domo"),
                Map.of(
                    "account.domo.url", "api.domo.com",
                    "account.domo.client-id", "x",
                    "account.domo.client_secret", "y")))
        .extracting(Problem::toString)
        .satisfiesExactly(
            missing -> assertThat(missing).startsWith("WB-102 route: datasetId is missing"),
            option -> assertThat(option).contains("accont does not exist; did you mean account?"),
            url -> assertThat(url).contains("account.domo.url is \"api.domo.com\""),
            secret ->
                assertThat(secret)
                    .startsWith("WB-102 ")
                    .contains("account.domo.client-secret is missing"),
            unknown ->
                assertThat(unknown)
                    .contains("account.domo.client_secret does not exist; did you mean"));
  }

  @Test
  void an_account_that_is_not_there_is_reported() {
    assertThat(problems(Map.of("datasetId", ID, "account", "dom"), account()))
        .singleElement()
        .asString()
        .contains("there is no account \"dom\"")
        .contains("did you mean domo?");
  }

  @Test
  void an_account_without_url_is_the_public_api() {
    DomoAccount account =
        DomoAccount.of(
            "domo",
            new Settings("f", "account.domo.", Map.of("client-id", "x", "client-secret", "y")));
    assertThat(account.url()).isEqualTo(URI.create("https://api.domo.com"));
    assertThat(account.maxConcurrency()).isEqualTo(4);
    assertThat(account.allowPrivate()).isFalse();
    assertThat(account.toString()).doesNotContain("=y");
  }

  @Test
  void datasets_are_listed_by_name() throws Exception {
    try (FakeDomo domo = new FakeDomo()) {
      domo.answers(
          "/v1/datasets",
          json(
              "[{\"id\":\"%s\",\"name\":\"R&D\",\"rows\":12,\"columns\":3,\"dataCurrentAt\":\"2026-11-16T02:00:00Z\"}]"
                  .formatted(ID)));

      List<DomoDataset> found = domo.client(InstantSource.system()).list("R&D", 50, 100);

      assertThat(found).hasSize(1);
      assertThat(found.get(0).rows()).isEqualTo(12);
      assertThat(found.get(0).columns()).isEqualTo(3);
      assertThat(found.get(0).current()).isEqualTo("2026-11-16T02:00:00Z");
      domo.server.verify(
          getRequestedFor(urlPathEqualTo("/v1/datasets"))
              .withQueryParam("nameLike", equalTo("R&D"))
              .withQueryParam("limit", equalTo("50"))
              .withQueryParam("offset", equalTo("100")));
    }
  }

  @Test
  void more_than_domo_lists_at_once_is_refused() throws Exception {
    try (FakeDomo domo = new FakeDomo()) {
      DomoClient client = domo.client(InstantSource.system());
      assertThatThrownBy(() -> client.list("", 51, 0)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static Map<String, String> account() {
    return Map.of("account.domo.client-id", "x", "account.domo.client-secret", "y");
  }

  private static List<Problem> problems(Map<String, String> options, Map<String, String> accounts) {
    Configuration configuration =
        new Configuration(Path.of("."), "application.properties", accounts, Map.of());
    Settings settings = new Settings("route", "", options);
    try (var http = FakeDomo.quick(java.time.Duration.ofSeconds(1))) {
      new DomoSourceType(new Accounts(configuration), http, 1, InstantSource.system())
          .open(settings);
    } catch (ConfigurationException e) {
      return e.problems();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return settings.close();
  }
}
