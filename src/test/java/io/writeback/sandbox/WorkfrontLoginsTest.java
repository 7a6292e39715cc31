package io.writeback.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.contract.RsaKeys;
import io.writeback.sandbox.workfront.Workfront;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How strict the logins of OAuth2 and of Adobe's identity service are. */
class WorkfrontLoginsTest {
  private static final String TOKEN = "/integrations/oauth2/api/v1/token";
  private static final String EXCHANGE = "/integrations/oauth2/api/v1/jwt/exchange";
  private static final String IMS = "/ims/token/v3";
  private static final String SESSION = "/attask/api/v20.0/session";
  private static final RsaKeys KEYS = RsaKeys.generate();

  private Sandbox sandbox;
  private Wire wire;

  @BeforeEach
  void start() throws IOException {
    sandbox = Sandbox.start(SandboxSettings.onFreePorts().withDemoObjects(false));
    wire = new Wire(sandbox);
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  private Wire.Answer post(String path, Map<String, String> form) {
    String body =
        form.entrySet().stream()
            .map(field -> field.getKey() + "=" + Wire.encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    return wire.send(
        wire.anonymous(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private static Map<String, String> client(String... more) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("client_id", Workfront.CLIENT_ID);
    form.put("client_secret", Workfront.CLIENT_SECRET);
    for (int i = 0; i < more.length; i += 2) {
      form.put(more[i], more[i + 1]);
    }
    return form;
  }

  private static Map<String, String> refreshing(String token) {
    Map<String, String> form = client("grant_type", "refresh_token", "refresh_token", token);
    form.put("redirect_uri", Workfront.REDIRECT_URI);
    return form;
  }

  private int statusWith(String header, String value, String... more) {
    HttpRequest.Builder request = wire.anonymous(SESSION).header(header, value);
    for (int i = 0; i < more.length; i += 2) {
      request.header(more[i], more[i + 1]);
    }
    return wire.send(request).status();
  }

  @Test
  void a_refresh_token_gives_a_session_and_serves_once() {
    Wire.Answer first = post(TOKEN, refreshing(Workfront.REFRESH_TOKEN));

    assertThat(first.status()).isEqualTo(200);
    assertThat(first.json().get("token_type").asText()).isEqualTo("sessionID");
    assertThat(first.json().get("expires_in").asInt()).isZero();
    assertThat(statusWith("sessionID", first.json().get("access_token").asText())).isEqualTo(200);
    Wire.Answer again = post(TOKEN, refreshing(Workfront.REFRESH_TOKEN));
    assertThat(again.status()).isEqualTo(400);
    assertThat(again.json().get("type").asText()).isEqualTo("invalid_grant");
    assertThat(again.json().get("error").asBoolean()).isTrue();
    String next = first.json().get("refresh_token").asText();
    assertThat(post(TOKEN, refreshing(next)).status()).isEqualTo(200);
  }

  @Test
  void without_rotation_a_refresh_token_stays() {
    sandbox.workfront().rotateRefreshTokens(false);

    assertThat(
            post(TOKEN, refreshing(Workfront.REFRESH_TOKEN)).json().get("refresh_token").asText())
        .isEqualTo(Workfront.REFRESH_TOKEN);
    assertThat(post(TOKEN, refreshing(Workfront.REFRESH_TOKEN)).status()).isEqualTo(200);
  }

  @Test
  void the_session_is_no_bearer_token() {
    String session =
        post(TOKEN, refreshing(Workfront.REFRESH_TOKEN)).json().get("access_token").asText();

    assertThat(statusWith("Authorization", "Bearer " + session)).isEqualTo(401);
  }

  @Test
  void a_token_endpoint_takes_post_and_a_body_only() {
    assertThat(wire.send(wire.anonymous(TOKEN)).status()).isEqualTo(405);
    assertThat(post(TOKEN + "?client_id=x", refreshing(Workfront.REFRESH_TOKEN)).status())
        .isEqualTo(400);
    assertThat(
            wire.send(
                    wire.anonymous(TOKEN)
                        .header("Content-Type", "text/plain")
                        .POST(HttpRequest.BodyPublishers.ofString("grant_type=refresh_token")))
                .status())
        .isEqualTo(400);
  }

  @Test
  void the_client_comes_by_basic_with_json_or_in_the_form() {
    String basic =
        Base64.getEncoder()
            .encodeToString(
                (Workfront.CLIENT_ID + ":" + Workfront.CLIENT_SECRET)
                    .getBytes(StandardCharsets.UTF_8));
    String json =
        "{\"grant_type\":\"refresh_token\",\"refresh_token\":\"" + Workfront.REFRESH_TOKEN + "\"}";

    assertThat(basic(basic, "text/plain", json)).isEqualTo(400);
    assertThat(basic("bm86bm8=", "application/json", json)).isEqualTo(401);
    assertThat(basic(basic, "application/json", json)).isEqualTo(200);
  }

  private int basic(String pair, String type, String body) {
    return wire.send(
            wire.anonymous(TOKEN)
                .header("Authorization", "Basic " + pair)
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body)))
        .status();
  }

  @Test
  void what_is_missing_or_wrong_is_refused() {
    Map<String, String> noToken = refreshing("");
    noToken.remove("refresh_token");
    assertThat(post(TOKEN, noToken).status()).isEqualTo(400);
    assertThat(post(TOKEN, client("grant_type", "password")).json().get("type").asText())
        .isEqualTo("unsupported_grant_type");
    Map<String, String> wrong = refreshing(Workfront.REFRESH_TOKEN);
    wrong.put("client_secret", "wrong");
    assertThat(post(TOKEN, wrong).status()).isEqualTo(401);
  }

  @Test
  void a_form_needs_the_redirect_uri_of_the_application() {
    Map<String, String> without = refreshing(Workfront.REFRESH_TOKEN);
    without.remove("redirect_uri");
    assertThat(post(TOKEN, without).status()).isEqualTo(400);
    Map<String, String> other = refreshing(Workfront.REFRESH_TOKEN);
    other.put("redirect_uri", "https://example.com/other");
    assertThat(post(TOKEN, other).json().get("type").asText()).isEqualTo("invalid_grant");

    assertThat(post(TOKEN, refreshing(Workfront.REFRESH_TOKEN)).status()).isEqualTo(200);
  }

  @Test
  void revoked_clients_log_in_no_more_and_lose_their_sessions() {
    String session =
        post(TOKEN, refreshing(Workfront.REFRESH_TOKEN)).json().get("access_token").asText();
    sandbox.workfront().revokeClients(true);

    assertThat(statusWith("sessionID", session)).isEqualTo(401);
    assertThat(post(TOKEN, refreshing(Workfront.REFRESH_TOKEN)).status()).isEqualTo(401);
  }

  private static String jwt(RsaKeys keys, String header, String claims) throws Exception {
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    String content =
        encoder.encodeToString(header.getBytes(StandardCharsets.UTF_8))
            + "."
            + encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8));
    String base64 = keys.privatePem().replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    PrivateKey key =
        KeyFactory.getInstance("RSA")
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(key);
    signature.update(content.getBytes(StandardCharsets.US_ASCII));
    return content + "." + encoder.encodeToString(signature.sign());
  }

