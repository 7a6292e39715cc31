package io.writeback.auth;

import io.writeback.account.Account;
import io.writeback.account.Accounts;
import io.writeback.config.Settings;
import io.writeback.http.Http;
import io.writeback.http.NetworkPath;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The accounts of one system that are in use: each is opened once, so that it logs in once for the
 * process, whoever uses it.
 *
 * @param <C> what an account is opened to: a client of the system's API
 */
public final class Connections<C extends Connections.Client> {
  /** A client of the API that an account leads to. */
  public interface Client {
    Account account();
  }

  @FunctionalInterface
  public interface Opener<C> {
    /**
     * Touches no network.
     *
     * @param path how hosts are reached other than that of the account, which is known
     * @throws ConfigurationException naming every mistake in the keys
     */
    C open(String name, Settings keys, NetworkPath path);
  }

  private final Accounts accounts;
  private final Http http;
  private final Opener<C> opener;
  private final Map<String, C> open = new ConcurrentHashMap<>();

  public Connections(Accounts accounts, Http http, Opener<C> opener) {
    this.accounts = accounts;
    this.http = http;
    this.opener = opener;
  }

  /**
   * The client of an account; touches no network.
   *
   * @throws ConfigurationException naming every mistake in its keys
   */
  public C open(String name) {
    return open.computeIfAbsent(name, this::connect);
  }

  /**
   * The client of the account that options name.
   *
   * @param read reads the options if the account cannot be used, so that the mistakes of both are
   *     reported
   */
  public C open(String name, Settings options, Runnable read) {
    try {
      return open(name);
    } catch (ConfigurationException e) {
      read.run();
      List<Problem> all = new ArrayList<>(options.close());
      all.addAll(e.problems());
      throw new ConfigurationException(all);
    }
  }

  private C connect(String name) {
    Settings keys = accounts.settings(name);
    NetworkPath path = NetworkPath.of(keys, accounts::file);
    C client = opener.open(name, keys, path);
    Account account = client.account();
    http.admit(account.url(), account.maxConcurrency(), account.allowPrivate());
    http.space(account.url(), account.minInterval());
    http.reach(account.url(), path);
    return client;
  }
}
