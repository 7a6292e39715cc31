package io.writeback.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file of 200 MB on its way to data.world. */
class DataWorldLargeFileTest {
  private static final int SIZE = 200_000_000;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void it_is_on_the_disk_while_it_comes_and_arrives_byte_for_byte(boolean lengthIsKnown)
      throws Exception {
    try (Sandbox sandbox = Sandbox.start(SandboxSettings.onFreePorts().withDemoObjects(false))) {
      DataWorldCalls calls = new DataWorldCalls(sandbox);
      MessageDigest sent = MessageDigest.getInstance("SHA-256");
      // The second half is made only after most of the first has been written.
      Rows rows = new Rows(() -> assertThat(bytesOnDisk(calls)).isGreaterThan(SIZE / 4));
      BodyPublisher stream = BodyPublishers.ofInputStream(() -> new DigestInputStream(rows, sent));

      Wire.Answer answer =
          calls.put(
              "sandbox/scratch",
              "large.csv",
              lengthIsKnown ? BodyPublishers.fromPublisher(stream, SIZE) : stream);

      assertThat(answer.status()).isEqualTo(200);
      JsonNode file = calls.admin("GET", "datasets/sandbox/scratch", "").json().get("files").get(0);
      assertThat(file.get("sizeInBytes").asLong()).isEqualTo(SIZE);
      assertThat(file.get("sha256").asText()).isEqualTo(HexFormat.of().formatHex(sent.digest()));
    }
  }

  private static long bytesOnDisk(DataWorldCalls calls) throws IOException {
    long bytes = 0;
    for (Path body : calls.bodies()) {
      bytes += Files.size(body);
    }
    return bytes;
  }

  /** Rows of no end of digits, which stop half way until the check holds. */
  private static final class Rows extends InputStream {
    private final org.awaitility.core.ThrowingRunnable halfWay;
    private int made;

    Rows(org.awaitility.core.ThrowingRunnable halfWay) {
      this.halfWay = halfWay;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      if (made == SIZE) {
        return -1;
      }
      int end = made < SIZE / 2 ? SIZE / 2 : SIZE;
      if (made == SIZE / 2) {
        await().untilAsserted(halfWay);
      }
      int count = Math.min(length, end - made);
      for (int i = 0; i < count; i++) {
        int at = made + i;
        buffer[offset + i] = (byte) (at % 80 == 79 ? '\n' : '0' + (at * 7 + at / 80) % 10);
      }
      made += count;
      return count;
    }
  }
}
