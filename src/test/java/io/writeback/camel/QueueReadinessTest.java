package io.writeback.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.writeback.queue.Brokers;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The readiness of a process with an embedded broker. */
final class QueueReadinessTest {
  @TempDir private Path folder;

  private static String ready(int port) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready"))
                .build(),
            BodyHandlers.ofString())
        .body();
  }

  @Test
  void a_broker_whose_disk_is_full_is_not_ready_and_its_folder_is_its_owners_only()
      throws Exception {
    Path queue = Files.createDirectories(folder.resolve("data/queue"));
    Files.setPosixFilePermissions(queue, PosixFilePermissions.fromString("rwxr-xr-x"));
    int port = Brokers.freePort();
    Map<String, String> keys =
        Map.of(
            "api.health-port",
            Integer.toString(port),
            "queue.min-free-bytes",
            Long.toString(Long.MAX_VALUE / 2));
    try (QueueHome home = new QueueHome(folder, keys)) {
      assertThat(home).isNotNull();
      await().untilAsserted(() -> assertThat(ready(port)).contains("\"queue\":\"down\""));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(queue)))
          .isEqualTo("rwx------");
    }
  }
}
