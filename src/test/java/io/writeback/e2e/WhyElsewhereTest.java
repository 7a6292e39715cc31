package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code why} of a cell of a sheet, and of a file. */
final class WhyElsewhereTest {
  @RegisterExtension private final WorkivaHome workiva = new WorkivaHome();
  @RegisterExtension private final DataWorldHome dataWorld = new DataWorldHome();

  private JsonNode sheet(String... command) throws IOException {
    workiva.sheet("old,old\nold,old\nold,old\n");
    workiva.route("A1:B3", "batchSize: 1");
    workiva.csv("k,v\n1,2\n3,4\n");
    workiva.complete();
    return workiva.run(command).json();
  }

  @ParameterizedTest
  @ValueSource(strings = {"B3", "$B$3", "b3", "3", "row 3"})
  void a_cell_of_a_sheet_leads_to_its_row(String cell) throws IOException {
    JsonNode answer = sheet("why", "s/a", cell, "--json");

    assertThat(answer.get("key").asText()).isEqualTo("row 3");
    assertThat(answer.get("found")).hasSize(1);
    assertThat(answer.at("/found/0/row").asInt()).isEqualTo(2);
    assertThat(answer.at("/found/0/outcome").asText()).isEqualTo("CONFIRMED");
    assertThat(answer.at("/found/0/place").asText()).isEqualTo("A3:B3");
  }

  @Test
  void a_row_that_no_run_wrote_is_not_found() throws IOException {
    assertThat(sheet("why", "a", "C9", "--json").get("found")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"w.csv", "data/w.csv", "acme/data/w.csv", "w"})
  void a_file_leads_to_the_run_that_uploaded_it(String file) {
    dataWorld.route("w.csv");
    dataWorld.csv("k,v\n1,2\n3,4\n");
    String run = dataWorld.complete().get("run").asText();

    JsonNode answer = dataWorld.run("why", file, "--json").json();

    assertThat(answer.at("/found/0/run").asText()).isEqualTo(run);
    assertThat(answer.at("/found/0/key").asText()).isEqualTo("w.csv");
    assertThat(answer.at("/found/0/outcome").asText()).isEqualTo("CONFIRMED");
  }
}
