package io.writeback.destination.workfront.account;

import io.writeback.auth.SigningKey;
import io.writeback.config.Option;
import io.writeback.config.Secret;
import io.writeback.config.Settings;
import io.writeback.problem.Code;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Who we are at a tenant, and how we prove it. */
sealed interface WorkfrontIdentity {
  /** How the account logs in. */
  enum Auth {
    API_KEY,
    SESSION,
    OAUTH2,
    JWT,
    IMS
  }

  /** The names of the keys that say who we are, for messages. */
  List<String> keys();

  /** A key that never changes. */
  record ApiKey(Secret key) implements WorkfrontIdentity {
    @Override
    public List<String> keys() {
      return List.of("api-key");
    }
  }

  /** A login as a person. */
  record Password(String username, Secret password) implements WorkfrontIdentity {
    @Override
    public List<String> keys() {
      return List.of("username", "password");
    }
  }

  /** A client of OAuth2 and the address where it logs in. */
  record Client(URI url, String id, Secret secret) {}

  /** One whose login has an address of its own. */
  sealed interface OAuth extends WorkfrontIdentity {
    Client client();
  }

  /**
   * An OAuth2 application of Workfront, on behalf of the user who authorised it once.
   *
   * @param redirectUri the redirect URI of the application, which the login by a form repeats;
   *     empty for a login by HTTP Basic
   * @param refreshToken the first one; each login may give another
   */
  record Refreshing(Client client, Optional<String> redirectUri, Secret refreshToken)
      implements OAuth {
    @Override
    public List<String> keys() {
      return List.of("client-id", "client-secret", "refresh-token");
    }
  }

  /**
   * A machine-to-machine application of Workfront.
   *
   * @param customerId who issues the token (Workfront, JWT flow: {@code iss})
   * @param userId on whose behalf ({@code sub})
   * @param lifetime how long the signed token may be exchanged
   */
  record Signing(Client client, String customerId, String userId, SigningKey key, Duration lifetime)
      implements OAuth {
    @Override
    public List<String> keys() {
      return List.of("client-id", "client-secret", "customer-id", "user-id", "private-key");
    }
  }

  /** A server-to-server credential of Adobe's Developer Console. */
  record Ims(Client client, String organization, String scope) implements OAuth {
    @Override
    public List<String> keys() {
      return List.of("client-id", "client-secret", "organization-id", "scope");
    }
  }

  Option<Auth> AUTH =
      Option.choice("auth", Auth.API_KEY)
          .says("`api-key`, `session`, `oauth2`, `jwt` or `ims`. See [Logins](#logins).");

  Option<Secret> API_KEY =
      Option.requiredHeaderSecret("api-key", "auth=api-key needs it")
          .without("required with `api-key`")
          .says("Sent in the header `apiKey`.");

  Option<String> USERNAME =
      Option.required("username", "auth=session needs it")
          .without("required with `session`")
          .says(
              "For a login with a password. Organisations on Adobe's identity platform cannot use"
                  + " it.");

  Option<Secret> PASSWORD =
      Option.requiredSecret("password", "auth=session needs it")
          .without("required with `session`")
          .says("Sent in the body of the login, never in a URL.");

  Option<String> CLIENT_ID =
      Option.required("client-id", "auth=oauth2, jwt and ims need it")
          .without("required with `oauth2`, `jwt`, `ims`")
          .says("The id of the OAuth2 application, or of the credential of the Developer Console.");

  Option<Secret> CLIENT_SECRET =
      Option.requiredSecret("client-secret", "auth=oauth2, jwt and ims need it")
          .without("required with `oauth2`, `jwt`, `ims`")
          .says("Its secret. Sent in the body of the login, or by HTTP Basic (`oauth2`).");

  Option<Secret> REFRESH_TOKEN =
      Option.requiredSecret("refresh-token", "auth=oauth2 needs the one that an authorisation gave")
          .without("required with `oauth2`")
          .says(
              "The first one, from an authorisation in the browser. Its successors are"
                  + " [stored](#oauth2).");

  Option<Optional<String>> REDIRECT_URI =
      Option.text("redirect-uri")
          .without("none")
          .says(
              "With `oauth2`: a redirect URI of the application. Without it, id and secret are sent"
                  + " by HTTP Basic and the rest as JSON; with it, everything is sent as a form,"
                  + " which Workfront accepts only together with this URI.");

