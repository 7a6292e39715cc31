package io.writeback.destination.notes;

import io.writeback.account.Account;
import io.writeback.config.Secret;
import io.writeback.config.Settings;
import java.net.URI;
import java.util.Set;

/** Where notes are, and who we are there. */
record NotesAccount(String name, URI url, Secret token, int maxConcurrency, boolean allowPrivate)
    implements Account {
  static final Set<String> KEYS =
      Set.of("url", "token", "token-file", "max-concurrency", "allow-private");

  static NotesAccount of(String name, Settings keys) {
    keys.required("url", "the address of the service");
    boolean allowPrivate = keys.bool("allow-private", false);
    NotesAccount account =
        new NotesAccount(
            name,
            keys.url("url").orElse(URI.create("https://unknown.invalid")),
            keys.secret("token", "an API token"),
            keys.integer("max-concurrency", 4, 1, 32),
            allowPrivate);
    Account.checkScheme(keys, "url", account.url(), allowPrivate);
    keys.orThrow();
    return account;
  }

  @Override
  public String credentialKeys() {
    return key("token");
  }
}