  private static String claims(String issuer, String subject, long issued, long expires) {
    long now = Instant.now().getEpochSecond();
    return new ObjectMapper()
        .createObjectNode()
        .put("iss", issuer)
        .put("sub", subject)
        .put("iat", now + issued)
        .put("exp", now + expires)
        .toString();
  }

  @Test
  void a_signed_token_gives_a_session() throws Exception {
    sandbox.workfront().uploadPublicKey(KEYS.publicPem());
    String claims = claims(Workfront.customerId(), Workfront.userId(), -30, 60);

    Wire.Answer answer =
        post(EXCHANGE, client("jwt_token", jwt(KEYS, "{\"alg\":\"RS256\"}", claims)));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(statusWith("sessionID", answer.json().get("access_token").asText())).isEqualTo(200);
  }

  @Test
  void the_certificate_that_was_uploaded_says_which_key_signs(@TempDir Path folder)
      throws Exception {
    RsaKeys certified = RsaKeys.certified(folder);
    sandbox.workfront().uploadCertificate(certified.publicPem());
    String claims = claims(Workfront.customerId(), Workfront.userId(), -30, 60);

    String jwt = jwt(certified, "{\"alg\":\"RS256\"}", claims);

    assertThat(post(EXCHANGE, client("jwt_token", jwt)).status()).isEqualTo(200);
    assertThat(refusal(jwt(KEYS, "{\"alg\":\"RS256\"}", claims))).contains("signature");
  }