  Option<String> CUSTOMER_ID =
      Option.required("customer-id", "auth=jwt needs the customer id of the tenant")
          .without("required with `jwt`")
          .says("The customer ID of the tenant: the token's `iss`.");

  Option<String> USER_ID =
      Option.required("user-id", "auth=jwt needs the ID of the user who uploaded the certificate")
          .without("required with `jwt`")
          .says(
              "The ID of the user who uploaded the certificate, or let Workfront generate the key"
                  + " pair: the token's `sub`.");

  Option<Secret> PRIVATE_KEY =
      Option.requiredSecret(
              "private-key", "auth=jwt needs it, as PEM: that of the certificate that was uploaded")
          .without("required with `jwt`")
          .says(
              "The private RSA key, 2,048 bits or more, as PEM of PKCS#8 or PKCS#1 without a"
                  + " passphrase. In an environment variable, line ends may be written `\\n`.");

  Option<Duration> JWT_LIFETIME =
      Option.duration("jwt-lifetime", Duration.ofMinutes(2), Duration.ofSeconds(10))
          .says("With `jwt`: how long the signed token is valid for the exchange; 10s or more.");

  Option<String> ORGANIZATION_ID =
      Option.required("organization-id", "auth=ims needs the organisation, such as 0A1B2C@AdobeOrg")
          .without("required with `ims`")
          .says("The organisation, such as `0A1B2C@AdobeOrg`, sent in `x-gw-ims-org-id`.");

  Option<String> SCOPE =
      Option.required("scope", "auth=ims needs the scopes that the Developer Console shows")
          .without("required with `ims`")
          .says(
              "The scopes that the Developer Console shows for the credential, separated by"
                  + " commas.");

  Option<Optional<URI>> TOKEN_URL =
      Option.url("token-url")
          .without("the tenant's, or Adobe's")
          .says("The address of the login, if it differs from that in [Logins](#logins).");

  /** All keys that any of them has, in the order of the documents. */
  List<Option<?>> ALL =
      List.of(
          AUTH,
          API_KEY,
          USERNAME,
          PASSWORD,
          CLIENT_ID,
          CLIENT_SECRET,
          REFRESH_TOKEN,
          REDIRECT_URI,
          CUSTOMER_ID,
          USER_ID,
          PRIVATE_KEY,
          JWT_LIFETIME,
          ORGANIZATION_ID,
          SCOPE,
          TOKEN_URL);

  /**
   * Reads the keys; only those that the chosen auth needs have to be there.
   *
   * @param tenant the account's url
   */
  static WorkfrontIdentity of(Settings settings, URI tenant) {
    settings.knows(Option.names(ALL).toArray(String[]::new));
    return switch (AUTH.in(settings)) {
      case API_KEY -> new ApiKey(API_KEY.in(settings));
      case SESSION -> new Password(USERNAME.in(settings), PASSWORD.in(settings));
      case OAUTH2 ->
          new Refreshing(
              client(settings, tenant + "/integrations/oauth2/api/v1/token"),
              REDIRECT_URI.in(settings),
              REFRESH_TOKEN.in(settings));
      case JWT ->
          new Signing(
              client(settings, tenant + "/integrations/oauth2/api/v1/jwt/exchange"),
              CUSTOMER_ID.in(settings),
              USER_ID.in(settings),
              signingKey(settings),
              JWT_LIFETIME.in(settings));
      case IMS ->
          new Ims(
              client(settings, "https://ims-na1.adobelogin.com/ims/token/v3"),
              ORGANIZATION_ID.in(settings),
              SCOPE.in(settings));
    };
  }

  private static Client client(Settings settings, String standard) {
    return new Client(
        TOKEN_URL.in(settings).orElse(URI.create(standard)),
        CLIENT_ID.in(settings),
        CLIENT_SECRET.in(settings));
  }

  private static SigningKey signingKey(Settings settings) {
    Secret pem = PRIVATE_KEY.in(settings);
    if (pem.reveal().isEmpty()) {
      return null;
    }
    try {
      return SigningKey.fromPem(pem);
    } catch (IllegalArgumentException e) {
      settings.problem(Code.BAD_VALUE, "private-key", e.getMessage());
      return null;
    }
  }
}
