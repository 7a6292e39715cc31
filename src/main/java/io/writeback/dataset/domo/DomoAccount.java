package io.writeback.dataset.domo;

import io.writeback.account.Account;
import io.writeback.config.Secret;
import io.writeback.config.Settings;
import java.net.URI;
import java.util.Set;

/**
 * A client of the Domo API (developer.domo.com, "Manage clients"), with the scope data.
 *
 * @param name as routes name it
 * @param maxConcurrency how many requests the host gets at once; an export counts for none, as it
 *     may take an hour
 */
public record DomoAccount(
    String name,
    URI url,
    String clientId,
    Secret clientSecret,
    int maxConcurrency,
    boolean allowPrivate)
    implements Account {
  static final Set<String> KEYS =
      Set.of(
          "url",
          "client-id",
          "client-secret",
          "client-secret-file",
          "max-concurrency",
          "allow-private");

  private static final URI PUBLIC = URI.create("https://api.domo.com");

  /**
   * Reads the account.
   *
   * @throws io.writeback.problem.ConfigurationException with all its mistakes
   */
  public static DomoAccount of(String name, Settings settings) {
    DomoAccount account =
        new DomoAccount(
            name,
            settings.url("url").orElse(PUBLIC),
            settings.required("client-id", "the id of a Domo API client"),
            settings.secret("client-secret", "the secret of the Domo API client"),
            settings.integer("max-concurrency", 4, 1, 64),
            settings.bool("allow-private", false));
    settings.orThrow();
    return account;
  }

  @Override
  public String credentialKeys() {
    return key("client-id") + " and " + key("client-secret");
  }
}
