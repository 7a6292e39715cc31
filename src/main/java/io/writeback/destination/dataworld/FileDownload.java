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
import java.util.Optional;
import java.util.Set;

/**
 * Downloads a file as it is stored (data.world API, download file). A download may be sent to
 * another host; our token does not go there.
 */
record FileDownload(DataWorldApi api, DatasetKey dataset) {
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final int MOST_HOPS = 3;
  private static final int NOT_FOUND = 404;

  /** Reads the bytes of a file. */
  @FunctionalInterface
  interface Bytes<T> {
    T read(InputStream body) throws IOException;
  }

  /**
   * What came of a download.
   *
   * @param value of the bytes; null if they were not reached
   * @param why they were not, for people; "" if they were
   * @param missing whether data.world has no such file, or does not show it
   */
  record Result<T>(T value, String why, boolean missing) {}

  /**
   * Downloads the file of a name.
   *
   * @throws CallFailure if another try may get further
   */
  <T> Result<T> of(String name, Bytes<T> bytes) {
    HttpRequest request =
        api.authorised().credentials().authorise(get(api.download(dataset, name)));
    for (int hop = 0; hop <= MOST_HOPS; hop++) {
      Step<T> step = step(request, name, bytes);
      if (step.result() != null) {
        return step.result();
      }
      Optional<HttpRequest> next = next(request, step.location());
      if (next.isEmpty()) {
        return unreached(
            "the download of %s leads to %s, which is not followed"
                .formatted(name, step.location().isEmpty() ? "nowhere" : "an unsafe address"));
      }
      request = next.get();
    }
    return unreached("the download of %s redirects too often".formatted(name));
  }

  private static <T> Result<T> unreached(String why) {
    return new Result<>(null, why, false);
  }

  /**
   * One answer: what came of it, or where the file is.
   *
   * @param result null if it is elsewhere
   */
  private record Step<T>(Result<T> result, String location) {}

  private <T> Step<T> step(HttpRequest request, String name, Bytes<T> bytes) {
    try {
      return api.authorised().http().stream(
          request, (head, body) -> read(request, name, head, body, bytes));
    } catch (CallFailure e) {
      // What another host does is not data.world's: the file is not reached, and nothing is
      // retried.
      if (e.outcome() == Outcome.MISDIRECTED || !isOwn(request.uri())) {
        return new Step<>(
            unreached("the download of %s was not reached: %s".formatted(name, e.getMessage())),
            "");
      }
      throw e;
    }
  }

  private <T> Step<T> read(
      HttpRequest request, String name, HttpAnswer head, InputStream body, Bytes<T> bytes)
      throws IOException {
    if (REDIRECTS.contains(head.status())) {
      return new Step<>(null, head.header("Location").orElse("").strip());
    }
    Outcome outcome = Outcome.of(head.status());
    if (outcome.passing()) {
      throw RestApi.again(request, head);
    }
    if (outcome != Outcome.ANSWERED) {
      String why =
          "the download of %s was answered with %s".formatted(name, api.shown(request, head));
      return new Step<>(
          new Result<>(null, why, head.status() == NOT_FOUND && isOwn(request.uri())), "");
    }
    String coding = head.header("Content-Encoding").orElse("");
    return new Step<>(
        new Result<>(bytes.read(ContentCoding.inflated(coding, body)), "", false), "");
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
