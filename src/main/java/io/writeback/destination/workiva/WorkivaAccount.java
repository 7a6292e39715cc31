package io.writeback.destination.workiva;

import io.writeback.account.Account;
import io.writeback.config.Option;
import io.writeback.config.Secret;
import io.writeback.config.Settings;
import io.writeback.problem.Code;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One Workiva workspace, and who we are there.
 *
 * @param url scheme and host of the API: {@code https://api.app.wdesk.com}
 */
public record WorkivaAccount(
    String name,
    URI url,
    String clientId,
    Secret clientSecret,
    int maxConcurrency,
    boolean allowPrivate)
    implements Account {
  /** Where the API is, by data centre (Workiva API, servers). */
  private static final Map<String, URI> REGIONS =
      Map.of(
          "us", URI.create("https://api.app.wdesk.com"),
          "eu", URI.create("https://api.eu.wdesk.com"),
          "apac", URI.create("https://api.apac.wdesk.com"));

  private static final Option<URI> REGION =
      Option.orElse("region", null, "us, eu or apac", WorkivaAccount::region)
          .without("required, or `url`")
          .says("The workspace's region: `us`, `eu` or `apac`.");

  private static final Option<Optional<URI>> URL =
      Option.url("url")
          .without("that of the region")
          .says(
              "The API's address, without a path, instead of `region`. Plain http only with"
                  + " `allow-private=true`.");

  private static final Option<String> CLIENT_ID =
      Option.required("client-id", "the id of an API grant of the workspace")
          .says(
              "The client id of an API grant (Workspace settings, Security) with the scopes"
                  + " `file:read` and `file:write`.");

  private static final Option<Secret> CLIENT_SECRET =
      Option.requiredSecret("client-secret", "the secret of that API grant")
          .says("Sent in the body of the login, never in a URL.");

  private static final Option<Integer> MAX_CONCURRENCY =
      Account.maxConcurrency(32, " A run has one.");

  /** All of them, in the order of the documents. */
  static final List<Option<?>> KEYS =
      List.of(REGION, URL, CLIENT_ID, CLIENT_SECRET, MAX_CONCURRENCY, ALLOW_PRIVATE);

  private static final URI UNKNOWN = URI.create("https://unknown.invalid");

  /**
   * Reads the keys below {@code account.NAME.}.
   *
   * @throws io.writeback.problem.ConfigurationException naming every mistake
   */
  public static WorkivaAccount of(String name, Settings settings) {
    boolean allowPrivate = ALLOW_PRIVATE.in(settings);
    WorkivaAccount account =
        new WorkivaAccount(
            name,
            url(settings, allowPrivate),
            CLIENT_ID.in(settings),
            CLIENT_SECRET.in(settings),
            MAX_CONCURRENCY.in(settings),
            allowPrivate);
    settings.orThrow();
    return account;
  }

  private static URI url(Settings settings, boolean allowPrivate) {
    Optional<URI> url = URL.in(settings);
    URI region = REGION.in(settings);
    boolean both = settings.text("url").isPresent() && settings.text("region").isPresent();
    if (both) {
      settings.problem(Code.BAD_VALUE, "region", "and url are both set; keep one");
    } else if (settings.text("url").isEmpty() && settings.text("region").isEmpty()) {
      settings.problem(
          Code.MISSING_VALUE, "region", "is missing: us, eu or apac, where the workspace is");
    }
    url.ifPresent(given -> check(settings, given, allowPrivate));
    return url.orElse(region == null ? UNKNOWN : region);
  }

  private static URI region(String text) {
    URI found = REGIONS.get(text.toLowerCase(Locale.ROOT));
    if (found == null) {
      throw new IllegalArgumentException();
    }
    return found;
  }

  private static void check(Settings settings, URI url, boolean allowPrivate) {
    if (!url.getRawPath().isEmpty()) {
      settings.problem(Code.BAD_VALUE, "url", "has a path; give the host of the API only");
    }
    Account.checkScheme(settings, "url", url, allowPrivate);
  }

  @Override
  public String credentialKeys() {
    return key("client-id") + " and " + key("client-secret");
  }
}
