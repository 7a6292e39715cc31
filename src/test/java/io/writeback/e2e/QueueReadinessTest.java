package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.writeback.TestPorts;
import io.writeback.cli.Home;
import io.writeback.queue.Brokers;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What readiness says of the queue and of the ledger: asked by using them. */
final class QueueReadinessTest {
  @RegisterExtension private final Home home = new Home();

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
    Path queue = Files.createDirectories(home.path("data/queue"));
    Files.setPosixFilePermissions(queue, PosixFilePermissions.fromString("rwxr-xr-x"));
    int port = TestPorts.unused();
    Map<String, String> keys =
        Map.of(
            "api.health-port",
            Integer.toString(port),
            "queue.min-free-bytes",
            Long.toString(Long.MAX_VALUE / 2));
    assertThat(new QueueServer(home, keys)).isNotNull();

    await()
        .untilAsserted(
            () ->
                assertThat(ready(port))
                    .contains("\"queue\":\"down\"")
                    .contains("the embedded broker accepts no messages"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(queue)))
        .isEqualTo("rwx------");
  }

  private static void awaitReady(int port, String words) {
    await().untilAsserted(() -> assertThat(ready(port)).contains(words));
  }

  @Test
  void events_that_the_broker_does_not_accept_are_a_warning_with_their_age() throws Exception {
    int port = TestPorts.unused();
    QueueServer server =
        new QueueServer(
            home,
            Map.of(
                "api.health-port",
                Integer.toString(port),
                "queue.min-free-bytes",
                Long.toString(Long.MAX_VALUE / 2)));
    // It looks at the disk only some time after it has started.
    awaitReady(port, "\"queue\":\"down\"");
    String run = server.runtime.engine().runs().accept("projects", "k").run().id();
    try (Connection other =
            DriverManager.getConnection("jdbc:sqlite:" + home.path("data/ledger.db"));
        Statement statement = other.createStatement()) {
      statement.execute("pragma busy_timeout = 30000");
      statement.execute("update run_event set at = at - 600000 where run_id = '" + run + "'");
    }

    awaitReady(port, "\"events\":\"warn\"");
    assertThat(ready(port)).containsPattern("events wait for the broker, the oldest for 6\\d\\d s");
  }

  @Test
  void a_broker_that_ends_no_transaction_is_not_ready_although_its_consumers_are_connected()
      throws Exception {
    int port = TestPorts.unused();
    int health = TestPorts.unused();
    AtomicBoolean swallows = new AtomicBoolean(true);
    AtomicInteger swallowed = new AtomicInteger();
    EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
    broker.setConfiguration(
        new ConfigurationImpl()
            .setPersistenceEnabled(false)
            .setSecurityEnabled(false)
            .addAcceptorConfiguration("local", "tcp://127.0.0.1:" + port));
    home.closing(broker::stop);
    broker.start();
    broker
        .getActiveMQServer()
        .getRemotingService()
        .addIncomingInterceptor(
            (Interceptor)
                (packet, connection) -> {
                  boolean answered =
                      packet.getType() != PacketImpl.SESS_ROLLBACK || !swallows.get();
                  swallowed.addAndGet(answered ? 0 : 1);
                  return answered;
                });
    Map<String, String> keys =
        Map.of(
            "api.health-port",
            Integer.toString(health),
            "queue.url",
            "tcp://127.0.0.1:" + port + "?callTimeout=5000",
            "queue.username",
            Brokers.USER,
            "queue.password",
            Brokers.PASSWORD);
    QueueServer server = new QueueServer(home, keys);
    await().until(() -> swallowed.get() > 0);
    server.ask(QueueServer.request("read-all-the-same"));
    assertThat(server.event()).as("its consumers work").isNotNull();

    assertThat(ready(health)).contains("\"queue\":\"down\"");

    swallows.set(false);
    awaitReady(health, "\"queue\":\"up\"");
  }

  @Test
  void a_ledger_that_can_be_read_and_not_written_is_not_ready() throws Exception {
    int health = TestPorts.unused();
    QueueServer server = new QueueServer(home, Map.of("api.health-port", Integer.toString(health)));
    try (Connection other =
            DriverManager.getConnection("jdbc:sqlite:" + home.path("data/ledger.db"));
        Statement statement = other.createStatement()) {
      awaitReady(health, "\"ledger\":\"up\"");

      statement.execute("pragma busy_timeout = 30000");
      statement.execute("begin immediate");

      assertThat(ready(health)).contains("\"ledger\":\"down\"");
      statement.execute("rollback");
      awaitReady(health, "\"ledger\":\"up\"");
      assertThat(server.runtime.engine().runs().find("none")).isEmpty();
    }
  }
}
