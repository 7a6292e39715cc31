package io.writeback.destination.workiva;

import io.writeback.account.Accounts;
import io.writeback.auth.TokenHeader;
import io.writeback.config.Settings;
import io.writeback.http.Http;
import io.writeback.http.NetworkPath;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The workspaces in use: each account logs in once for the process, whoever uses it. */
final class WorkivaAccounts {
  private final Accounts accounts;
  private final Http http;
  private final InstantSource clock;
  private final Map<String, WorkivaApi> open = new ConcurrentHashMap<>();

  WorkivaAccounts(Accounts accounts, Http http, InstantSource clock) {
    this.accounts = accounts;
    this.http = http;
    this.clock = clock;
  }

  /**
   * The API of an account; touches no network.
   *
   * @throws io.writeback.problem.ConfigurationException naming every mistake in its keys
   */
  WorkivaApi open(String name) {
    return open.computeIfAbsent(name, this::api);
  }

  private WorkivaApi api(String name) {
    Settings settings = accounts.settings(name);
    NetworkPath path = NetworkPath.of(settings, accounts::file);
    WorkivaAccount account = WorkivaAccount.of(name, settings);
    http.admit(account.url(), account.maxConcurrency(), account.allowPrivate());
    http.reach(account.url(), path);
    return new WorkivaApi(
        account,
        http,
        new TokenHeader(WorkivaApi.AUTHORIZATION, new WorkivaLogin(account, http, clock), clock));
  }
}
