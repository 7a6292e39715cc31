package io.writeback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.sandbox.Sandbox;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Objects that Workfront cannot edit in bulk, from the route to the object. */
class OneByOneTest {
  @RegisterExtension private final Home home = new Home();

  private static String id(int number) {
    return "%032x".formatted(number);
  }

  @Test
  void writes_each_row_by_a_call_of_its_own() throws IOException {
    Sandbox sandbox = home.sandbox(Home.EMPTY);
    StringBuilder csv = new StringBuilder("ID,Share Mode,isPublic\n");
    for (int i = 1; i <= 12; i++) {
      sandbox.putObject("QUED", Map.of("ID", id(i), "shareMode", "old"));
      csv.append(id(i)).append(",new ").append(i).append(",1\n");
    }
    csv.append(id(99)).append(",missing,1\n");
    home.file("queues.csv", csv.toString());
    home.writeback(
        "queues",
        "csv-dataset-action\nfile: queues.csv",
        "workfront-update-sink\nobject: queuedef");

    Home.Done ran = home.run("run", "queues", "--json");

    assertThat(ran.exitCode()).isEqualTo(3);
    JsonNode report = ran.json();
    assertThat(report.get("confirmed").asInt()).isEqualTo(12);
    assertThat(report.get("rejected").asInt()).isEqualTo(1);
    assertThat(report.get("requests").asInt()).isEqualTo(13);
    assertThat(report.at("/rejectCauses/0/example").asText()).contains("not found");
    assertThat(sandbox.object("QUED", id(12)).orElseThrow().get("shareMode").asText())
        .isEqualTo("new 12");
  }
}
