package io.writeback.auth;

import io.writeback.config.Secret;
import io.writeback.http.Query;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.regex.Pattern;

/** Takes what a login was sent out of what it answers: a server may echo its request. */
final class Mask {
  static final String HIDDEN = "•••";

  /** Long enough for a token in any encoding, longer than the words of a sentence. */
  private static final Pattern LONG_RUN = Pattern.compile("[A-Za-z0-9+/=_~%-]{24,}");

  /** How an excerpt ends that is not the whole text. */
  private static final String CUT = "…";

  private Mask() {}

  /**
   * The text without the secrets, and without anything that looks like a token. An excerpt may end
   * in the middle of a secret.
   */
  static String hide(String text, Collection<Secret> secrets) {
    String masked = text;
    for (Secret secret : secrets) {
      String value = secret.reveal();
      if (!value.isEmpty()) {
        masked = without(masked, value);
        masked = without(masked, Query.encode(value));
        masked = without(masked, URLEncoder.encode(value, StandardCharsets.UTF_8));
      }
    }
    return LONG_RUN.matcher(masked).replaceAll(HIDDEN);
  }

  private static String without(String text, String secret) {
    String masked = text.replace(secret, HIDDEN);
    for (int begun = secret.length() - 1; begun > 0 && masked.endsWith(CUT); begun--) {
      if (masked.endsWith(secret.substring(0, begun) + CUT)) {
        return masked.substring(0, masked.length() - begun - CUT.length()) + HIDDEN + CUT;
      }
    }
    return masked;
  }
}
