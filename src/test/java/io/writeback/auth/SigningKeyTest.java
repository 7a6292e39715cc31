package io.writeback.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class SigningKeyTest {
  private static final Instant ISSUED = Instant.parse("2026-03-01T00:00:00Z");
  private static final KeyPair PAIR = pair("RSA", 2_048);

  private static KeyPair pair(String algorithm, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String what, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(what, Base64.getMimeEncoder().encodeToString(der), what);
  }

  /** A 2,048-bit PKCS#1 key follows the first 26 bytes of the PKCS#8 key. */
  private static byte[] pkcs1() {
    byte[] pkcs8 = PAIR.getPrivate().getEncoded();
    return Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
  }

  private static void signs(String pem) throws Exception {
    String token =
        SigningKey.fromPem(Secret.of(pem))
            .signed("customer", "user", ISSUED, ISSUED.plusSeconds(120))
            .reveal();

    String[] parts = token.split("\\.");
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initVerify(PAIR.getPublic());
    signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
    assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
    JsonNode claims = new ObjectMapper().readTree(Base64.getUrlDecoder().decode(parts[1]));
    assertThat(claims)
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    "{\"iss\":\"customer\",\"sub\":\"user\",\"iat\":1772323200,\"exp\":1772323320}"));
    assertThat(new ObjectMapper().readTree(Base64.getUrlDecoder().decode(parts[0])).get("alg"))
        .hasToString("\"RS256\"");
  }

  @Test
  void signs_with_a_key_of_pkcs_8() throws Exception {
    signs(pem("PRIVATE KEY", PAIR.getPrivate().getEncoded()));
  }

  @Test
  void signs_with_a_key_of_pkcs_1() throws Exception {
    signs(pem("RSA PRIVATE KEY", pkcs1()));
  }

  @Test
  void the_line_ends_may_be_written_out() throws Exception {
    String pem = pem("PRIVATE KEY", PAIR.getPrivate().getEncoded());
    signs(pem.replace("\r", "").replace("\n", "\\n"));
    signs(pem.replace("\r\n", "\n").replace("\n", "\\r\\n"));
  }

  @Test
  void says_what_is_given_in_the_place_of_a_private_rsa_key() {
    refused("hunter2", "has no line -----BEGIN PRIVATE KEY-----");
    refused(pem("PUBLIC KEY", PAIR.getPublic().getEncoded()), "is a PUBLIC KEY and not a private");
    refused(pem("ENCRYPTED PRIVATE KEY", new byte[99]), "is encrypted with a passphrase");
    refused(
        "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----",
        "is encrypted with a passphrase");
    refused(pem("PRIVATE KEY", pair("EC", 256).getPrivate().getEncoded()), "not an RSA key");
    refused(pem("PRIVATE KEY", pair("RSA", 1_024).getPrivate().getEncoded()), "has 1024 bits");
    refused("-----BEGIN PRIVATE KEY-----\n!!\n-----END PRIVATE KEY-----", "is damaged");
    refused(pem("PRIVATE KEY", new byte[] {1, 2, 3}), "is damaged");
  }

  private static void refused(String pem, String message) {
    assertThatThrownBy(() -> SigningKey.fromPem(Secret.of(pem)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("hunter2")
        .hasNoCause();
  }

  @Test
  void is_never_printed() {
    assertThat(SigningKey.fromPem(Secret.of(pem("PRIVATE KEY", PAIR.getPrivate().getEncoded()))))
        .hasToString("•••");
  }
}
