package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.Child;
import io.writeback.cli.Home;
import java.io.BufferedWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads in a separate process: killed halfway, and much larger than its memory. */
final class DataWorldProcessTest {
  /** More than the socket buffers between two processes hold. */
  private static final long SOME = 24L << 20;

  /**
   * Of the large file; {@code -Ddataworld.megabytes=1024 -Ddataworld.heap=128m} for a large one.
   */
  private static final long LARGE = Long.getLong("dataworld.megabytes", 64) << 20;

  private static final String HEAP = System.getProperty("dataworld.heap", "48m");

  @RegisterExtension private final DataWorldHome w = new DataWorldHome();

  @ParameterizedTest
  @ValueSource(strings = {"none", "date", "number"})
  void killed_in_mid_upload_and_resumed_there_is_one_file_and_the_right_one(String append)
      throws Exception {
    w.route("data", "append: " + append);
    if (append.equals("none")) {
      w.put("data.csv", "what was there before");
    }
    String digest = generate(SOME);
    try (Bottleneck pipe = new Bottleneck(w.sandbox.dataWorldUrl(), SOME / 2)) {
      w.set("account.data-world.url", pipe.url().toString());
      Process process = Child.start(w, List.of(), "run", "w");
      await()
          .pollInterval(Duration.ofMillis(10))
          .until(() -> !process.isAlive() || pipe.held() > 0);
      assertThat(process.isAlive()).as(Child.tail(w)).isTrue();
      process.destroyForcibly().waitFor();
      pipe.lose();
      assertThat(w.names())
          .as("half a file is none")
          .isEqualTo(append.equals("none") ? List.of("data.csv") : List.of());

      Home.Done resumed = w.run("resume", "--json");

      assertThat(resumed.exitCode()).as(resumed.out() + resumed.err()).isZero();
    }
    assertThat(w.names()).hasSize(1);
    String name = w.names().get(0);
    assertThat(name)
        .matches(
            switch (append) {
              case "none" -> "data\\.csv";
              case "date" -> "data_\\d\\d-\\d\\d-\\d{4}\\.csv";
              default -> "data_1\\.csv";
            });
    assertThat(w.file(name).get("sha256").asText()).isEqualTo(digest);
  }

  @Test
  void killed_while_data_world_reads_the_file_a_resume_asks_and_sends_nothing() throws Exception {
    w.route("data", "append: number", "waitForIngest: true", "settle: 0s").csv("id\n1\n2\n");
    w.settings("{\"ingestMillis\":600000}");
    Process process = Child.start(w, List.of(), "run", "w");
    // Two reads before the upload, one after it: by then the upload is in the ledger.
    await()
        .until(
            () ->
                !process.isAlive()
                    || (w.uploads("data_1.csv") == 1
                        && w.sandbox.dataWorld().stats().requests() >= 4));
    assertThat(process.isAlive()).as(Child.tail(w)).isTrue();
    process.destroyForcibly().waitFor();
    w.settings("{\"ingestMillis\":0}");

    Home.Done resumed = w.run("resume", "--json");

    assertThat(resumed.exitCode()).as(resumed.out() + resumed.err()).isZero();
    assertThat(resumed.out()).contains("data_1.csv: LOADED");
    assertThat(w.names()).containsExactly("data_1.csv");
    assertThat(w.uploads("data_1.csv")).isEqualTo(1);
  }

  @Test
  void a_file_that_is_larger_than_the_memory_arrives_byte_for_byte() throws Exception {
    w.route("large");
    String digest = generate(LARGE);
    long start = System.nanoTime();
    Process process = Child.start(w, List.of("-Xmx" + HEAP), "run", "w", "--json");

    assertThat(process.waitFor(20, TimeUnit.MINUTES)).isTrue();

    String report = Files.readString(w.path("log"));
    assertThat(process.exitValue()).as(Child.tail(w)).isZero();
    assertThat(w.file("large.csv").get("sha256").asText()).isEqualTo(digest);
    JsonNode file = w.file("large.csv");
    System.out.printf(
        "data.world: %,d bytes in a heap of %s, %.1f s; %s%n",
        file.get("sizeInBytes").asLong(),
        HEAP,
        (System.nanoTime() - start) / 1e9,
        report.lines().filter(line -> line.contains("rowsPerSecond")).findFirst().orElse(""));
  }

  /** Writes w.csv with at least this many bytes and returns its digest. */
  private String generate(long bytes) throws Exception {
    Path file = w.path("w.csv");
    String filler = "all work and no play makes a row of about two hundred bytes, ".repeat(3);
    try (BufferedWriter csv = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      csv.write("id,text\n");
      long written = 8;
      for (long row = 1; written < bytes; row++) {
        String line = row + ",\"" + filler + row * 7_919 % 10_007 + "\"\n";
        csv.write(line);
        written += line.length();
      }
    }
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (var in = Files.newInputStream(file)) {
      byte[] chunk = new byte[1 << 16];
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        digest.update(chunk, 0, count);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
