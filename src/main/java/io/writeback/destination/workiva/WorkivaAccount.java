package io.writeback.destination.workiva;

import io.writeback.account.Account;
import io.writeback.config.Secret;
import io.writeback.config.Settings;
import io.writeback.problem.Code;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One Workiva workspace, who we are there, and how much it bears.
 *
 * @param name as in {@code account.NAME.region}
 * @param url scheme and host of the API: {@code https://api.app.wdesk.com}
 * @param maxConcurrency the most requests in flight, over all runs of the process
 * @param allowPrivate whether its host may be on a private network
 */
public record WorkivaAccount(
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
          "region",
          "client-id",
          "client-secret",
          "client-secret-file",
          "max-concurrency",
          "allow-private");

  /** Where the API is, by data centre (Workiva API, servers). */
  private static final Map<String, URI> REGIONS =
      Map.of(
          "us", URI.create("https://api.app.wdesk.com"),
          "eu", URI.create("https://api.eu.wdesk.com"),
          "apac", URI.create("https://api.apac.wdesk.com"));

  private static final URI UNKNOWN = URI.create("https://unknown.invalid");

  /**
   * Reads the keys below {@code account.NAME.}.
   *
   * @throws io.writeback.problem.ConfigurationException naming every mistake
   */
  public static WorkivaAccount of(String name, Settings settings) {
    boolean allowPrivate = settings.bool("allow-private", false);
    WorkivaAccount account =
        new WorkivaAccount(
            name,
            url(settings, allowPrivate),
            settings.required("client-id", "the id of an API grant of the workspace"),
            settings.secret("client-secret", "the secret of that API grant"),
            settings.integer("max-concurrency", 4, 1, 32),
            allowPrivate);
    settings.orThrow();
    return account;
  }

  private static URI url(Settings settings, boolean allowPrivate) {
    Optional<URI> url = settings.url("url");
    URI region =
        settings.parsed(
            "region",
            null,
            "us, eu or apac",
            text -> {
              URI found = REGIONS.get(text.toLowerCase(Locale.ROOT));
              if (found == null) {
                throw new IllegalArgumentException();
              }
              return found;
            });
    boolean both = settings.text("url").isPresent() && settings.text("region").isPresent();
    if (both) {
      settings.problem(Code.BAD_VALUE, "region", "and url are both set; one of them says it all");
    } else if (settings.text("url").isEmpty() && settings.text("region").isEmpty()) {
      settings.problem(
          Code.MISSING_VALUE, "region", "is missing: us, eu or apac, where the workspace is");
    }
    url.ifPresent(given -> check(settings, given, allowPrivate));
    return url.orElse(region == null ? UNKNOWN : region);
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
