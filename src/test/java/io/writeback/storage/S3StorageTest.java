package io.writeback.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.writeback.TestPorts;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The storage for the files of runs, before a real server with the API of S3. */
@Timeout(120)
final class S3StorageTest {
  /** The smallest that S3 allows for all parts but the last. */
  private static final int PART = 5 << 20;

  @TempDir private Path folder;
  private BucketServer server;

  @BeforeEach
  void start() throws Exception {
    server = new BucketServer();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private S3Storage storage() {
    return S3Storage.open(server.settings(), PART);
  }

  private Path file(String content) throws Exception {
    return Files.writeString(folder.resolve("sent"), content);
  }

  @Test
  void a_file_is_what_was_stored() throws Exception {
    Path back = folder.resolve("back");
    try (S3Storage storage = storage()) {
      storage.put("runs/one/snapshot.csv", file("ID,Näme\n1,€\n"));
      storage.get("runs/one/snapshot.csv", back);
    }
    assertThat(server.names()).containsExactly("team/runs/one/snapshot.csv");
    assertThat(back).hasContent("ID,Näme\n1,€\n");
  }

  @Test
  void a_file_larger_than_a_part_is_stored_in_parts() throws Exception {
    byte[] bytes = new byte[2 * PART + 12_345];
    new Random(1).nextBytes(bytes);
    Path sent = Files.write(folder.resolve("sent"), bytes);
    Path back = folder.resolve("back");
    try (S3Storage storage = storage()) {
      storage.put("runs/one/snapshot.csv", sent);
      storage.get("runs/one/snapshot.csv", back);
    }
    assertThat(Files.readAllBytes(back)).isEqualTo(bytes);
  }

  @Test
  void an_empty_file_is_stored() throws Exception {
    Path back = folder.resolve("back");
    try (S3Storage storage = storage()) {
      storage.put("empty", file(""));
      storage.get("empty", back);
    }
    assertThat(back).isEmptyFile();
  }

  @Test
  void what_begins_with_a_name_is_deleted_and_nothing_else() throws Exception {
    try (S3Storage storage = storage()) {
      for (String name : new String[] {"runs/one/a", "runs/one/b", "runs/onetwo/a"}) {
        storage.put(name, file(name));
      }
      storage.deleteAll("runs/one/");
      storage.deleteAll("runs/none/");
    }
    assertThat(server.names()).containsExactly("team/runs/onetwo/a");
  }

  @Test
  void a_file_that_is_not_there_is_said_so() {
    try (S3Storage storage = storage()) {
      assertThatThrownBy(() -> storage.get("runs/one/gone", folder.resolve("back")))
          .isInstanceOf(WritebackException.class)
          .hasMessageContaining("s3://writeback-runs/team/runs/one/gone is not there")
          .extracting(e -> ((WritebackException) e).code())
          .isEqualTo(Code.STORAGE_DAMAGED);
    }
  }

  @Test
  void a_refused_login_names_what_to_check_and_no_secret() throws Exception {
    Path sent = file("rows");
    StorageSettings wrong = BucketServer.settings(server.address(), "wrong-secret");
    try (S3Storage storage = S3Storage.open(wrong)) {
      assertThatThrownBy(() -> storage.put("runs/one/a", sent))
          .isInstanceOf(WritebackException.class)
          .hasMessageContaining("s3://writeback-runs/team/ refused the request: 403")
          .hasMessageContaining("s3:GetObject")
          .hasMessageNotContaining("wrong-secret")
          .extracting(e -> ((WritebackException) e).code())
          .isEqualTo(Code.STORAGE_REFUSED);
    }
  }

  @Test
  void a_bucket_that_does_not_exist_refuses() throws Exception {
    Path sent = file("rows");
    StorageSettings right = server.settings();
    StorageSettings other =
        new StorageSettings(
            Optional.of(StorageSettings.Bucket.of("s3://another-bucket")),
            right.endpoint(),
            right.region(),
            right.accessKey(),
            right.secretKey(),
            right.encryption());
    try (S3Storage storage = S3Storage.open(other)) {
      assertThatThrownBy(() -> storage.put("runs/one/a", sent))
          .hasMessageContaining("NoSuchBucket")
          .extracting(e -> ((WritebackException) e).code())
          .isEqualTo(Code.STORAGE_REFUSED);
    }
  }

  @Test
  void a_server_that_is_away_can_come_back() throws Exception {
    Path sent = file("rows");
    URI nowhere = URI.create("http://127.0.0.1:" + TestPorts.unused());
    try (S3Storage storage = S3Storage.open(BucketServer.settings(nowhere, BucketServer.SECRET))) {
      assertThatThrownBy(() -> storage.put("runs/one/a", sent))
          .hasMessageContaining("cannot be reached")
          .extracting(e -> ((WritebackException) e).code())
          .isEqualTo(Code.STORAGE_AWAY);
    }
  }

  @Test
  void a_file_of_this_machine_that_cannot_be_read_is_not_the_fault_of_the_storage() {
    try (S3Storage storage = storage()) {
      assertThatThrownBy(() -> storage.put("runs/one/a", folder.resolve("missing")))
          .hasMessageContaining(folder.resolve("missing").toString())
          .extracting(e -> ((WritebackException) e).code())
          .isEqualTo(Code.SNAPSHOT_IO);
    }
    assertThat(server.names()).isEmpty();
  }

  @Test
  void the_encryption_that_is_asked_for_reaches_the_service() throws Exception {
    // S3Proxy ignores what it cannot do, so this looks at what is sent.
    WireMockServer wire =
        new WireMockServer(WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
    wire.start();
    try {
      wire.stubFor(
          WireMock.any(WireMock.anyUrl())
              .willReturn(
                  WireMock.ok()
                      .withHeader("Content-Length", "4")
                      .withHeader("ETag", "\"x\"")
                      .withBody("rows".getBytes(StandardCharsets.UTF_8))));
      StorageSettings plain =
          BucketServer.settings(URI.create(wire.baseUrl()), BucketServer.SECRET);
      StorageSettings encrypting =
          new StorageSettings(
              plain.bucket(),
              plain.endpoint(),
              plain.region(),
              plain.accessKey(),
              plain.secretKey(),
              StorageSettings.Encryption.of("aws:kms:key-of-the-team"));
      try (S3Storage storage = S3Storage.open(encrypting)) {
        storage.put("a", file("rows"));
      }
      wire.verify(
          WireMock.putRequestedFor(WireMock.urlEqualTo("/writeback-runs/team/a"))
              .withHeader("x-amz-server-side-encryption", WireMock.equalTo("aws:kms"))
              .withHeader(
                  "x-amz-server-side-encryption-aws-kms-key-id",
                  WireMock.equalTo("key-of-the-team"))
              .withHeader("Content-MD5", WireMock.matching(".{24}")));
    } finally {
      wire.stop();
    }
  }
}
