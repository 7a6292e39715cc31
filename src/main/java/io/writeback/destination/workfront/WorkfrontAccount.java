package io.writeback.destination.workfront;

import io.writeback.account.Account;
import io.writeback.config.Settings;
import io.writeback.problem.Code;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One Workfront tenant, who we are there, and how much it bears.
 *
 * @param name as in {@code account.NAME.url}
 * @param url scheme and host: {@code https://example.my.workfront.com}
 * @param apiVersion as it stands in a URL: {@code v20.0}
 * @param identity who we are there
 * @param updateBody how it takes the records of an edit
 * @param dateTimeForm how dates with times are written
 * @param maxConcurrency the most requests in flight; Workfront API basics (2018): 10 threads for a
 *     customer, all integrations together
 * @param allowPrivate whether its host may be on a private network
 */
public record WorkfrontAccount(
    String name,
    URI url,
    String apiVersion,
    WorkfrontIdentity identity,
    UpdateBody updateBody,
    DateTimeForm dateTimeForm,
    int maxConcurrency,
    boolean allowPrivate)
    implements Account {
  static final Set<String> KEYS = keys();

  static final int MOST_CONCURRENCY = 32;
  private static final Pattern VERSION = Pattern.compile("[vV]?(\\d{1,2})(?:\\.0)?");
  private static final int OLDEST_VERSION = 16;
  private static final int NEWEST_VERSION = 30;

  /**
   * Reads the keys below {@code account.NAME.}; only those that the chosen auth needs have to be
   * there.
   *
   * @throws io.writeback.problem.ConfigurationException naming every mistake
   */
  public static WorkfrontAccount of(String name, Settings settings) {
    settings.required("url", "the address of the tenant, such as https://example.my.workfront.com");
    URI url = settings.url("url").orElse(URI.create("https://unknown.invalid"));
    boolean allowPrivate = settings.bool("allow-private", false);
    WorkfrontAccount account =
        new WorkfrontAccount(
            name,
            url,
            settings.parsed(
                "api-version",
                "v20.0",
                "a version from 16 to 30, such as 20, v20 or v20.0",
                WorkfrontAccount::version),
            WorkfrontIdentity.of(settings, url),
            settings.choice("request-body", UpdateBody.JSON),
            settings.choice("date-time-form", DateTimeForm.WORKFRONT),
            settings.integer("max-concurrency", 4, 1, MOST_CONCURRENCY),
            allowPrivate);
    checkUrl(settings, url, allowPrivate);
    settings
        .url("token-url")
        .ifPresent(own -> Account.checkScheme(settings, "token-url", own, allowPrivate));
    settings.orThrow();
    return account;
  }

  private static void checkUrl(Settings settings, URI url, boolean allowPrivate) {
    if (!url.getRawPath().isEmpty()) {
      settings.problem(
          Code.BAD_VALUE, "url", "has a path; give the host only, the path /attask/api is known");
    }
    Account.checkScheme(settings, "url", url, allowPrivate);
  }

  private static String version(String text) {
    Matcher matcher = VERSION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException();
    }
    int number = Integer.parseInt(matcher.group(1));
    if (number < OLDEST_VERSION) {
      throw new IllegalArgumentException("Workfront has removed version 15 and those before it");
    }
    if (number > NEWEST_VERSION) {
      throw new IllegalArgumentException();
    }
    return "v" + number + ".0";
  }

  private static Set<String> keys() {
    Set<String> keys = WorkfrontIdentity.allKeys();
    keys.addAll(
        Set.of(
            "url",
            "api-version",
            "request-body",
            "date-time-form",
            "max-concurrency",
            "allow-private"));
    return Set.copyOf(keys);
  }

  @Override
  public String credentialKeys() {
    List<String> keys = identity.keys().stream().map(this::key).toList();
    int last = keys.size() - 1;
    return last == 0
        ? keys.get(0)
        : String.join(", ", keys.subList(0, last)) + " and " + keys.get(last);
  }
}
