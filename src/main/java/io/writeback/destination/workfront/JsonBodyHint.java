package io.writeback.destination.workfront;

import io.writeback.http.HttpRequest;
import java.util.regex.Pattern;

/**
 * Names the setting {@code request-body} when a refusal may be about the form of the request and
 * not about its records. How a tenant refuses a JSON body is not documented: 415, words about it,
 * or that no ID came.
 */
final class JsonBodyHint {
  private static final int UNSUPPORTED_MEDIA_TYPE = 415;
  private static final Pattern ABOUT_THE_BODY =
      Pattern.compile("(?i)content.?type|media.?type|\\bjson\\b|\\bupdates\\b|\\(s\\) \"\"");

  /** What a record or a field is called says nothing about the form of the request. */
  private static final Pattern QUOTED = Pattern.compile("\"[^\"]+\"|'[^']+'");

  private JsonBodyHint() {}

  /** The end of a sentence, or "" if the answer to that request gives no reason for it. */
  static String of(WorkfrontAccount account, HttpRequest sent, int status, String words) {
    boolean json =
        sent.method().equals("PUT")
            && sent.headers().getOrDefault("Content-Type", "").equals("application/json");
    boolean about =
        status == UNSUPPORTED_MEDIA_TYPE
            || ABOUT_THE_BODY.matcher(QUOTED.matcher(words).replaceAll("")).find();
    return json && about
        ? " (if this tenant takes no JSON bodies, set %s=updates)"
            .formatted(account.key("request-body"))
        : "";
  }
}
