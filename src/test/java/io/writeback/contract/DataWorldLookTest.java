package io.writeback.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.writeback.account.Accounts;
import io.writeback.auth.TokenStore;
import io.writeback.cli.Home;
import io.writeback.config.Configuration;
import io.writeback.config.Settings;
import io.writeback.dataset.Column;
import io.writeback.dataset.ColumnType;
import io.writeback.dataset.Schema;
import io.writeback.dataset.Snapshot;
import io.writeback.destination.Destination;
import io.writeback.destination.HeldFile;
import io.writeback.destination.Plan;
import io.writeback.destination.PlanInput;
import io.writeback.destination.Resources;
import io.writeback.destination.RunContext;
import io.writeback.destination.dataworld.DataWorldType;
import io.writeback.http.CallFailure;
import io.writeback.http.Governor;
import io.writeback.http.Http;
import io.writeback.http.HttpLimits;
import io.writeback.http.Outcome;
import io.writeback.http.RetryPolicy;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.dataworld.DataWorld;
import io.writeback.sandbox.http.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** data.world: the file that is there under the name of the one that a run sends. */
final class DataWorldLookTest {
  private static final String DATASET = "acme/look";
  private static final String FILE = "/v0/uploads/" + DATASET + "/files/data.csv";
  private static final String DOWNLOAD = "/v0/file_download/" + DATASET + "/data.csv";
  private static final byte[] OLD = "row,value\n1,é\r\n\u0000".getBytes(UTF_8);
  private static final byte[] NEW = "row,value\n1,new\n".getBytes(UTF_8);

  @TempDir private Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Http http =
      new Http(
          HttpLimits.STANDARD,
          new RetryPolicy(2, 2, Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(1)),
          new Governor());
  private Sandbox all;
  private Plan plan;

  @BeforeEach
  void start() throws IOException {
    all = Sandbox.start(Home.EMPTY);
    send("POST", "/sandbox/datasets/" + DATASET, "{}".getBytes(UTF_8));
    plan = plan(NEW);
  }

  @AfterEach
  void stop() throws IOException {
    http.close();
    all.close();
  }

  /** The plan of a run that sends these bytes. */
  private Plan plan(byte[] bytes) throws IOException {
    Map<String, String> keys =
        Map.of(
            "account.data-world.url",
            all.dataWorldUrl() + "/v0",
            "account.data-world.token",
            DataWorld.TOKEN,
            "account.data-world.min-interval",
            "0s",
            "account.data-world.allow-private",
            "true");
    Resources resources =
        new Resources(
            new Accounts(new Configuration(Path.of("."), "application.properties", keys, Map.of())),
            http,
            InstantSource.system(),
            new TokenStore(folder.resolve("tokens")));
    Settings options = new Settings("route", "", Map.of("dataset", DATASET, "fileName", "data"));
    Destination destination = new DataWorldType().connect(resources).open(options);
    options.orThrow();
    Schema schema =
        new Schema(
            List.of(new Column("row", ColumnType.STRING), new Column("value", ColumnType.STRING)));
    Path file = Files.write(folder.resolve("snapshot.csv"), bytes);
    Snapshot snapshot =
        new Snapshot(file, schema, 1, bytes.length, DigestUtils.sha256Hex(bytes), "a test", "");
    return destination.plan(
        new PlanInput(schema, 1, rows -> {}, List.of(), RunContext.now(), Optional.of(snapshot)));
  }

  private HttpResponse<byte[]> send(String method, String path, byte[] body) throws IOException {
    try {
      return client.send(
          HttpRequest.newBuilder(URI.create(all.dataWorldUrl() + path))
              .header("Authorization", "Bearer " + DataWorld.TOKEN)
              .method(method, BodyPublishers.ofByteArray(body))
              .build(),
          BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private byte[] raw() throws IOException {
    return send("GET", DOWNLOAD, new byte[0]).body();
  }

  @Test
  void the_file_comes_byte_for_byte_and_says_that_it_is_another() throws IOException {
    send("PUT", FILE, OLD);
    ByteArrayOutputStream held = new ByteArrayOutputStream();

    Optional<HeldFile> found = plan.download(held);

    assertThat(found)
        .contains(new HeldFile("data.csv", OLD.length, DigestUtils.sha256Hex(OLD), false));
    assertThat(held.toByteArray()).isEqualTo(OLD);
    assertThat(raw()).as("it is still there").isEqualTo(OLD);
  }

  @Test
  void the_file_that_the_run_would_send_is_equal() throws IOException {
    send("PUT", FILE, NEW);

    assertThat(plan.download(OutputStream.nullOutputStream()).orElseThrow().equal()).isTrue();
  }

  @Test
  void an_upload_of_what_was_held_restores_the_very_file() throws IOException {
    send("PUT", FILE, OLD);
    ByteArrayOutputStream held = new ByteArrayOutputStream();
    plan.download(held);
    upload(plan);
    assertThat(raw()).isEqualTo(NEW);

    upload(plan(held.toByteArray()));

    assertThat(raw()).isEqualTo(OLD);
  }

  private void upload(Plan plan) {
    io.writeback.http.HttpRequest upload =
        plan.authorise(plan.write(plan.whole().orElseThrow()).request());
    assertThat(http.once(upload).status()).isEqualTo(200);
  }

  @Test
  void without_such_a_file_nothing_is_held() {
    assertThat(plan.download(OutputStream.nullOutputStream())).isEmpty();
  }

  @Test
  void a_file_that_is_listed_and_cannot_be_downloaded_is_not_said_to_be_missing()
      throws IOException {
    send("PUT", FILE, OLD);
    for (Fault fault :
        List.of(
            Fault.answer(404, "{\"code\":404,\"message\":\"not found\"}"),
            Fault.answer(403, "{\"code\":403,\"message\":\"no\"}"),
            Fault.answer(503, "later"),
            Fault.of(Fault.Kind.CLOSE_BEFORE_COMMIT))) {
      all.faults().add(fault.onPath("file_download").times(Fault.FOR_EVER));

      assertThatExceptionOfType(CallFailure.class)
          .isThrownBy(() -> plan.download(OutputStream.nullOutputStream()))
          .matches(failure -> failure.outcome() == Outcome.UNKNOWN);
      all.faults().clear();
    }
  }

  @Test
  void a_disk_that_is_full_is_not_taken_for_the_network() throws IOException {
    send("PUT", FILE, OLD);
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int one) throws IOException {
            throw new IOException("No space left on device");
          }
        };

    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> plan.download(full))
        .withMessageContaining("No space left");
  }
}
