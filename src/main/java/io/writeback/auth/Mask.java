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

  private Mask() {}

  /** The text without the secrets, and without anything that looks like a token. */
  static String hide(String text, Collection<Secret> secrets) {
    String masked = text;
    for (Secret secret : secrets) {
      String value = secret.reveal();
      if (!value.isEmpty()) {
        masked =
            masked
                .replace(value, HIDDEN)
                .replace(Query.encode(value), HIDDEN)
                .replace(URLEncoder.encode(value, StandardCharsets.UTF_8), HIDDEN);
      }
    }
    return LONG_RUN.matcher(masked).replaceAll(HIDDEN);
  }
}
