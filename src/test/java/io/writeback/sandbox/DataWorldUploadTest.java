package io.writeback.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.sandbox.dataworld.DataWorld;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads to data.world, complete or absent. */
class DataWorldUploadTest {
  private static final String DATASET = "acme/sales-data";
  private Sandbox sandbox;
  private DataWorldCalls calls;

  @BeforeEach
  void start() throws IOException {
    sandbox = Sandbox.start(SandboxSettings.onFreePorts().withDemoObjects(false));
    calls = new DataWorldCalls(sandbox);
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @Test
  void an_upload_is_answered_and_can_be_read_back() {
    Wire.Answer answer = calls.put(DATASET, "report.csv", "a,b\n1,ü\n");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().toString()).isEqualTo("{\"message\":\"File uploaded.\"}");
    assertThat(calls.get("file_download/" + DATASET + "/report.csv").body())
        .isEqualTo("a,b\n1,ü\n");
    assertThat(file("report.csv").get("sizeInBytes").asLong()).isEqualTo(9);
  }

  @Test
  void a_body_of_unknown_length_and_without_a_type_is_taken() {
    byte[] bytes = "a\n1\n".getBytes(StandardCharsets.UTF_8);

    Wire.Answer answer =
        calls.send(
            calls
                .request("uploads/" + DATASET + "/files/chunked.csv")
                .PUT(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(bytes))));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(file("chunked.csv").get("sizeInBytes").asLong()).isEqualTo(4);
  }

  @Test
  void a_file_of_the_same_name_is_replaced_and_keeps_its_date_of_birth() {
    JsonNode before = file("sales.csv");
    int bodies = calls.bodies().size();

    calls.put(DATASET, "sales.csv", "new");

    JsonNode after = file("sales.csv");
    assertThat(after.get("created")).isEqualTo(before.get("created"));
    assertThat(Instant.parse(after.get("updated").asText()))
        .isAfter(Instant.parse(before.get("updated").asText()));
    assertThat(after.get("sizeInBytes").asInt()).isEqualTo(3);
    assertThat(calls.bodies()).hasSize(bodies);
  }

  @Test
  void every_upload_makes_a_new_version_of_the_dataset() {
    JsonNode before = calls.get("datasets/" + DATASET).json();

    calls.put(DATASET, "sales.csv", "new");

    JsonNode after = calls.get("datasets/" + DATASET).json();
    assertThat(after.get("version")).isNotEqualTo(before.get("version"));
    assertThat(after.get("updated")).isNotEqualTo(before.get("updated"));
    assertThat(after.get("created")).isEqualTo(before.get("created"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a%20b%2Bc.csv", "a+b.csv", "%C3%BC%20%25.csv", "no-extension"})
  void an_encoded_name_is_stored_decoded(String encoded) {
    assertThat(calls.put(DATASET, encoded, "x").status()).isEqualTo(200);

    String name = java.net.URI.create("/" + encoded).getPath().substring(1);
    assertThat(file(name).get("sizeInBytes").asInt()).isEqualTo(1);
    assertThat(calls.get("file_download/" + DATASET + "/" + encoded).body()).isEqualTo("x");
  }

  @ParameterizedTest
  @CsvSource({"'',422", "a%2Fb.csv,422", "a/b.csv,422"})
  void a_name_that_is_empty_or_has_a_slash_is_422(String name, int status) {
    int bodies = calls.bodies().size();

    Wire.Answer answer = calls.put(DATASET, name, "x");

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.json().get("code").asInt()).isEqualTo(status);
    assertThat(calls.bodies()).hasSize(bodies);
  }

  @Test
  void a_name_has_128_characters_at_most() {
    assertThat(calls.put(DATASET, "a".repeat(128), "x").status()).isEqualTo(200);
    assertThat(calls.put(DATASET, "a".repeat(129), "x").status()).isEqualTo(422);
  }

  @Test
  void expand_archive_is_true_or_false() {
    assertThat(calls.put(DATASET, "a.zip?expandArchive=false", "x").status()).isEqualTo(200);
    assertThat(calls.put(DATASET, "a.zip?expandArchive=maybe", "x").status()).isEqualTo(400);
  }

  @Test
  void any_other_verb_on_a_file_to_upload_is_405() {
    assertThat(calls.get("uploads/" + DATASET + "/files/a.csv").status()).isEqualTo(405);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 1000000\r\n\r\nhalf of it",
        "Transfer-Encoding: chunked\r\n\r\n400\r\nin the middle of a chunk",
        "Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"
      })
  void an_upload_cut_in_the_middle_stores_nothing(String lengthAndStart) throws IOException {
    int bodies = calls.bodies().size();

    try (Socket socket =
        new Socket(sandbox.dataWorldUrl().getHost(), sandbox.dataWorldUrl().getPort())) {
      OutputStream out = socket.getOutputStream();
      String head =
          "PUT /v0/uploads/acme/sales-data/files/sales.csv HTTP/1.1\r\nHost: sandbox\r\n"
              + "Authorization: Bearer "
              + DataWorld.TOKEN
              + "\r\n";
      out.write((head + lengthAndStart).getBytes(StandardCharsets.US_ASCII));
      out.flush();
      await().until(() -> calls.bodies().size() == bodies + 1);
    }

    await().until(() -> sandbox.dataWorld().stats().byStatus().containsKey("dropped"));
    assertThat(calls.bodies()).hasSize(bodies);
    assertThat(file("sales.csv").get("updated").asText()).isEqualTo("2026-01-05T06:00:00.000Z");
    assertThat(sandbox.dataWorld().stats().recordsWritten()).isZero();
  }

  @Test
  void the_service_may_cut_an_upload_too() {
    int bodies = calls.bodies().size();
    calls.set("{\"cutUploadAfterBytes\":100000}");

    assertThatThrownBy(() -> calls.put(DATASET, "a.csv", "x".repeat(5_000_000)))
        .isInstanceOf(UncheckedIOException.class);

    assertThat(calls.bodies()).hasSize(bodies);
    calls.set("{\"cutUploadAfterBytes\":-1}");
    assertThat(calls.put(DATASET, "a.csv", "x".repeat(5_000_000)).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_file_above_the_limit_is_413_and_not_stored(boolean lengthIsKnown) {
    int bodies = calls.bodies().size();
    calls.set("{\"maxFileBytes\":1000}");

    assertThat(sized("a.csv", 1000, lengthIsKnown).status()).isEqualTo(200);
    Wire.Answer answer = sized("b.csv", 1001, lengthIsKnown);

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.json().get("code").asInt()).isEqualTo(413);
    assertThat(calls.bodies()).hasSize(bodies + 1);
  }

  @Test
  void a_413_comes_whole_also_when_the_body_is_long() {
    calls.set("{\"maxFileBytes\":10}");

    assertThat(sized("a.csv", 20_000_000, true).status()).isEqualTo(413);
    assertThat(sized("a.csv", 20_000_000, false).status()).isEqualTo(413);
  }

  @Test
  void the_files_of_a_dataset_together_have_a_limit_and_a_replaced_one_does_not_count() {
    String dataset = "sandbox/scratch";
    calls.set("{\"maxDatasetBytes\":10}");

    assertThat(calls.put(dataset, "a", "123456").status()).isEqualTo(200);
    assertThat(calls.put(dataset, "b", "12345").status()).isEqualTo(413);
    assertThat(calls.put(dataset, "a", "1234567890").status()).isEqualTo(200);
    assertThat(calls.put(dataset, "b", "1").status()).isEqualTo(413);
  }

  @Test
  void the_files_are_deleted_at_the_end() {
    Path folder = sandbox.dataWorld().folder();
    calls.put(DATASET, "a.csv", "x");
    assertThat(Files.exists(folder)).isTrue();

    sandbox.close();

    assertThat(Files.exists(folder)).isFalse();
  }

  private Wire.Answer sized(String name, int bytes, boolean lengthIsKnown) {
    byte[] body = new byte[bytes];
    return calls.put(
        DATASET,
        name,
        lengthIsKnown
            ? BodyPublishers.ofByteArray(body)
            : BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body)));
  }

  private JsonNode file(String name) {
    for (JsonNode file : calls.get("datasets/" + DATASET).json().get("files")) {
      if (file.get("name").asText().equals(name)) {
        return file;
      }
    }
    throw new AssertionError("There is no file " + name);
  }
}
