package io.writeback.destination.dataworld;

import io.writeback.account.Account;
import io.writeback.config.Option;
import io.writeback.config.Secret;
import io.writeback.config.Settings;
import io.writeback.problem.Code;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * One user of data.world.
 *
 * @param url of the API with its version: {@code https://api.data.world/v0}
 * @param token the API token, without "Bearer"
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
  private static final String VERSION = "/v0";

  private static final Option<Secret> TOKEN =
      Option.requiredSecret("token", "an API token (data.world, settings, Advanced)")
          .says(
              "The API token (data.world, settings, Advanced). It is sent in the header"
                  + " `Authorization: Bearer`, never in a URL.");

  private static final Option<URI> URL =
      Option.url("url", URI.create("https://api.data.world" + VERSION))
          .says(
              "The API's address; a host alone gets `/v0`. Plain http only with"
                  + " `allow-private=true`.");

  private static final Option<Integer> MAX_CONCURRENCY =
      Account.maxConcurrency(32, " A run has one.");

  private static final Option<Duration> MIN_INTERVAL =
      Option.duration("min-interval", Duration.ofSeconds(1))
          .says(
              "The minimum interval between requests, across all runs of the process and all"
                  + " accounts of the host. data.world publishes no limit, but asked an integrator"
                  + " for at most one request a second. `0s` for none.");

  private static final Option<Duration> POLL_DELAY =
      Option.duration("poll-delay", Duration.ofSeconds(2))
          .says("How long after an upload the dataset is first read.");

  /** All of them, in the order of the documents. */
  static final List<Option<?>> KEYS =
      List.of(TOKEN, URL, MAX_CONCURRENCY, ALLOW_PRIVATE, MIN_INTERVAL, POLL_DELAY);

  /**
   * Reads the keys below {@code account.NAME.}.
   *
   * @throws io.writeback.problem.ConfigurationException naming every mistake
   */
  public static DataWorldAccount of(String name, Settings settings) {
    boolean allowPrivate = ALLOW_PRIVATE.in(settings);
    DataWorldAccount account =
        new DataWorldAccount(
            name,
            url(settings, allowPrivate),
            token(settings),
            MAX_CONCURRENCY.in(settings),
            allowPrivate,
            MIN_INTERVAL.in(settings),
            POLL_DELAY.in(settings));
    settings.orThrow();
    return account;
  }

  /** A host alone gets the one version that there is. */
  private static URI url(Settings settings, boolean allowPrivate) {
    URI url = URL.in(settings);
    Account.checkScheme(settings, "url", url, allowPrivate);
    return url.getRawPath().isEmpty() ? URI.create(url + VERSION) : url;
  }

  private static Secret token(Settings settings) {
    Secret token = TOKEN.in(settings);
    String bare = token.reveal().replaceFirst("(?i)^Bearer\\s+", "");
    if (!bare.chars().allMatch(c -> c > ' ' && c < 127)) {
      settings.problem(
          Code.BAD_VALUE,
          "token",
          "is not an API token: it has a blank or another character that tokens do not have");
    }
    return Secret.of(bare);
  }

  @Override
  public String credentialKeys() {
    return key("token");
  }
}