  @Test
  void a_bare_public_key_is_no_certificate() {
    assertThatThrownBy(() -> sandbox.workfront().uploadCertificate(KEYS.publicPem()))
        .hasMessageContaining("X.509 certificate");
  }

  @Test
  void without_a_public_key_no_signed_token_is_taken() throws Exception {
    String claims = claims(Workfront.customerId(), Workfront.userId(), -30, 60);

    assertThat(refusal(jwt(KEYS, "{\"alg\":\"RS256\"}", claims)))
        .isEqualTo("The application has no public key");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RS384 | customer | user  | -30 | 60  | The JWT has to be signed with RS256",
        "none  | customer | user  | -30 | 60  | The JWT has to be signed with RS256",
        "RS256 | client   | user  | -30 | 60  | The JWT's iss is not the customer id",
        "RS256 | customer | other | -30 | 60  | The JWT's sub is not the user of the public key",
        "RS256 | customer | user  | -90 | -1  | The JWT has expired",
        "RS256 | customer | user  | -30 | 900 | The JWT's exp is more than 5 minutes away",
        "RS256 | customer | user  | 30  | 60  | The JWT was issued in the future",
      })
  void a_signed_token_that_says_something_else_is_refused(
      String algorithm, String issuer, String subject, long issued, long expires, String message)
      throws Exception {
    sandbox.workfront().uploadPublicKey(KEYS.publicPem());
    String claims =
        claims(
            issuer.equals("customer") ? Workfront.customerId() : issuer,
            subject.equals("user") ? Workfront.userId() : subject,
            issued,
            expires);

    assertThat(refusal(jwt(KEYS, "{\"alg\":\"" + algorithm + "\"}", claims))).isEqualTo(message);
  }

  @Test
  void a_token_of_another_key_is_refused() throws Exception {
    sandbox.workfront().uploadPublicKey(RsaKeys.generate().publicPem());
    String claims = claims(Workfront.customerId(), Workfront.userId(), -30, 60);

    assertThat(refusal(jwt(KEYS, "{\"alg\":\"RS256\"}", claims)))
        .isEqualTo("The JWT's signature does not fit the public key");
    assertThat(refusal("a.b")).isEqualTo("The JWT has not three parts");
  }

  private String refusal(String jwt) {
    Wire.Answer answer = post(EXCHANGE, client("jwt_token", jwt));
    assertThat(answer.status()).isEqualTo(400);
    return answer.json().get("message").asText();
  }

  private static Map<String, String> ims(String scope) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "client_credentials");
    form.put("client_id", Workfront.IMS_CLIENT_ID);
    form.put("client_secret", Workfront.IMS_CLIENT_SECRET);
    form.put("scope", scope);
    return form;
  }

  @Test
  void a_bearer_token_of_adobe_serves_with_its_organisation_only() {
    Wire.Answer answer = post(IMS, ims(Workfront.IMS_SCOPE));
    String token = answer.json().get("access_token").asText();
    String organization = Workfront.IMS_ORGANIZATION;

    assertThat(answer.json().get("expires_in").asInt()).isEqualTo(86_399);
    assertThat(statusWith("Authorization", "Bearer " + token, "x-gw-ims-org-id", organization))
        .isEqualTo(200);
    assertThat(statusWith("Authorization", "Bearer " + token)).isEqualTo(401);
    assertThat(statusWith("sessionID", token)).isEqualTo(401);
  }

  @Test
  void adobe_refuses_as_rfc_6749_says() {
    Wire.Answer scope = post(IMS, ims("other"));
    assertThat(scope.status()).isEqualTo(400);
    assertThat(scope.json().get("error").asText()).isEqualTo("invalid_scope");
    Map<String, String> wrong = ims(Workfront.IMS_SCOPE);
    wrong.put("client_secret", "wrong");

    assertThat(post(IMS, wrong).json().get("error").asText()).isEqualTo("invalid_client");
    assertThat(post(IMS, wrong).status()).isEqualTo(401);
  }
}
