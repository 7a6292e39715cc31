package io.writeback.demo;

import io.writeback.run.Report;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares what a system of the sandbox holds after the demo with the demo's own data file; no line
 * of the product in between.
 */
abstract class Proof {
  private static final int MOST_FAULTS = 10;

  final List<String> faults = new ArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();

  /** How many things are as they have to be. */
  abstract int proven();

  /** What is proven, if it holds. */
  abstract String sentence();

  public boolean isHolding() {
    return faults.isEmpty() && proven() > 0;
  }

  /** What is not as it has to be. */
  public List<String> getFaults() {
    return List.copyOf(faults);
  }

  String describe() {
    return isHolding()
        ? "Proof: " + sentence()
        : "The proof FAILS:\n  "
            + String.join("\n  ", faults.subList(0, Math.min(MOST_FAULTS, faults.size())));
  }

  void compareConfirmed(long expected, Report report) {
    if (report.tally().confirmed() != expected) {
      faults.add(
          "expected %d rows confirmed, the report has %d"
              .formatted(expected, report.tally().confirmed()));
    }
  }

  static byte[] data(String resource) throws IOException {
    try (InputStream data = Proof.class.getResourceAsStream(resource)) {
      return data.readAllBytes();
    }
  }

  /**
   * Fetches something from the sandbox.
   *
   * @param headers names and values, alternating
   */
  <T> HttpResponse<T> get(URI address, HttpResponse.BodyHandler<T> body, String... headers)
      throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(address);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build(), body);
  }

  <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body)
      throws IOException {
    try {
      return client.send(request, body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
