package io.writeback.destination.notes;

import io.writeback.account.Account;
import io.writeback.config.Option;
import io.writeback.config.Secret;
import io.writeback.config.Settings;
import java.net.URI;
import java.util.List;

/** Where notes are, and who we are there. */
record NotesAccount(String name, URI url, Secret token, int maxConcurrency, boolean allowPrivate)
    implements Account {
  private static final Option<URI> URL =
      Option.requiredUrl("url", "the address of the service").says("The address of the service.");

  private static final Option<Secret> TOKEN =
      Option.requiredSecret("token", "an API token").says("The API token.");

  private static final Option<Integer> MAX_CONCURRENCY = Account.maxConcurrency(32, "");

  static final List<Option<?>> KEYS = List.of(URL, TOKEN, MAX_CONCURRENCY, ALLOW_PRIVATE);

  static NotesAccount of(String name, Settings keys) {
    boolean allowPrivate = ALLOW_PRIVATE.in(keys);
    NotesAccount account =
        new NotesAccount(
            name, URL.in(keys), TOKEN.in(keys), MAX_CONCURRENCY.in(keys), allowPrivate);
    Account.checkScheme(keys, "url", account.url(), allowPrivate);
    keys.orThrow();
    return account;
  }

  @Override
  public String credentialKeys() {
    return key("token");
  }
}
