package io.writeback.destination.dataworld;

import io.writeback.account.Accounts;
import io.writeback.auth.FixedHeader;
import io.writeback.config.Secret;
import io.writeback.config.Settings;
import io.writeback.http.Http;
import io.writeback.http.NetworkPath;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The accounts in use. */
final class DataWorldAccounts {
  private final Accounts accounts;
  private final Http http;
  private final Map<String, DataWorldApi> open = new ConcurrentHashMap<>();

  DataWorldAccounts(Accounts accounts, Http http) {
    this.accounts = accounts;
    this.http = http;
  }

  /**
   * The API of an account; touches no network.
   *
   * @throws io.writeback.problem.ConfigurationException naming every mistake in its keys
   */
  DataWorldApi open(String name) {
    return open.computeIfAbsent(name, this::api);
  }

  private DataWorldApi api(String name) {
    Settings settings = accounts.settings(name);
    NetworkPath path = NetworkPath.of(settings, accounts::file);
    DataWorldAccount account = DataWorldAccount.of(name, settings);
    http.admit(account.url(), account.maxConcurrency(), account.allowPrivate());
    http.space(account.url(), account.minInterval());
    http.reach(account.url(), path);
    return new DataWorldApi(
        account,
        http,
        new FixedHeader(
            DataWorldApi.AUTHORIZATION, Secret.of("Bearer " + account.token().reveal())));
  }
}
