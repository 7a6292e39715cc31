package io.writeback.destination.workfront;

import io.writeback.config.Secret;
import io.writeback.config.Settings;
import io.writeback.problem.Code;
import java.net.URI;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One Workfront tenant, who we are there, and how much it bears.
 *
 * @param name as in {@code account.NAME.url}
 * @param url scheme and host: {@code https://example.my.workfront.com}
 * @param apiVersion as it stands in a URL: {@code v20.0}
 * @param apiKey empty unless {@code auth=api-key}
 * @param username empty unless {@code auth=session}
 * @param password empty unless {@code auth=session}
 * @param maxConcurrency the most requests in flight; Workfront API basics (2018): 10 threads for a
 *     customer, all integrations together
 * @param allowPrivate whether its host may be on a private network
 */
public record WorkfrontAccount(
    String name,
    URI url,
    String apiVersion,
    Auth auth,
    Secret apiKey,
    String username,
    Secret password,
    int maxConcurrency,
    boolean allowPrivate) {
  /** How the account logs in. */
  public enum Auth {
    API_KEY,
    SESSION,
    OAUTH2,
    JWT,
    IMS
  }

  static final Set<String> KEYS =
      Set.of(
          "url",
          "api-version",
          "auth",
          "api-key",
          "username",
          "password",
          "max-concurrency",
          "allow-private");

  static final int MOST_CONCURRENCY = 32;
  private static final Pattern VERSION = Pattern.compile("[vV]?(\\d{1,2})(?:\\.0)?");
  private static final int OLDEST_VERSION = 16;
  private static final int NEWEST_VERSION = 30;

  public WorkfrontAccount {
    Objects.requireNonNull(name);
    Objects.requireNonNull(url);
    Objects.requireNonNull(apiVersion);
    Objects.requireNonNull(auth);
    Objects.requireNonNull(apiKey);
    Objects.requireNonNull(username);
    Objects.requireNonNull(password);
  }

  /**
   * Reads the keys below {@code account.NAME.}; only those that the chosen auth needs have to be
   * there.
   *
   * @throws io.writeback.problem.ConfigurationException naming every mistake
   */
  public static WorkfrontAccount of(String name, Settings settings) {
    settings.knows("api-key", "username", "password");
    settings.required("url", "the address of the tenant, such as https://example.my.workfront.com");
    Auth auth = settings.choice("auth", Auth.API_KEY);
    if (auth != Auth.API_KEY && auth != Auth.SESSION) {
      settings.problem(
          Code.BAD_VALUE,
          "auth",
          "is \"%s\", which is to come; for now there are api-key and session"
              .formatted(settings.text("auth").orElse("")));
    }
    boolean key = auth == Auth.API_KEY;
    boolean session = auth == Auth.SESSION;
    boolean allowPrivate = settings.bool("allow-private", false);
    WorkfrontAccount account =
        new WorkfrontAccount(
            name,
            settings.url("url").orElse(URI.create("https://unknown.invalid")),
            settings.parsed(
                "api-version",
                "v20.0",
                "a version from 16 to 30, such as 20, v20 or v20.0",
                WorkfrontAccount::version),
            auth,
            key ? settings.secret("api-key", "auth=api-key needs it") : Secret.of(""),
            session ? settings.required("username", "auth=session needs it") : "",
            session ? settings.secret("password", "auth=session needs it") : Secret.of(""),
            settings.integer("max-concurrency", 4, 1, MOST_CONCURRENCY),
            allowPrivate);
    checkUrl(settings, account.url(), allowPrivate);
    settings.orThrow();
    return account;
  }

  private static void checkUrl(Settings settings, URI url, boolean allowPrivate) {
    if (!url.getRawPath().isEmpty()) {
      settings.problem(
          Code.BAD_VALUE, "url", "has a path; give the host only, the path /attask/api is known");
    }
    if ("http".equals(url.getScheme()) && !allowPrivate) {
      settings.problem(
          Code.BAD_VALUE,
          "url",
          "is http, so that credentials would travel in the open; use https (http goes with"
              + " allow-private=true, for a sandbox)");
    }
  }

  private static String version(String text) {
    Matcher matcher = VERSION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException();
    }
    int number = Integer.parseInt(matcher.group(1));
    if (number < OLDEST_VERSION || number > NEWEST_VERSION) {
      throw new IllegalArgumentException();
    }
    return "v" + number + ".0";
  }

  /** The whole name of one of its keys, for messages: {@code account.workfront.api-key}. */
  String key(String key) {
    return "account." + name + "." + key;
  }

  /** The keys that say who we are, for messages. */
  String credentialKeys() {
    return auth == Auth.SESSION ? key("username") + " and " + key("password") : key("api-key");
  }

  /** Host and port, as a target names them. */
  String host() {
    return url.getRawAuthority().toLowerCase(java.util.Locale.ROOT);
  }
}
