package io.writeback.dataset.domo;

import io.writeback.account.Account;
import io.writeback.config.Option;
import io.writeback.config.Secret;
import io.writeback.config.Settings;
import java.net.URI;
import java.util.List;

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
}
