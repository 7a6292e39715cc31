package io.writeback.demo;

import io.writeback.run.Report;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;

/** Downloads the file and compares it byte for byte. */
final class DemoFileProof extends Proof {
  static final String DATA = "/demo/airports.csv";
  private static final String DOWNLOAD = "/v0/file_download/sandbox/scratch/";
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("MM-dd-uuuu", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final String file;
  private int bytes;

  /**
   * @param token of the sandbox, which is no secret
   */
  DemoFileProof(URI dataWorld, String token, Report report) throws IOException {
    file = "airports_" + DATE.format(Instant.parse(report.acceptedAt())) + ".csv";
    byte[] expected = data(DATA);
    compare(expected, download(dataWorld, token));
    compareConfirmed(new String(expected, StandardCharsets.UTF_8).lines().count() - 1, report);
  }

  private byte[] download(URI dataWorld, String token) throws IOException {
    HttpResponse<byte[]> answer =
        get(
            dataWorld.resolve(DOWNLOAD + file),
            HttpResponse.BodyHandlers.ofByteArray(),
            "Authorization",
            "Bearer " + token);
    if (answer.statusCode() != 200) {
      faults.add(file + " cannot be downloaded: status " + answer.statusCode());
    }
    return answer.body();
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

  /** The name that the file has to have. */
  public String getFile() {
    return file;
  }

  /** Bytes that are those of the data file. */
  public int getBytes() {
    return bytes;
  }

  @Override
  int proven() {
    return bytes;
  }

  @Override
  String sentence() {
    return "%s was downloaded, and its %,d bytes are those of the data file."
        .formatted(file, bytes);
  }
}
