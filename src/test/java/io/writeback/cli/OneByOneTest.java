package io.writeback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.SandboxSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects that Workfront cannot edit in bulk, from the route to the object. */
class OneByOneTest {
  private static String id(int number) {
    return "%032x".formatted(number);
  }

  @Test
  void writes_each_row_by_a_call_of_its_own(@TempDir Path folder) throws IOException {
    try (Sandbox sandbox = Sandbox.start(SandboxSettings.onFreePorts().withDemoObjects(false));
        CommandHome home = CommandHome.of(sandbox, folder)) {
      StringBuilder csv = new StringBuilder("ID,Share Mode,isPublic\n");
      for (int i = 1; i <= 12; i++) {
        sandbox.putObject("QUED", Map.of("ID", id(i), "shareMode", "old"));
        csv.append(id(i)).append(",new ").append(i).append(",1\n");
      }
      csv.append(id(99)).append(",missing,1\n");
      home.write("queues.csv", csv.toString());
      home.route(
          "queues",
          "csv-dataset-action\nfile: queues.csv",
          "workfront-update-sink\nobject: queuedef");

      CommandHome.Ran ran = home.run("run", "queues", "--json");

      assertThat(ran.exit()).isEqualTo(3);
      JsonNode report = ran.json();
      assertThat(report.get("confirmed").asInt()).isEqualTo(12);
      assertThat(report.get("rejected").asInt()).isEqualTo(1);
      assertThat(report.get("requests").asInt()).isEqualTo(13);
      assertThat(report.at("/rejectCauses/0/example").asText()).contains("not found");
      assertThat(sandbox.object("QUED", id(12)).orElseThrow().get("shareMode").asText())
          .isEqualTo("new 12");
    }
  }
}
