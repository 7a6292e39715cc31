package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.writeback.Child;
import io.writeback.TestPorts;
import io.writeback.cli.Home;
import io.writeback.queue.BrokerChild;
import io.writeback.queue.Brokers;
import io.writeback.sandbox.Sandbox;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that crashes between the acceptance of a request and its acknowledgement. */
final class AcceptedThenKilledTest {
  private static final String ID = "fe13aebd50b0933b335d4428e2521b1e";

  @RegisterExtension private final Home home = new Home();

  @ParameterizedTest
  @ValueSource(strings = {"ACCEPT:before:1", "ACCEPT:after:1"})
  void the_request_comes_again_and_is_one_run(String failPoint) throws Exception {
    int port = TestPorts.unused();
    String url = "tcp://127.0.0.1:" + port;
    Sandbox sandbox = home.sandbox(Home.EMPTY);
    try (BrokerChild broker = new BrokerChild(home.path("broker"), port);
        ActiveMQConnectionFactory client =
            new ActiveMQConnectionFactory(url, Brokers.USER, Brokers.PASSWORD)) {
      broker.start();
      sandbox.putObject("PROJ", Map.of("ID", ID, "name", "old"));
      home.set("queue.url", url)
          .set("queue.username", Brokers.USER)
          .set("queue.password", Brokers.PASSWORD)
          .csvToWorkfront("few", "few.csv");
      home.file("few.csv", "ID,Name\n" + ID + ",new\n");
      Brokers.send(client, "writeback.requests", "{\"writeback\":\"few\",\"requestId\":\"once\"}");

      Process dying = Child.start(home, Child.failingAt(home, failPoint), "start");
      assertThat(dying.waitFor(180, TimeUnit.SECONDS)).isTrue();
      assertThat(dying.exitValue()).as(Child.tail(home)).isEqualTo(137);

      Process server = Child.start(home, List.of(), "start");
      try {
        // It follows the first in the queue: once it is accepted, the first was acknowledged.
        Brokers.send(
            client, "writeback.requests", "{\"writeback\":\"few\",\"requestId\":\"second\"}");
        await()
            .until(
                () ->
                    home.run("runs", "--state", "complete").out().contains("COMPLETE")
                        && !home.run("runs").out().matches("(?s).*(ACCEPTED|RUNNING|SNAPSHOT).*"));
        assertThat(sandbox.object("PROJ", ID).orElseThrow().get("name").asText()).isEqualTo("new");
        assertThat(sandbox.stats().recordsWritten())
            .as("one run a request, or one for both")
            .isBetween(1L, 2L);
      } finally {
        server.destroy();
        server.waitFor(180, TimeUnit.SECONDS);
        server.destroyForcibly();
      }
    }
  }
}
