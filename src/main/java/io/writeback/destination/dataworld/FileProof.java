package io.writeback.destination.dataworld;

import io.writeback.config.WebAddress;
import io.writeback.destination.rest.RestApi;
import io.writeback.http.CallFailure;
import io.writeback.http.ContentCoding;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import io.writeback.http.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Downloads a file and compares its SHA-256 with that of the file that was sent: neither name nor
 * size in a list are promised to be what was sent (data.world API, download file).
 *
 * <p>The bytes are never held. A download may be sent to another host; our token does not go there.
 *
 * @param bytes of the file that was sent
 * @param sha256 of it
 */
record FileProof(DataWorldApi api, DatasetKey dataset, long bytes, String sha256) {
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final int MOST_HOPS = 3;
  private static final int BUFFER = 1 << 16;

  /** What a file is, compared with the one that was sent. */
  enum Found {
    SAME,
    OTHER,
    /** It could not be read. */
    UNKNOWN
  }

  /**
   * What was found.
   *
   * @param why for people, what was found or what stood in the way
   */
  record Result(Found found, String why) {
    boolean isSame() {
      return found == Found.SAME;
    }
  }

  /**
   * Compares the file of a name.
   *
   * @throws CallFailure if another try may find more
   */
  Result of(String name) {
    HttpRequest request =
        api.authorised().credentials().authorise(get(api.download(dataset, name)));
    for (int hop = 0; hop <= MOST_HOPS; hop++) {
      Step step = step(request, name);
      if (step.result() != null) {
        return step.result();
      }
      Optional<HttpRequest> next = next(request, step.location());
      if (next.isEmpty()) {
        return unknown(
            "the download of %s leads to %s, which is not followed"
                .formatted(name, step.location().isEmpty() ? "nowhere" : "an unsafe address"));
      }
      request = next.get();
    }
    return unknown("the download of %s redirects too often".formatted(name));
  }

  /**
   * One answer: what was found, or where the file is.
   *
   * @param result null if it is elsewhere
   */
  private record Step(Result result, String location) {}

  private Step step(HttpRequest request, String name) {
    try {
      return api.authorised().http().stream(
          request, (head, body) -> read(request, name, head, body));
    } catch (CallFailure e) {
      // What another host does is not data.world's: the file stays unproven, and nothing is
      // retried.
      if (e.outcome() == Outcome.MISDIRECTED || !isOwn(request.uri())) {
        return new Step(
            unknown("the download of %s was not reached: %s".formatted(name, e.getMessage())), "");
      }
      throw e;
    }
  }

  private Step read(HttpRequest request, String name, HttpAnswer head, InputStream body)
      throws IOException {
    if (REDIRECTS.contains(head.status())) {
      return new Step(null, head.header("Location").orElse("").strip());
    }
    Outcome outcome = Outcome.of(head.status());
    if (outcome.passing()) {
      throw RestApi.again(request, head);
    }
    if (outcome != Outcome.ANSWERED) {
      return new Step(
          unknown(
              "the download of %s was answered with %s".formatted(name, api.shown(request, head))),
          "");
    }
    String coding = head.header("Content-Encoding").orElse("");
    return new Step(compare(name, ContentCoding.inflated(coding, body)), "");
  }

  private Result compare(String name, InputStream body) throws IOException {
    MessageDigest digest = DigestUtils.getSha256Digest();
    byte[] buffer = new byte[BUFFER];
    long read = 0;
    for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
      read += count;
      if (read > bytes) {
        return other(name, "more than the %,d bytes that were sent");
      }
      digest.update(buffer, 0, count);
    }
    if (read < bytes) {
      return other(name, read + " of the %,d bytes that were sent");
    }
    return Hex.encodeHexString(digest.digest()).equals(sha256)
        ? new Result(Found.SAME, name + " was downloaded, and its SHA-256 is that of what was sent")
        : other(name, "%,d bytes, but their SHA-256 is not that of what was sent");
  }

  private Result other(String name, String what) {
    return new Result(
        Found.OTHER, "%s was downloaded, and it has %s".formatted(name, what.formatted(bytes)));
  }

  private static Result unknown(String why) {
    return new Result(Found.UNKNOWN, why);
  }

  /** The token goes to the account's own address alone, and nothing goes out without TLS. */
  private Optional<HttpRequest> next(HttpRequest from, String location) {
    URI uri;
    try {
      uri = from.uri().resolve(location);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    boolean safe =
        "https".equals(uri.getScheme())
            || "http".equals(uri.getScheme()) && api.account().allowPrivate();
    if (location.isEmpty() || !safe || uri.getHost() == null || uri.getRawUserInfo() != null) {
      return Optional.empty();
    }
    return Optional.of(isOwn(uri) ? api.authorised().credentials().authorise(get(uri)) : get(uri));
  }

  private boolean isOwn(URI uri) {
    return WebAddress.sameServer(api.account().url(), uri);
  }

  private static HttpRequest get(URI uri) {
    return HttpRequest.get(uri, "*/*");
  }
}
