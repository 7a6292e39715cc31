package io.writeback.destination.workfront;

import io.writeback.http.HttpRequest;
import io.writeback.http.Query;
import java.util.List;

/** Takes credentials out of text that came from outside: a server may echo what it was sent. */
final class CredentialMask {
  static final String API_KEY_HEADER = "apiKey";
  static final String SESSION_HEADER = "sessionID";
  static final String BEARER_HEADER = "Authorization";
  private static final String MASK = "•••";

  private CredentialMask() {}

  /** The text without the credentials that a request carries in its headers. */
  static String hide(String text, HttpRequest sent) {
    String masked = text;
    for (String header : List.of(API_KEY_HEADER, SESSION_HEADER, BEARER_HEADER)) {
      String value = sent.headers().getOrDefault(header, "");
      masked = hide(masked, value.substring(value.indexOf(' ') + 1));
    }
    return masked;
  }

  /** The text without a credential, plain or as a form has it. */
  static String hide(String text, String credential) {
    if (credential.isEmpty()) {
      return text;
    }
    return text.replace(credential, MASK).replace(Query.encode(credential), MASK);
  }
}
