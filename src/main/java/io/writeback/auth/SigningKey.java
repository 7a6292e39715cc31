package io.writeback.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.writeback.config.Secret;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A private RSA key that signs tokens (RS256), read from PEM; it can be used, but never printed.
 */
public final class SigningKey {
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

  /** Version 0 and the identifier of RSA: what PKCS#8 has before a key of PKCS#1. */
  private static final byte[] RSA_IDENTIFIER =
      HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

  /** RFC 7518, section 3.3: RS256 takes keys of 2,048 bits or more. */
  private static final int LEAST_BITS = 2_048;

  private final PrivateKey key;

  private SigningKey(PrivateKey key) {
    this.key = Objects.requireNonNull(key);
  }

  /**
   * Reads PKCS#8 ({@code BEGIN PRIVATE KEY}) or PKCS#1 ({@code BEGIN RSA PRIVATE KEY}); line ends
   * may be written as {@code \n}, as they are in a variable of the environment.
   *
   * @throws IllegalArgumentException saying what it is instead, without repeating any of it
   */
  public static SigningKey fromPem(Secret pem) {
    Matcher parts = PEM.matcher(pem.reveal().replace("\\n", "\n").replace("\\r", ""));
    if (!parts.find()) {
      throw new IllegalArgumentException("has no line -----BEGIN PRIVATE KEY-----");
    }
    byte[] der = der(parts.group(2));
    return new SigningKey(
        switch (parts.group(1)) {
          case "PRIVATE KEY" -> rsa(der);
          case "RSA PRIVATE KEY" -> rsa(asPkcs8(der));
          case "ENCRYPTED PRIVATE KEY" -> throw encrypted();
          default ->
              throw new IllegalArgumentException(
                  "is a " + parts.group(1) + " and not a private RSA key");
        });
  }

  private static byte[] der(String base64) {
    if (base64.contains("ENCRYPTED")) {
      throw encrypted();
    }
    try {
      return Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("is damaged between its first and its last line");
    }
  }

  private static IllegalArgumentException encrypted() {
    return new IllegalArgumentException(
        "is encrypted with a passphrase; store it without one: openssl pkcs8 -topk8 -nocrypt");
  }

  private static PrivateKey rsa(byte[] pkcs8) {
    try {
      PrivateKey key =
          KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      int bits = ((RSAPrivateKey) key).getModulus().bitLength();
      if (bits < LEAST_BITS) {
        throw new IllegalArgumentException(
            "has %d bits; RS256 needs %d or more".formatted(bits, LEAST_BITS));
      }
      return key;
    } catch (GeneralSecurityException e) {
      // Without the cause: its message may describe the key.
      throw new IllegalArgumentException("is damaged, or not an RSA key");
    }
  }

  private static byte[] asPkcs8(byte[] pkcs1) {
    byte[] octets = element((byte) 0x04, pkcs1);
    byte[] content =
        ByteBuffer.allocate(RSA_IDENTIFIER.length + octets.length)
            .put(RSA_IDENTIFIER)
            .put(octets)
            .array();
    return element((byte) 0x30, content);
  }

  /** Tag, length, content; a key is always longer than the 127 bytes of DER's short form. */
  private static byte[] element(byte tag, byte[] content) {
    byte[] length = BigInteger.valueOf(content.length).toByteArray();
    int from = length[0] == 0 ? 1 : 0;
    int octets = length.length - from;
    return ByteBuffer.allocate(2 + octets + content.length)
        .put(tag)
        .put((byte) (0x80 | octets))
        .put(length, from, octets)
        .put(content)
        .array();
  }

  /** A token that says who asks on whose behalf, and for how long it may be taken. */
  public Secret signed(String issuer, String subject, Instant issued, Instant expires) {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader(JWSAlgorithm.RS256),
            new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject(subject)
                .issueTime(Date.from(issued))
                .expirationTime(Date.from(expires))
                .build());
    try {
      token.sign(new RSASSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException("an RSA key that was read cannot sign", e);
    }
    return Secret.of(token.serialize());
  }

  @Override
  public String toString() {
    return Mask.HIDDEN;
  }
}
