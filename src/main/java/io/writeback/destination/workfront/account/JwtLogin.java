package io.writeback.destination.workfront.account;

import io.writeback.auth.FixedLogin;
import io.writeback.auth.Token;
import io.writeback.auth.TokenEndpoint;
import io.writeback.config.Secret;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Exchanges a token that we sign for a session (Workfront, "OAuth2 applications, JWT flow"): RS256,
 * {@code iss} is the customer, {@code sub} the user, {@code exp} a few minutes away.
 */
record JwtLogin(WorkfrontIdentity.Signing identity, TokenEndpoint endpoint, InstantSource clock)
    implements Supplier<Token> {
  static final String HINT =
      "Workfront has to have the X.509 certificate of this private key, made by"
          + " `openssl req -x509 -new -key key.pem -days 365 -subj /CN=camel-writeback -out"
          + " certificate.pem`, or the key pair is the one that Workfront generated";

  private static final String SESSION = "/access_token";

  /** A clock that is ahead by less than this signs nothing that is of tomorrow for the server. */
  private static final Duration BACKDATED = Duration.ofSeconds(60);

  @Override
  public Token get() {
    Instant now = clock.instant();
    Secret jwt =
        identity
            .key()
            .signed(
                identity.customerId(),
                identity.userId(),
                now.minus(BACKDATED),
                now.plus(identity.lifetime()));
    WorkfrontIdentity.Client client = identity.client();
    Map<String, String> form = new LinkedHashMap<>();
    form.put("client_id", client.id());
    form.put("client_secret", client.secret().reveal());
    form.put("jwt_token", jwt.reveal());
    HttpRequest request = HttpRequest.form("POST", client.url(), form);
    return new FixedLogin(endpoint, request, List.of(client.secret(), jwt), SESSION).get();
  }

  /** The clocks at a refusal: a token can be refused because one of them is wrong. */
  static String clocks(InstantSource clock, HttpAnswer answer) {
    Instant ours = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    String date = answer.header("Date").orElse("");
    try {
      Instant theirs = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
      return ". The clock here says %s, the server's says %s: they are %d s apart"
          .formatted(ours, theirs, Duration.between(ours, theirs).abs().toSeconds());
    } catch (DateTimeException e) {
      return ". The clock here says %s, the server's is unknown".formatted(ours);
    }
  }
}
