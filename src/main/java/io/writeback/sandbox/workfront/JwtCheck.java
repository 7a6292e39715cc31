package io.writeback.sandbox.workfront;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.sandbox.http.Json;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;

/**
 * Checks a signed token as Workfront's JWT page describes it: RS256, {@code iss} the customer,
 * {@code sub} the user who created the public key, {@code exp} a few minutes ahead (the number is
 * inferred from working clients).
 */
final class JwtCheck {
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final String issuer;
  private final String subject;
  private final InstantSource clock;
  private volatile PublicKey key;

  JwtCheck(String issuer, String subject, InstantSource clock) {
    this.issuer = issuer;
    this.subject = subject;
    this.clock = clock;
  }

  /** Accepts tokens that are signed with the private key of this X.509 certificate. */
  void certify(String pem) {
    if (!pem.contains("-----BEGIN CERTIFICATE-----")) {
      throw new IllegalArgumentException(
          "certificate is an X.509 certificate as PEM (BEGIN CERTIFICATE)");
    }
    try {
      key =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
              .getPublicKey();
    } catch (CertificateException e) {
      throw new IllegalArgumentException("certificate is damaged", e);
    }
  }

  /** The same for a pair that the service itself generated: its public key as PEM. */
  void upload(String pem) {
    String base64 = pem.replaceAll("-----(BEGIN|END) PUBLIC KEY-----", "").replaceAll("\\s", "");
    try {
      key =
          KeyFactory.getInstance("RSA")
              .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalArgumentException("publicKey is an RSA key as PEM (BEGIN PUBLIC KEY)", e);
    }
  }

  /** Accepts no more tokens. */
  void forget() {
    key = null;
  }

  void check(String token) throws TokenRefusal {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      throw TokenRefusal.badGrant("The JWT has not three parts");
    }
    JsonNode header = json(parts[0]);
    if (!header.path("alg").asText().equals("RS256")) {
      throw TokenRefusal.badGrant("The JWT has to be signed with RS256");
    }
    if (!isSigned(parts)) {
      throw TokenRefusal.badGrant("The JWT's signature does not fit the public key");
    }
    JsonNode claims = json(parts[1]);
    if (!claims.path("iss").asText().equals(issuer)) {
      throw TokenRefusal.badGrant("The JWT's iss is not the customer id");
    }
    if (!claims.path("sub").asText().equals(subject)) {
      throw TokenRefusal.badGrant("The JWT's sub is not the user of the public key");
    }
    checkTimes(claims);
  }

  private void checkTimes(JsonNode claims) throws TokenRefusal {
    Instant now = clock.instant();
    if (!claims.path("exp").isIntegralNumber()) {
      throw TokenRefusal.badGrant("The JWT has no exp in seconds");
    }
    Instant expires = Instant.ofEpochSecond(claims.get("exp").asLong());
    if (!expires.isAfter(now)) {
      throw TokenRefusal.badGrant("The JWT has expired");
    }
    if (expires.isAfter(now.plus(LONGEST))) {
      throw TokenRefusal.badGrant("The JWT's exp is more than 5 minutes away");
    }
    if (claims.has("iat") && Instant.ofEpochSecond(claims.get("iat").asLong()).isAfter(now)) {
      throw TokenRefusal.badGrant("The JWT was issued in the future");
    }
  }

  private boolean isSigned(String[] parts) throws TokenRefusal {
    PublicKey uploaded = key;
    if (uploaded == null) {
      throw TokenRefusal.badGrant("The application has no public key");
    }
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(uploaded);
      signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
      return signature.verify(decoded(parts[2]));
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static JsonNode json(String part) throws TokenRefusal {
    try {
      return Json.read(new String(decoded(part), StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw TokenRefusal.badGrant("A part of the JWT is no JSON");
    }
  }

  private static byte[] decoded(String part) throws TokenRefusal {
    try {
      return Base64.getUrlDecoder().decode(part);
    } catch (IllegalArgumentException e) {
      throw TokenRefusal.badGrant("A part of the JWT is not base64url");
    }
  }
}
