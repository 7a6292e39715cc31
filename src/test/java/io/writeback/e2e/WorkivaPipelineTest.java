package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A DataSet end to end into a region of a sheet. */
final class WorkivaPipelineTest {
  @RegisterExtension private final WorkivaHome workiva = new WorkivaHome();

  @Test
  void data_that_fits_one_block_is_one_request_that_also_empties_the_rest_of_the_region()
      throws IOException {
    workiva.sheet("s,s,s,s\ns,s,s,s\ns,s,s,s\ns,s,s,s\ns,s,s,s\n");
    workiva.route("B2:C4").csv("name,amount\nAnn,007\nBob,\n");

    JsonNode report = workiva.complete();

    assertThat(report.get("confirmed").asInt()).isEqualTo(2);
    assertThat(report.get("requests").asInt()).isEqualTo(1);
    assertThat(workiva.puts()).isEqualTo(1);
    assertThat(workiva.sheet())
        .isEqualToNormalizingNewlines("s,s,s,s\ns,name,amount,s\ns,Ann,007,s\ns,Bob,,s\ns,s,s,s\n");
  }
}
