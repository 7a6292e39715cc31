package io.writeback.dataset.domo;

import io.writeback.account.Account;
import io.writeback.auth.FixedLogin;
import io.writeback.auth.Login;
import io.writeback.auth.TokenEndpoint;
import io.writeback.config.Option;
import io.writeback.config.Secret;
import io.writeback.config.Settings;
import io.writeback.http.Http;
import io.writeback.http.HttpRequest;
import io.writeback.http.Query;
import io.writeback.problem.Code;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A client of the Domo API (developer.domo.com, "Manage clients"), with the scope data.
 *
 * @param maxConcurrency an export counts for none, as it may take an hour
 */
public record DomoAccount(
    String name,
    URI url,
    String clientId,
    Secret clientSecret,
    int maxConcurrency,
    boolean allowPrivate)
    implements Account {
  private static final Option<URI> URL =
      Option.url("url", URI.create("https://api.domo.com"))
          .says("The address of the API, not of the web pages.");

  private static final Option<String> CLIENT_ID =
      Option.required("client-id", "the id of a Domo API client")
          .says("A client of developer.domo.com with the scope data.");

  private static final Option<Secret> CLIENT_SECRET =
      Option.requiredSecret("client-secret", "the secret of the Domo API client")
          .says("Its secret.");

  private static final Option<Integer> MAX_CONCURRENCY =
      Account.maxConcurrency(64, " Exports do not count.");

  /** All of them, in the order of the documents. */
  static final List<Option<?>> KEYS =
      List.of(URL, CLIENT_ID, CLIENT_SECRET, MAX_CONCURRENCY, ALLOW_PRIVATE);

  /**
   * Reads the account.
   *
   * @throws io.writeback.problem.ConfigurationException with all its mistakes
   */
  public static DomoAccount of(String name, Settings settings) {
    DomoAccount account =
        new DomoAccount(
            name,
            URL.in(settings),
            CLIENT_ID.in(settings),
            CLIENT_SECRET.in(settings),
            MAX_CONCURRENCY.in(settings),
            ALLOW_PRIVATE.in(settings));
    settings.orThrow();
    return account;
  }

  @Override
  public String credentialKeys() {
    return key("client-id") + " and " + key("client-secret");
  }

  /**
   * Exchanges id and secret of a client for a token (Domo, "OAuth authentication": GET with HTTP
   * Basic; a token lives for an hour).
   */
  FixedLogin login(Http http, InstantSource clock) {
    String pair = clientId + ":" + clientSecret.reveal();
    Secret basic =
        Secret.of(Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    Map<String, String> query =
        new TreeMap<>(Map.of("grant_type", "client_credentials", "scope", "data"));
    return FixedLogin.bearer(
        new TokenEndpoint(
            http,
            new Login(
                "Domo",
                URI.create(url + "/oauth/token"),
                key("url"),
                credentialKeys(),
                "The address is that of the API (https://api.domo.com) and not that of the pages",
                false,
                Code.SOURCE_LOGIN,
                Code.SOURCE_UNAVAILABLE)),
        HttpRequest.get(Query.uri(url, "/oauth/token", query), "application/json")
            .withHeader("Authorization", "Basic " + basic.reveal()),
        List.of(clientSecret, basic),
        clock,
        Duration.ofHours(1));
  }
}
