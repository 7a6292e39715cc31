package io.writeback.destination.workfront;

import io.writeback.account.Accounts;
import io.writeback.auth.Credentials;
import io.writeback.auth.ExtraHeader;
import io.writeback.auth.FixedHeader;
import io.writeback.auth.Login;
import io.writeback.auth.Token;
import io.writeback.auth.TokenEndpoint;
import io.writeback.auth.TokenHeader;
import io.writeback.auth.TokenStore;
import io.writeback.config.Settings;
import io.writeback.http.Http;
import io.writeback.http.NetworkPath;
import io.writeback.problem.Code;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The tenants in use: each account logs in once for the process, whoever uses it. */
final class WorkfrontAccounts {
  private final Accounts accounts;
  private final Http http;
  private final InstantSource clock;
  private final TokenStore tokens;
  private final Map<String, WorkfrontApi> open = new ConcurrentHashMap<>();

  WorkfrontAccounts(Accounts accounts, Http http, InstantSource clock, TokenStore tokens) {
    this.accounts = accounts;
    this.http = http;
    this.clock = clock;
    this.tokens = tokens;
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
    account
        .identity()
        .tokenUrl()
        .ifPresent(
            url -> {
              http.admit(url, account.maxConcurrency(), account.allowPrivate());
              http.reach(url, path);
            });
    return new WorkfrontApi(account, http, credentials(account), clock);
  }

  private Credentials credentials(WorkfrontAccount account) {
    WorkfrontIdentity identity = account.identity();
    if (identity instanceof WorkfrontIdentity.ApiKey fixed) {
      return new FixedHeader(CredentialMask.API_KEY_HEADER, fixed.key());
    }
    if (identity instanceof WorkfrontIdentity.Password person) {
      URI uri = WorkfrontLogin.uri(account);
      TokenEndpoint endpoint =
          new TokenEndpoint(http, login(account, uri, "url", WorkfrontLogin.HINT));
      return session(new WorkfrontLogin(person, uri, endpoint));
    }
    if (identity instanceof WorkfrontIdentity.Refreshing client) {
      String hint =
          "The refresh token may be used up, revoked or too old: authorise the application again"
              + " and put the new one into "
              + account.key("refresh-token");
      TokenEndpoint endpoint =
          new TokenEndpoint(http, login(account, client.client().url(), "token-url", hint));
      return session(new RefreshLogin(account, client, endpoint, tokens));
    }
    if (identity instanceof WorkfrontIdentity.Signing client) {
      TokenEndpoint endpoint =
          new TokenEndpoint(
              http,
              login(account, client.client().url(), "token-url", JwtLogin.HINT),
              answer -> JwtLogin.clocks(clock, answer));
      return session(new JwtLogin(client, endpoint, clock));
    }
    WorkfrontIdentity.Ims client = (WorkfrontIdentity.Ims) identity;
    TokenEndpoint endpoint =
        new TokenEndpoint(http, login(account, client.client().url(), "token-url", ""));
    return new ExtraHeader(
        new TokenHeader(CredentialMask.BEARER_HEADER, new ImsLogin(client, endpoint, clock), clock),
        "x-gw-ims-org-id",
        client.organization());
  }

  private TokenHeader session(Supplier<Token> login) {
    return new TokenHeader(CredentialMask.SESSION_HEADER, login, clock);
  }

  private static Login login(WorkfrontAccount account, URI uri, String addressKey, String hint) {
    return new Login(
        "Workfront",
        uri,
        account.key(addressKey),
        account.credentialKeys(),
        hint,
        true,
        Code.DESTINATION_LOGIN,
        Code.LOGIN_UNAVAILABLE);
  }
}
