package io.writeback.destination.dataworld;

import io.writeback.account.Account;
import io.writeback.config.Secret;
import io.writeback.config.Settings;
import io.writeback.problem.Code;
import java.net.URI;
import java.time.Duration;
import java.util.Set;

/**
 * One user of data.world, and how much it bears.
 *
 * @param name as in {@code account.NAME.token}
 * @param url of the API with its version: {@code https://api.data.world/v0}
 * @param token the API token, without "Bearer"
 * @param maxConcurrency the most requests in flight, over all runs of the process
 * @param allowPrivate whether its host may be on a private network
 * @param minInterval how long after a request the next one may begin; data.world asked an
 *     integrator for at most one a second
 * @param pollDelay how long after an upload its dataset is first read
 */
public record DataWorldAccount(
    String name,
    URI url,
    Secret token,
    int maxConcurrency,
    boolean allowPrivate,
    Duration minInterval,
    Duration pollDelay)
    implements Account {
  static final Set<String> KEYS =
      Set.of(
          "url",
          "token",
          "token-file",
          "max-concurrency",
          "allow-private",
          "min-interval",
          "poll-delay");

  private static final String VERSION = "/v0";
  private static final URI PUBLIC = URI.create("https://api.data.world" + VERSION);

  /**
   * Reads the keys below {@code account.NAME.}.
   *
   * @throws io.writeback.problem.ConfigurationException naming every mistake
   */
  public static DataWorldAccount of(String name, Settings settings) {
    boolean allowPrivate = settings.bool("allow-private", false);
    DataWorldAccount account =
        new DataWorldAccount(
            name,
            url(settings, allowPrivate),
            token(settings),
            settings.integer("max-concurrency", 4, 1, 32),
            allowPrivate,
            settings.duration("min-interval", Duration.ofSeconds(1)),
            settings.duration("poll-delay", Duration.ofSeconds(2)));
    settings.orThrow();
    return account;
  }

  /** A host alone gets the one version that there is. */
  private static URI url(Settings settings, boolean allowPrivate) {
    URI url = settings.url("url").orElse(PUBLIC);
    Account.checkScheme(settings, "url", url, allowPrivate);
    return url.getRawPath().isEmpty() ? URI.create(url + VERSION) : url;
  }

  private static Secret token(Settings settings) {
    Secret token = settings.secret("token", "an API token (data.world, settings, Advanced)");
    String bare = token.reveal().replaceFirst("(?i)^Bearer\\s+", "");
    if (!bare.chars().allMatch(c -> c > ' ' && c < 127)) {
      settings.problem(
          Code.BAD_VALUE,
          "token",
          "is no API token: it has a blank or another character that none has");
    }
    return Secret.of(bare);
  }

  @Override
  public String credentialKeys() {
    return key("token");
  }
}
