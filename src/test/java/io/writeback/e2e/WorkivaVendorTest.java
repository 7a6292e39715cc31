package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.cli.Home;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Workiva's possible changes to values, its locked ranges, and oversized responses. */
final class WorkivaVendorTest {
  @RegisterExtension private final WorkivaHome workiva = new WorkivaHome();

  private static List<String> warnings(JsonNode report, String about) {
    List<String> found = new ArrayList<>();
    report
        .get("warnings")
        .forEach(
            one -> {
              if (one.asText().contains(about)) {
                found.add(one.asText());
              }
            });
    return found;
  }

  // Values.

  @Test
  void numbers_that_come_back_as_text_of_their_value_are_confirmed_and_noted_once()
      throws IOException {
    Path file = workiva.file("domo/n.csv", "n,t\n1,a\n2.5,b\n3,c\n4,d\n5,e\n");
    workiva.settings("{\"numbersAsText\":true}");
    workiva.domoRoute(workiva.sandbox.addDataset("n.csv", file), "A1:B9", "batchSize: 2");

    JsonNode report = workiva.complete();

    assertThat(report.get("confirmed").asInt()).isEqualTo(5);
    assertThat(warnings(report, "came back"))
        .singleElement()
        .asString()
        .contains("5 numbers came back from Workiva as text of the same value, the first in A2");
  }

  @Test
  void a_resumed_run_says_what_it_has_counted() throws IOException {
    Path file = workiva.file("domo/n.csv", "n,t\n1,a\n2,b\n3,c\n4,d\n5,e\n");
    workiva.settings("{\"numbersAsText\":true}");
    workiva.domoRoute(workiva.sandbox.addDataset("n.csv", file), "A1:B6", "batchSize: 2");
    workiva
        .sandbox
        .faults()
        .add(io.writeback.sandbox.http.Fault.answer(503, "down").onMethod("PUT").nth(2).times(4));
    assertThat(workiva.runW().exitCode()).isEqualTo(4);

    Home.Done done = workiva.run("resume", "--json");

    assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
    JsonNode shown = workiva.run("show", "last", "--json").json();
    assertThat(warnings(shown.get("report"), "came back"))
        .singleElement()
        .asString()
        .contains("3 numbers", "counted since the run was resumed");
  }

  @Test
  void a_text_that_a_cell_has_read_as_something_else_differs_and_one_that_lost_nothing_does_not()
      throws IOException {
    workiva.settings("{\"parseTexts\":true}");
    workiva.route("A1:C9").csv("k,zip,n\na,00501,7\nb,x1,8\n");

    Home.Done done = workiva.runW();

    assertThat(done.exitCode()).as(done.out()).isEqualTo(3);
    JsonNode report = done.json();
    assertThat(report.get("differs").asInt()).isEqualTo(1);
    assertThat(report.get("confirmed").asInt()).isEqualTo(1);
    assertThat(report.get("differenceCauses").get(0).get("example").asText())
        .isEqualTo("sent 00501, found 501");
    assertThat(warnings(report, "came back"))
        .singleElement()
        .asString()
        .contains("2 texts came back", "the first in C2");
  }

  @Test
  void a_check_warns_of_texts_that_a_cell_may_read_otherwise_and_a_run_sends_them_as_they_are() {
    workiva.route("A1:C9").csv("k,zip,d\na,00501,2026-01-05\nb,x1,1/2\n");

    Home.Done check = workiva.run("check", "w");
    JsonNode report = workiva.complete();

    assertThat(check.out().replaceAll("\\s+", " "))
        .contains("column \"zip\": 1 numbers, such as \"00501\"")
        .contains("column \"d\": 2 dates, such as \"2026-01-05\"");
    assertThat(warnings(report, "column \"zip\": 1 numbers")).hasSize(1);
    assertThat(workiva.sheet())
        .isEqualToNormalizingNewlines("k,zip,d\na,00501,2026-01-05\nb,x1,1/2\n");
  }

  // Datasets.

  @ParameterizedTest
  @CsvSource({
    "A1:C9, B2:B4",
    "A1:C9, C9",
    "A1, A2:B9",
    "A:B, B3:C4",
    "':', A3:A4",
    "B2:, A1:B2",
  })
  void a_region_that_meets_the_locked_range_of_a_dataset_is_refused_before_the_first_block(
      String region, String dataset) throws IOException {
    workiva.sheet(",,,\n,,,\n,,,\n,,,x\n");
    workiva.admin("PUT", "/sandbox/sheets/s/a/dataset", "\"" + dataset + "\"");
    workiva.route(region).csv("k,v\n1,2\n3,4\n");

    JsonNode report = workiva.refused("WB-429");

    assertThat(report.get("reason").asText())
        .contains("\"Data\"", dataset, "nothing was written", "Set region");
  }

  @ParameterizedTest
  @CsvSource({"D1:E9, A1:C9", "A1, C1:D4", "A5:B9, A1:B4", "A1:B3, A4:"})
  void a_region_beside_a_dataset_is_written(String region, String dataset) {
    workiva.admin(
        "PUT", "/sandbox/sheets/s/a/dataset", "\"" + dataset.replace("A4:", "A4:Z99") + "\"");
    workiva.route(region).csv("k,v\n1,2\n3,4\n");

    assertThat(workiva.complete().get("confirmed").asInt()).isEqualTo(2);
  }

  // Pages.

  private void longTexts() throws IOException {
    String row = ("x".repeat(100) + ",").repeat(19) + "x".repeat(100) + "\n";
    workiva.sheet(row.repeat(1_000));
    workiva.route(":").csv("k,v\n1,2\n");
  }

  private long answers(String status) {
    return workiva.sandbox.workiva().stats().byStatus().getOrDefault(status, 0L);
  }

  /** The last: once when the run is planned, once when the emptied cells are read back. */
  @ParameterizedTest
  @CsvSource({
    "'{\"maxAnswerBytes\":1000000}', 500, 1",
    "'{\"maxAnswerBytes\":200000}', 500, 2",
    "'{\"readMicrosPerCell\":20,\"maxRequestMillis\":200}', 503, 2",
  })
  void an_answer_that_is_too_much_is_asked_for_in_smaller_pages_at_once(
      String settings, String status, int times) throws IOException {
    longTexts();
    workiva.settings(settings);

    workiva.complete();

    assertThat(workiva.sheet()).isEqualToNormalizingNewlines("k,v\n1,2\n");
    assertThat(answers(status)).isEqualTo(times);
  }

  @Test
  void a_block_of_much_text_is_read_back_in_small_pages_from_the_beginning() throws IOException {
    StringBuilder csv = new StringBuilder("k,v\n");
    for (int row = 1; row <= 10_000; row++) {
      csv.append(row).append(',').append("x".repeat(250)).append('\n');
    }
    workiva.settings("{\"maxAnswerBytes\":2000000}");
    workiva.route("A1:B10001").csv(csv.toString());

    assertThat(workiva.complete().get("confirmed").asInt()).isEqualTo(10_000);
    assertThat(answers("500")).isZero();
  }
}
