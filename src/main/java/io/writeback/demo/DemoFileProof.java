package io.writeback.demo;

import io.writeback.run.Report;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Downloads the file that the sandbox has after the demo and compares it with the demo's own data
 * file, byte for byte; no line of the product in between.
 */
final class DemoFileProof {
  static final String DATA = "/demo/airports.csv";
  private static final String DOWNLOAD = "/v0/file_download/sandbox/scratch/";
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("MM-dd-uuuu", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final List<String> faults = new ArrayList<>();
  private final String file;
  private int bytes;

  private DemoFileProof(String file) {
    this.file = file;
  }

  /**
   * @param token of the sandbox, which is no secret
   */
  static DemoFileProof of(URI dataWorld, String token, Report report) throws IOException {
    String day = DATE.format(Instant.parse(report.acceptedAt()));
    DemoFileProof proof = new DemoFileProof("airports_" + day + ".csv");
    try (InputStream data = DemoFileProof.class.getResourceAsStream(DATA)) {
      byte[] expected = data.readAllBytes();
      proof.compare(expected, proof.download(dataWorld, token));
      long rows = new String(expected, java.nio.charset.StandardCharsets.UTF_8).lines().count() - 1;
      if (report.tally().confirmed() != rows) {
        proof.faults.add(
            "expected %d rows confirmed, the report has %d"
                .formatted(rows, report.tally().confirmed()));
      }
    }
    return proof;
  }

  private byte[] download(URI dataWorld, String token) throws IOException {
    try {
      HttpResponse<byte[]> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(dataWorld.resolve(DOWNLOAD + file))
                      .header("Authorization", "Bearer " + token)
                      .build(),
                  HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        faults.add(file + " cannot be downloaded: status " + answer.statusCode());
      }
      return answer.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private void compare(byte[] expected, byte[] found) {
    int differs = Arrays.mismatch(expected, found);
    if (differs >= 0) {
      faults.add(
          "%s has %,d bytes, expected %,d; the first that differs is byte %,d"
              .formatted(file, found.length, expected.length, differs + 1));
    } else {
      bytes = found.length;
    }
  }

  public boolean isHolding() {
    return holds();
  }

  boolean holds() {
    return faults.isEmpty() && bytes > 0;
  }

  /** The name that the file has to have. */
  public String getFile() {
    return file;
  }

  /** Bytes that are those of the data file. */
  public int getBytes() {
    return bytes;
  }

  /** What is not as it has to be. */
  public List<String> getFaults() {
    return List.copyOf(faults);
  }

  String describe() {
    return holds()
        ? "Proof: %s was downloaded, and its %,d bytes are those of the data file."
            .formatted(file, bytes)
        : "The proof FAILS:\n  " + String.join("\n  ", faults);
  }
}
