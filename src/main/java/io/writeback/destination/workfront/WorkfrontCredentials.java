package io.writeback.destination.workfront;

import io.writeback.auth.Credentials;
import io.writeback.auth.ExtraHeader;
import io.writeback.auth.FixedHeader;
import io.writeback.auth.Login;
import io.writeback.auth.Token;
import io.writeback.auth.TokenEndpoint;
import io.writeback.auth.TokenHeader;
import io.writeback.destination.Resources;
import io.writeback.http.Http;
import io.writeback.problem.Code;
import java.net.URI;
import java.time.InstantSource;
import java.util.function.Supplier;

/** How the requests of an account prove who we are. */
final class WorkfrontCredentials {
  private WorkfrontCredentials() {}

  static Credentials of(WorkfrontAccount account, Resources resources) {
    Http http = resources.http();
    InstantSource clock = resources.clock();
    WorkfrontIdentity identity = account.identity();
    if (identity instanceof WorkfrontIdentity.ApiKey fixed) {
      return new FixedHeader("apiKey", fixed.key());
    }
    if (identity instanceof WorkfrontIdentity.Password person) {
      URI uri = WorkfrontLogin.uri(account);
      TokenEndpoint endpoint =
          new TokenEndpoint(http, login(account, uri, "url", WorkfrontLogin.HINT));
      return session(new WorkfrontLogin(person, uri, endpoint), clock);
    }
    if (identity instanceof WorkfrontIdentity.Refreshing client) {
      String hint =
          "The refresh token may be used up, revoked or too old: authorise the application again"
              + " and put the new one into "
              + account.key("refresh-token");
      TokenEndpoint endpoint =
          new TokenEndpoint(http, login(account, client.client().url(), "token-url", hint));
      return session(new RefreshLogin(account, client, endpoint, resources.tokens()), clock);
    }
    if (identity instanceof WorkfrontIdentity.Signing client) {
      TokenEndpoint endpoint =
          new TokenEndpoint(
              http,
              login(account, client.client().url(), "token-url", JwtLogin.HINT),
              answer -> JwtLogin.clocks(clock, answer));
      return session(new JwtLogin(client, endpoint, clock), clock);
    }
    WorkfrontIdentity.Ims client = (WorkfrontIdentity.Ims) identity;
    TokenEndpoint endpoint =
        new TokenEndpoint(http, login(account, client.client().url(), "token-url", ""));
    return new ExtraHeader(
        new TokenHeader("Authorization", new ImsLogin(client, endpoint, clock), clock),
        "x-gw-ims-org-id",
        client.organization());
  }

  private static TokenHeader session(Supplier<Token> login, InstantSource clock) {
    return new TokenHeader("sessionID", login, clock);
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
