package io.writeback.account;

import io.writeback.config.Option;
import io.writeback.config.Settings;
import io.writeback.problem.Code;
import java.net.URI;
import java.time.Duration;

/** What every account has, besides its credentials. */
public interface Account {
  Option<Boolean> ALLOW_PRIVATE =
      Option.bool("allow-private", false)
          .says("Whether the host may be on a loopback or private address. Meant for the sandbox.");

  static Option<Integer> maxConcurrency(int most, String further) {
    return Option.integer("max-concurrency", 4, 1, most)
        .says(
            "The maximum number of requests in flight on this host, across all runs and accounts of the process and of those that share its ledger, 1 to %d. Of two accounts on one host the smaller value applies.%s"
                .formatted(most, further));
  }

  /** As in {@code account.NAME.url}. */
  String name();

  /** Where the API is. */
  URI url();

  /** The most requests in flight, over all runs of the process. */
  int maxConcurrency();

  /** Whether its host may be on a private network. */
  boolean allowPrivate();

  /** How long after a request the next one may begin. */
  default Duration minInterval() {
    return Duration.ZERO;
  }

  /** The keys that say who we are, for messages. */
  String credentialKeys();

  /** The whole name of one of its keys, for messages. */
  default String key(String key) {
    return "account." + name() + "." + key;
  }

  /** Host, and port if it is not that of the scheme: as a target names them. */
  default String host() {
    return url().getRawAuthority();
  }

  /** Notes an address that credentials would travel to unencrypted. */
  static void checkScheme(Settings settings, String key, URI url, boolean allowPrivate) {
    if ("http".equals(url.getScheme()) && !allowPrivate) {
      settings.problem(
          Code.BAD_VALUE,
          key,
          "is http, which would send the credentials unencrypted; use https (http is allowed with"
              + " allow-private=true, for a sandbox)");
    }
  }
}
