package io.writeback.destination.workfront.account;

import io.writeback.account.Account;
import io.writeback.config.Option;
import io.writeback.config.Settings;
import io.writeback.problem.Code;
import java.net.URI;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One Workfront tenant, who we are there, and how much load it takes.
 *
 * @param name as in {@code account.NAME.url}
 * @param url scheme and host: {@code https://example.my.workfront.com}
 * @param apiVersion as it stands in a URL: {@code v20.0}
 * @param identity who we are there
 * @param updateBody how it takes the records of an edit
 * @param dateTimeForm how dates with times are written
 * @param maxConcurrency the most requests in flight; Workfront API basics (2018): 10 threads for a
 *     customer, all integrations together
 * @param allowDelete whether a route may delete objects there
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
    boolean allowDelete,
    boolean allowPrivate)
    implements Account {
  public static final int MOST_CONCURRENCY = 32;
  private static final Pattern VERSION = Pattern.compile("[vV]?(\\d{1,2})(?:\\.0)?");
  private static final int OLDEST_VERSION = 16;
  private static final int NEWEST_VERSION = 30;

  private static final Option<URI> URL =
      Option.requiredUrl(
              "url", "the address of the tenant, such as https://example.my.workfront.com")
          .says(
              "The tenant: `https://example.my.workfront.com`, without a path. Plain http only with"
                  + " `allow-private=true`.");

  private static final Option<String> API_VERSION =
      Option.parsed(
              "api-version",
              "v20.0",
              "a version from 16 to 30, such as 20, v20 or v20.0",
              WorkfrontAccount::version)
          .says(
              "16 to 30; `20`, `v20` and `v20.0` are the same. See"
                  + " [Versions](#versions-of-the-api).");

  private static final Option<DateTimeForm> DATE_TIME_FORM =
      Option.choice("date-time-form", DateTimeForm.WORKFRONT)
          .says(
              "How dates with times are written: `workfront` as `2026-07-01T08:00:00:000+0200`, as"
                  + " Workfront itself writes them, `iso` as `2026-07-01T08:00:00.000+0200`."
                  + " Workfront accepts both; responses are read in any form. With `mode: changed`,"
                  + " changing the form sends rows with such fields once more.");

  private static final Option<UpdateBody> REQUEST_BODY =
      Option.choice("request-body", UpdateBody.JSON)
          .says(
              "How records are sent: `json` as the body itself, `updates` as a form parameter of"
                  + " that name. See [Requests](#requests).");

  private static final Option<Integer> MAX_CONCURRENCY =
      Account.maxConcurrency(
          MOST_CONCURRENCY, " The actual limit is [learnt from 429s](#how-many-requests-at-once).");

  private static final Option<Boolean> ALLOW_DELETE =
      Option.bool("allow-delete", false)
          .says(
              "Whether a route may delete objects of the tenant (`onGone: delete`). See"
                  + " [Rows that are gone](gone-rows.md).");

  /** All of them, in the order of the documents. */
  public static final List<Option<?>> KEYS =
      Stream.of(
              List.of(URL, API_VERSION, DATE_TIME_FORM, REQUEST_BODY),
              WorkfrontIdentity.ALL,
              List.of(MAX_CONCURRENCY, ALLOW_DELETE, ALLOW_PRIVATE))
          .<Option<?>>flatMap(List::stream)
          .toList();

  /**
   * Reads the keys below {@code account.NAME.}; only those that the chosen auth needs have to be
   * there.
   *
   * @throws io.writeback.problem.ConfigurationException naming every mistake
   */
  public static WorkfrontAccount of(String name, Settings settings) {
    URI url = URL.in(settings);
    boolean allowPrivate = ALLOW_PRIVATE.in(settings);
    WorkfrontAccount account =
        new WorkfrontAccount(
            name,
            url,
            API_VERSION.in(settings),
            WorkfrontIdentity.of(settings, url),
            REQUEST_BODY.in(settings),
            DATE_TIME_FORM.in(settings),
            MAX_CONCURRENCY.in(settings),
            ALLOW_DELETE.in(settings),
            allowPrivate);
    checkUrl(settings, url, allowPrivate);
    WorkfrontIdentity.TOKEN_URL
        .in(settings)
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

  @Override
  public String credentialKeys() {
    List<String> keys = identity.keys().stream().map(this::key).toList();
    int last = keys.size() - 1;
    return last == 0
        ? keys.get(0)
        : String.join(", ", keys.subList(0, last)) + " and " + keys.get(last);
  }
}
