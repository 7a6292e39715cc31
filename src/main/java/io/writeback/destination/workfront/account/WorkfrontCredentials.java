package io.writeback.destination.workfront.account;

import io.writeback.auth.Credentials;
import io.writeback.auth.ExtraHeader;
import io.writeback.auth.FixedHeader;
import io.writeback.auth.FixedLogin;
import io.writeback.auth.Login;
import io.writeback.auth.Token;
import io.writeback.auth.TokenEndpoint;
import io.writeback.auth.TokenHeader;
import io.writeback.destination.Resources;
import io.writeback.http.HttpRequest;
import io.writeback.problem.Code;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** How the requests of an account prove who we are. */
record WorkfrontCredentials(WorkfrontAccount account, Resources resources) {
  Credentials open() {
    WorkfrontIdentity identity = account.identity();
    if (identity instanceof WorkfrontIdentity.ApiKey fixed) {
      return new FixedHeader("apiKey", fixed.key());
    }
    if (identity instanceof WorkfrontIdentity.Ims client) {
      return new ExtraHeader(
          new TokenHeader("Authorization", ims(client), resources.clock()),
          "x-gw-ims-org-id",
          client.organization());
    }
    return new TokenHeader("sessionID", session(identity), resources.clock());
  }

  private Supplier<Token> session(WorkfrontIdentity identity) {
    if (identity instanceof WorkfrontIdentity.Refreshing client) {
      String hint =
          "The refresh token may be used up, revoked or too old: authorise the application again"
              + " and put the new one into "
              + account.key("refresh-token");
      TokenEndpoint endpoint = new TokenEndpoint(resources.http(), login(client, hint));
      return new RefreshLogin(account, client, endpoint, resources.tokens());
    }
    if (identity instanceof WorkfrontIdentity.Signing client) {
      TokenEndpoint endpoint =
          new TokenEndpoint(
              resources.http(),
              login(client, JwtLogin.HINT),
              answer -> JwtLogin.clocks(resources.clock(), answer));
      return new JwtLogin(client, endpoint, resources.clock());
    }
    return password((WorkfrontIdentity.Password) identity);
  }

  /**
   * Turns user name and password into a session (Workfront API basics, Login).
   *
   * <p>They travel in the body of the form, although the documents show them in the URL: URLs are
   * logged on the way. How long a session lives is the tenant's secret, so only a 401 ends it.
   */
  private FixedLogin password(WorkfrontIdentity.Password person) {
    URI uri = URI.create(account.url() + "/attask/api/" + account.apiVersion() + "/login");
    String hint =
        "An organisation on Adobe's Business Platform cannot log in with a password: use another"
            + " auth";
    Map<String, String> form = new LinkedHashMap<>();
    form.put("username", person.username());
    form.put("password", person.password().reveal());
    return new FixedLogin(
        new TokenEndpoint(resources.http(), login(uri, "url", hint)),
        HttpRequest.form("POST", uri, form),
        List.of(person.password()),
        "/data/sessionID");
  }

  /**
   * Exchanges a server-to-server credential of Adobe's Developer Console for a token (Adobe IMS,
   * client credentials; a token lives for a day).
   */
  private FixedLogin ims(WorkfrontIdentity.Ims identity) {
    WorkfrontIdentity.Client client = identity.client();
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "client_credentials");
    form.put("client_id", client.id());
    form.put("client_secret", client.secret().reveal());
    form.put("scope", identity.scope());
    return FixedLogin.bearer(
        new TokenEndpoint(resources.http(), login(identity, "")),
        HttpRequest.form("POST", client.url(), form),
        List.of(client.secret()),
        resources.clock(),
        Duration.ZERO);
  }

  private Login login(WorkfrontIdentity.OAuth identity, String hint) {
    return login(identity.client().url(), "token-url", hint);
  }

  private Login login(URI uri, String addressKey, String hint) {
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
