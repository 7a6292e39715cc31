package io.writeback.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.TestPorts;
import io.writeback.sandbox.http.Json;
import io.writeback.sandbox.workiva.Workiva;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The start of the sandbox, and its own output. */
class SandboxTest {
  @Test
  void one_line_of_json_tells_scripts_everything() throws IOException {
    try (Sandbox sandbox = Sandbox.start(SandboxSettings.onFreePorts())) {
      String line = sandbox.toJson();

      assertThat(line).doesNotContain("\n");
      JsonNode json = Json.read(line);
      assertThat(json.get("domo").fieldNames())
          .toIterable()
          .containsExactly("url", "clientId", "clientSecret", "datasets");
      assertThat(json.get("workfront").fieldNames())
          .toIterable()
          .containsExactly("url", "username", "password", "apiKey");
      assertThat(json.get("workiva").fieldNames())
          .toIterable()
          .containsExactly("url", "clientId", "clientSecret", "spreadsheets");
      assertThat(json.at("/workiva/spreadsheets/Employment Report/sheets/US Employment").asText())
          .matches("[0-9a-f]{32}");
      assertThat(json.at("/domo/datasets/project-status.csv").asText())
          .matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
      assertThat(json.get("dataworld").fieldNames())
          .toIterable()
          .containsExactly("url", "token", "datasets");
      assertThat(json.at("/dataworld/datasets/acme~1sales-data").asText()).isEqualTo("WRITE");
    }
  }

  @Test
  void people_get_the_lines_for_their_properties() throws IOException {
    try (Sandbox sandbox = Sandbox.start(SandboxSettings.onFreePorts())) {
      assertThat(sandbox.describe())
          .contains("account.domo.url=" + sandbox.domoUrl())
          .contains("account.workfront.url=" + sandbox.workfrontUrl())
          .contains("account.workiva.url=" + sandbox.workivaUrl())
          .contains("account.workiva.client-id=" + Workiva.CLIENT_ID)
          .contains("account.workiva.client-secret=" + Workiva.CLIENT_SECRET)
          .contains("account.workiva.allow-private=true")
          .contains("account.domo.allow-private=true")
          .contains("account.workfront.allow-private=true");
    }
  }

  @Test
  void people_hear_of_data_world_and_get_its_lines() throws IOException {
    try (Sandbox sandbox = Sandbox.start(SandboxSettings.onFreePorts())) {
      assertThat(sandbox.describe())
          .contains("data.world " + sandbox.dataWorldUrl())
          .contains("account.data-world.url=" + sandbox.dataWorldUrl())
          .contains("account.data-world.token=" + sandbox.dataWorld().account().get("token"))
          .contains("account.data-world.allow-private=true");
    }
  }

  @Test
  void a_port_of_data_world_in_use_ends_what_was_started_before() throws IOException {
    try (ServerSocket taken = portAfterFreeOnes()) {
      int port = taken.getLocalPort();
      SandboxSettings settings = SandboxSettings.defaults().withPortBase(port - 3);

      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> Sandbox.start(settings))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("Port " + port + " of the sandbox's data.world");
      }
    }
  }

  @Test
  void a_port_in_use_is_named() throws IOException {
    try (Sandbox sandbox = Sandbox.start(SandboxSettings.onFreePorts())) {
      int port = sandbox.workfrontUrl().getPort();

      assertThatThrownBy(() -> Sandbox.start(SandboxSettings.defaults().withPortBase(port)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(String.valueOf(port));
    }
  }

  @Test
  void settings_that_make_no_sense_are_refused() {
    SandboxSettings settings = SandboxSettings.defaults();

    assertThatThrownBy(() -> settings.withPortBase(-1)).hasMessageContaining("port");
    assertThatThrownBy(() -> settings.withDataDir(Path.of("/nowhere")))
        .hasMessageContaining("data");
    assertThatThrownBy(() -> settings.withConcurrencyLimit(0)).hasMessageContaining("concurrency");
    assertThatThrownBy(() -> settings.withSessionTtl(Duration.ZERO))
        .hasMessageContaining("sessionTtl");
  }

  /** A port in use, whose third and second predecessors are free. */
  private static ServerSocket portAfterFreeOnes() throws IOException {
    InetAddress loopback = InetAddress.getByName("127.0.0.1");
    while (true) {
      ServerSocket taken = TestPorts.listen(1);
      int port = taken.getLocalPort();
      try (ServerSocket first = new ServerSocket(port - 3, 1, loopback);
          ServerSocket second = new ServerSocket(port - 2, 1, loopback);
          ServerSocket third = new ServerSocket(port - 1, 1, loopback)) {
        assertThat(List.of(first, second, third)).allMatch(ServerSocket::isBound);
        return taken;
      } catch (BindException e) {
        taken.close();
      }
    }
  }
}
