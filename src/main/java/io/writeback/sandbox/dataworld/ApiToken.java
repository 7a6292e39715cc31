package io.writeback.sandbox.dataworld;

import io.writeback.sandbox.http.Request;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The one API token, which can be revoked.
 *
 * <p>data.world API, authentication: {@code Authorization: Bearer}; the token is a JWT.
 */
final class ApiToken {
  /** Fixed, and not a secret. */
  static final String VALUE =
      base64("{\"alg\":\"HS512\"}")
          + "."
          + base64("{\"sub\":\"sandbox\",\"iss\":\"sandbox\",\"iat\":1767225600}")
          + "."
          + base64("signature of the sandbox, which is no secret");

  private volatile boolean revoked;

  void check(Request request) throws DataWorldRefusal {
    if (revoked || !request.header("Authorization").orElse("").equals("Bearer " + VALUE)) {
      throw DataWorldRefusal.unauthorized();
    }
  }

  void revoke(boolean isRevoked) {
    revoked = isRevoked;
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
