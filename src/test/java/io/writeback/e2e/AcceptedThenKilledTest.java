package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.writeback.TestPorts;
import io.writeback.cli.Home;
import io.writeback.queue.BrokerChild;
import io.writeback.queue.Brokers;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.SandboxSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that crashes between the acceptance of a request and its acknowledgement. */
final class AcceptedThenKilledTest {
  private static final String ID = "fe13aebd50b0933b335d4428e2521b1e";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"ACCEPT:before:1", "ACCEPT:after:1"})
  void the_request_comes_again_and_is_one_run(String failPoint) throws Exception {
    int port = TestPorts.unused();
    String url = "tcp://127.0.0.1:" + port;
    try (Sandbox sandbox = Sandbox.start(SandboxSettings.onFreePorts().withDemoObjects(false));
        BrokerChild broker = new BrokerChild(folder.resolve("broker"), port);
        ActiveMQConnectionFactory client =
            new ActiveMQConnectionFactory(url, Brokers.USER, Brokers.PASSWORD)) {
      broker.start();
      sandbox.putObject("PROJ", Map.of("ID", ID, "name", "old"));
      Home home =
          new Home(folder)
              .with(sandbox)
              .set("queue.url", url)
              .set("queue.username", Brokers.USER)
              .set("queue.password", Brokers.PASSWORD)
              .csvToWorkfront("few", "few.csv");
      home.file("few.csv", "ID,Name\n" + ID + ",new\n");
      assertThat(home.run("list").exitCode()).isZero();
      Brokers.send(client, "writeback.requests", "{\"writeback\":\"few\",\"requestId\":\"once\"}");

      Process dying = Child.start(folder, Child.failingAt(folder, failPoint), "start");
      assertThat(dying.waitFor(180, TimeUnit.SECONDS)).isTrue();
      assertThat(dying.exitValue()).as(Child.tail(folder)).isEqualTo(137);

      Process server = Child.start(folder, List.of(), "start");
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
