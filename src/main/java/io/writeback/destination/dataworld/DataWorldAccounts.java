package io.writeback.destination.dataworld;

import io.writeback.account.Accounts;
import io.writeback.auth.FixedHeader;
import io.writeback.config.Secret;
import io.writeback.http.Http;
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
    DataWorldAccount account = DataWorldAccount.of(name, accounts.settings(name));
    http.admit(account.url(), account.maxConcurrency(), account.allowPrivate());
    return new DataWorldApi(
        account,
        http,
        new FixedHeader(
            DataWorldApi.AUTHORIZATION, Secret.of("Bearer " + account.token().reveal())));
  }
}
