package io.writeback.destination.workfront;

import io.writeback.auth.SigningKey;
import io.writeback.config.Secret;
import io.writeback.config.Settings;
import io.writeback.problem.Code;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

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

  /** Where the login is, if it has an address of its own. */
  default Optional<URI> tokenUrl() {
    return Optional.empty();
  }

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
  record Client(URI url, String id, Secret secret) {
    public Client {
      Objects.requireNonNull(url);
      Objects.requireNonNull(id);
      Objects.requireNonNull(secret);
    }
  }

  /**
   * An OAuth2 application of Workfront, on behalf of the user who authorised it once.
   *
   * @param redirectUri the redirect URI of the application, which the login by a form repeats;
   *     empty for a login by HTTP Basic
   * @param refreshToken the first one; each login may give another
   */
  record Refreshing(Client client, Optional<String> redirectUri, Secret refreshToken)
      implements WorkfrontIdentity {
    @Override
    public List<String> keys() {
      return List.of("client-id", "client-secret", "refresh-token");
    }

    @Override
    public Optional<URI> tokenUrl() {
      return Optional.of(client.url());
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
      implements WorkfrontIdentity {
    @Override
    public List<String> keys() {
      return List.of("client-id", "client-secret", "customer-id", "user-id", "private-key");
    }

    @Override
    public Optional<URI> tokenUrl() {
      return Optional.of(client.url());
    }
  }

  /** A server-to-server credential of Adobe's Developer Console. */
  record Ims(Client client, String organization, String scope) implements WorkfrontIdentity {
    @Override
    public List<String> keys() {
      return List.of("client-id", "client-secret", "organization-id", "scope");
    }

    @Override
    public Optional<URI> tokenUrl() {
      return Optional.of(client.url());
    }
  }

  /** All keys that any of them has. */
  static Set<String> allKeys() {
    Set<String> keys =
        new TreeSet<>(
            Set.of(
                "auth",
                "username",
                "client-id",
                "redirect-uri",
                "customer-id",
                "user-id",
                "jwt-lifetime",
                "organization-id",
                "scope",
                "token-url"));
    keys.addAll(
        Settings.withFiles("api-key", "password", "client-secret", "refresh-token", "private-key"));
    return keys;
  }

  /**
   * Reads the keys; only those that the chosen auth needs have to be there.
   *
   * @param tenant the account's url
   */
  static WorkfrontIdentity of(Settings settings, URI tenant) {
    settings.knows(allKeys().toArray(String[]::new));
    return switch (settings.choice("auth", Auth.API_KEY)) {
      case API_KEY -> new ApiKey(settings.headerSecret("api-key", "auth=api-key needs it"));
      case SESSION ->
          new Password(
              settings.required("username", "auth=session needs it"),
              settings.secret("password", "auth=session needs it"));
      case OAUTH2 ->
          new Refreshing(
              client(settings, tenant + "/integrations/oauth2/api/v1/token", "oauth2"),
              settings.text("redirect-uri"),
              settings.secret(
                  "refresh-token", "auth=oauth2 needs the one that an authorisation gave"));
      case JWT ->
          new Signing(
              client(settings, tenant + "/integrations/oauth2/api/v1/jwt/exchange", "jwt"),
              settings.required("customer-id", "auth=jwt needs the customer id of the tenant"),
              settings.required(
                  "user-id", "auth=jwt needs the ID of the user who uploaded the certificate"),
              signingKey(settings),
              settings.duration("jwt-lifetime", Duration.ofMinutes(2), Duration.ofSeconds(10)));
      case IMS ->
          new Ims(
              client(settings, "https://ims-na1.adobelogin.com/ims/token/v3", "ims"),
              settings.required(
                  "organization-id", "auth=ims needs the organisation, such as 0A1B2C@AdobeOrg"),
              settings.required(
                  "scope", "auth=ims needs the scopes that the Developer Console shows"));
    };
  }

  private static Client client(Settings settings, String standard, String auth) {
    return new Client(
        settings.url("token-url").orElse(URI.create(standard)),
        settings.required("client-id", "auth=" + auth + " needs it"),
        settings.secret("client-secret", "auth=" + auth + " needs it"));
  }

  private static SigningKey signingKey(Settings settings) {
    Secret pem =
        settings.secret(
            "private-key", "auth=jwt needs it, as PEM: that of the certificate that was uploaded");
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
