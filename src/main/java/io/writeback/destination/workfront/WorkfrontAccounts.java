package io.writeback.destination.workfront;

import io.writeback.account.Accounts;
import io.writeback.auth.Credentials;
import io.writeback.auth.FixedHeader;
import io.writeback.auth.TokenHeader;
import io.writeback.config.Settings;
import io.writeback.http.Http;
import io.writeback.http.NetworkPath;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The tenants in use: each account logs in once for the process, whoever uses it. */
final class WorkfrontAccounts {
  private final Accounts accounts;
  private final Http http;
  private final InstantSource clock;
  private final Map<String, WorkfrontApi> open = new ConcurrentHashMap<>();

  WorkfrontAccounts(Accounts accounts, Http http, InstantSource clock) {
    this.accounts = accounts;
    this.http = http;
    this.clock = clock;
  }

  /**
   * The API of an account; touches no network.
   *
   * @throws io.writeback.problem.ConfigurationException naming every mistake in its keys
   */
  WorkfrontApi open(String name) {
    return open.computeIfAbsent(name, this::api);
  }

  private WorkfrontApi api(String name) {
    Settings settings = accounts.settings(name);
    NetworkPath path = NetworkPath.of(settings, accounts::file);
    WorkfrontAccount account = WorkfrontAccount.of(name, settings);
    http.admit(account.url(), account.maxConcurrency(), account.allowPrivate());
    http.reach(account.url(), path);
    return new WorkfrontApi(account, http, credentials(account));
  }

  private Credentials credentials(WorkfrontAccount account) {
    return account.auth() == WorkfrontAccount.Auth.SESSION
        ? new TokenHeader(CredentialMask.SESSION_HEADER, new WorkfrontLogin(account, http), clock)
        : new FixedHeader(CredentialMask.API_KEY_HEADER, account.apiKey());
  }
}
