package io.writeback.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.sandbox.http.Json;
import io.writeback.sandbox.workiva.Workiva;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Starting, and what the sandbox tells about itself. */
class SandboxTest {
  @Test
  void oneLineOfJsonTellsScriptsEverything() throws IOException {
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
    }
  }

  @Test
  void peopleGetTheLinesForTheirProperties() throws IOException {
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
  void aPortInUseIsNamed() throws IOException {
    try (Sandbox sandbox = Sandbox.start(SandboxSettings.onFreePorts())) {
      int port = sandbox.workfrontUrl().getPort();

      assertThatThrownBy(() -> Sandbox.start(SandboxSettings.defaults().withPortBase(port)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(String.valueOf(port));
    }
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    SandboxSettings settings = SandboxSettings.defaults();

    assertThatThrownBy(() -> settings.withPortBase(-1)).hasMessageContaining("port");
    assertThatThrownBy(() -> settings.withDataDir(Path.of("/nowhere")))
        .hasMessageContaining("data");
    assertThatThrownBy(() -> settings.withConcurrencyLimit(0)).hasMessageContaining("concurrency");
    assertThatThrownBy(() -> settings.withSessionTtl(Duration.ZERO))
        .hasMessageContaining("sessionTtl");
  }
}
