package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.cli.Home;
import io.writeback.sandbox.http.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs from a CSV file or a sandbox Domo into the files of a sandbox data.world. */
final class DataWorldRunTest {
  private static final String TWO = "id,name\n1,one\n2,two\n";

  @RegisterExtension private final DataWorldHome w = new DataWorldHome();

  private static byte[] real(String name) throws IOException {
    return Files.readAllBytes(
        Path.of(
            name.startsWith("airports") ? "src/main/resources/demo" : "src/test/resources/data",
            name));
  }

  // Byte for byte.

  @ParameterizedTest
  @CsvSource({"airports.csv,3376", "zipcodes.csv,42049"})
  void real_data_arrives_byte_for_byte(String name, int rows) throws IOException {
    Files.write(w.path("w.csv"), real(name));
    w.route(name);

    JsonNode report = w.complete();

    assertThat(w.bytes(name)).isEqualTo(real(name));
    assertThat(report.get("confirmed").asInt()).isEqualTo(rows);
    assertThat(report.get("requests").asInt()).isEqualTo(1);
    assertThat(report.get("bytes").asLong()).isEqualTo(real(name).length);
    assertThat(w.names()).containsExactly(name);
  }

  @Test
  void a_dataset_of_domo_arrives_byte_for_byte() throws IOException {
    Path file = Files.write(w.path("airports.csv"), real("airports.csv"));
    w.domoRoute(w.sandbox.addDataset("airports.csv", file), "airports").complete();

    assertThat(w.bytes("airports.csv")).isEqualTo(real("airports.csv"));
  }

  @Test
  void quotes_line_ends_and_blanks_stay_as_they_are_and_a_byte_order_mark_does_not() {
    String text = "id,name\r\n1,\"a \"\"b\"\"\nc\"\r\n2,\r\n3,\"\"\r\n4, ü€𐍈 ";
    w.route("data").csv("\uFEFF" + text).complete();

    assertThat(w.text("data.csv")).isEqualTo(text);
  }

  // Names.

  @Test
  void without_an_append_the_file_is_overwritten_by_every_run() {
    w.route("data").csv(TWO).complete();
    w.csv("id,name\n3,three\n4,four\n").complete();

    assertThat(w.names()).containsExactly("data.csv");
    assertThat(w.text("data.csv")).isEqualTo("id,name\n3,three\n4,four\n");
    assertThat(w.uploads("data.csv")).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"R&D 100% a+b", "ü (1)", "v1.2", "a=b;c?d#e", "quarter 3.csv"})
  void a_name_arrives_as_it_is_and_has_its_extension_once(String name) {
    w.route(name).csv(TWO).complete();

    assertThat(w.names()).containsExactly(name.endsWith(".csv") ? name : name + ".csv");
  }

  @Test
  void with_the_date_a_second_run_on_a_day_overwrites_the_first() {
    w.route("data", "append: date").csv(TWO);
    LocalDate before = LocalDate.now(ZoneOffset.UTC);
    w.complete();
    w.complete();
    LocalDate after = LocalDate.now(ZoneOffset.UTC);

    DateTimeFormatter date = DateTimeFormatter.ofPattern("MM-dd-uuuu", Locale.ROOT);
    assertThat(w.names())
        .isSubsetOf("data_" + date.format(before) + ".csv", "data_" + date.format(after) + ".csv");
    if (before.equals(after)) {
      assertThat(w.uploads("data_" + date.format(before) + ".csv")).isEqualTo(2);
    }
  }

  @Test
  void with_a_number_every_run_makes_a_file_of_its_own() {
    w.route("data", "append: number").csv(TWO).complete();
    w.csv("id,name\n3,three\n4,four\n").complete();

    assertThat(w.names()).containsExactly("data_1.csv", "data_2.csv");
    assertThat(w.text("data_1.csv")).isEqualTo(TWO);
  }

  @Test
  void a_number_is_never_that_of_a_file_that_is_there() {
    w.put("data_7.csv", "x");
    w.put("data_x9.csv", "x");
    w.put("other_12.csv", "x");
    w.route("data", "append: number").csv(TWO).complete();

    assertThat(w.names()).contains("data_8.csv");
    assertThat(w.text("data_7.csv")).isEqualTo("x");
  }

  @Test
  void a_lost_ledger_overwrites_no_file() throws IOException {
    w.route("data", "append: number").csv(TWO).complete();
    Files.move(w.path("data"), w.path("lost"));
    w.complete();

    assertThat(w.names()).containsExactly("data_1.csv", "data_2.csv");
  }

  @Test
  void the_number_of_a_run_that_failed_is_not_used_again() {
    w.route("data", "append: number").csv(TWO);
    w.settings("{\"maxFileBytes\":3}");
    assertThat(w.runW().exitCode()).isEqualTo(1);
    w.settings("{\"maxFileBytes\":-1}");
    w.complete();

    assertThat(w.names()).containsExactly("data_2.csv");
  }

  @Test
  void the_number_of_a_file_that_was_deleted_is_not_used_again() {
    w.route("data", "append: number").csv(TWO).complete();
    w.deleteDataset();
    w.dataset("{}");
    w.complete();

    assertThat(w.names()).containsExactly("data_2.csv");
  }

  // Before the export.

  @Test
  void what_stands_in_the_way_is_reported_before_the_dataset_is_exported() throws IOException {
    Path file = Files.writeString(w.path("few.csv"), TWO);
    String id = w.sandbox.addDataset("few.csv", file);

    w.domoRoute(id, "data", "dataset: acme/no-such-thing");
    assertThat(w.refused("WB-405").get("reason").asText()).contains("acme/no-such-thing");
    w.domoRoute(id, "data", "dataset: acme/reference-data");
    assertThat(w.refused("WB-431").get("reason").asText())
        .contains("acme/reference-data", "READ", "WRITE or ADMIN", "account.data-world.token");
    w.domoRoute(id, "data", "dataset: acme/board-papers");
    w.refused("WB-405");
    w.settings("{\"revokeToken\":true}");
    w.domoRoute(id, "data");
    assertThat(w.refused("WB-406").get("reason").asText()).contains("account.data-world.token");

    assertThat(w.sandbox.domoStats().requests()).as("requests to Domo").isZero();
  }

  @Test
  void a_check_says_what_a_run_would_do_and_sends_nothing() {
    w.route("data", "append: number", "mode: changed").csv("#id,name\n1,one\n");
    Home.Done done = w.run("check", "w");

    assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
    assertThat(done.out()).contains("data_1.csv", "begins with #", "append=number");
    assertThat(w.names()).isEmpty();
  }

  @Test
  void datasets_and_their_files_are_discovered_page_by_page() {
    for (int i = 0; i < 120; i++) {
      w.addDataset("sandbox-user/more-" + (100 + i));
    }
    w.put("a.csv", "id\n1\n");
    JsonNode all = w.run("discover", "data-world", "--json").json();
    JsonNode files = w.run("discover", "data-world", "acme/data", "--json").json();

    assertThat(all.get("datasets").findValuesAsText("dataset"))
        .contains("acme/data", "acme/region-09", "sandbox-user/more-219")
        .doesNotHaveDuplicates()
        .doesNotContain("acme/board-papers");
    assertThat(files.get("files").get(0).get("name").asText()).isEqualTo("a.csv");
    assertThat(files.get("files").get(0).get("sizeInBytes").asInt()).isEqualTo(5);
    assertThat(w.run("discover", "data-world", "nonsense").err()).contains("no dataset");
  }

  // How much there is.

  @Test
  void no_rows_are_refused_unless_they_are_allowed() {
    w.put("data.csv", TWO);
    w.route("data").csv("id,name\n");
    assertThat(w.refused("WB-424").get("reason").asText()).contains("allowEmpty");
    w.route("data", "allowEmpty: true");

    JsonNode report = w.complete();

    assertThat(report.get("rows").asInt()).isZero();
    assertThat(w.text("data.csv")).isEqualTo("id,name\n");
  }

  @Test
  void far_fewer_rows_than_the_last_run_wrote_wait_for_a_person() {
    w.route("data", "append: number").csv("id\n1\n2\n3\n4\n5\n").complete();
    w.csv("id\n1\n2\n");
    assertThat(w.refused("WB-425").get("state").asText()).isEqualTo("PAUSED");
    w.route("data", "append: number", "maxShrink: 0.6");

    assertThat(w.run("resume").exitCode()).isZero();

    assertThat(w.names()).hasSize(2);
  }

  @Test
  void lines_that_begin_with_a_hash_are_warned_of_and_sent() {
    String text = "id,name\n#1,one\n2,\"a\n# b\"\n\"#3\",c\n4,# no\n";
    JsonNode report = w.route("data").csv(text).complete();

    assertThat(report.get("warnings").toString())
        .contains("begin with #: 3 (1 of them after a quote", "line 2");
    assertThat(w.text("data.csv")).isEqualTo(text);
  }

  @Test
  void a_file_that_is_too_large_is_refused_with_the_words_of_the_destination() {
    w.settings("{\"maxFileBytes\":5}");
    w.route("data").csv(TWO);
    Home.Done done = w.runW();

    assertThat(done.exitCode()).isEqualTo(1);
    JsonNode report = done.json();
    assertThat(report.get("code").asText()).isEqualTo("WB-432");
    assertThat(report.get("reason").asText()).contains("data.csv", "413", "Payload too large");
    assertThat(report.get("notSent").asInt()).isEqualTo(2);
    assertThat(w.names()).isEmpty();
  }

  // Changed files.

  @Test
  void a_file_that_did_not_change_is_not_sent_again() {
    w.route("data", "mode: changed").csv(TWO).complete();
    JsonNode same = w.complete();

    assertThat(same.get("unchanged").asInt()).isEqualTo(2);
    assertThat(same.get("confirmed").asInt()).isZero();
    assertThat(same.get("mode").asText()).isEqualTo("changed");
    assertThat(w.uploads("data.csv")).isEqualTo(1);
    assertThat(w.complete("--full").get("confirmed").asInt()).isEqualTo(2);
    assertThat(w.complete().get("unchanged").asInt()).isEqualTo(2);
    w.csv(TWO + "3,three\n");
    assertThat(w.complete().get("confirmed").asInt()).isEqualTo(3);
    assertThat(w.uploads("data.csv")).isEqualTo(3);
  }

  @Test
  void a_file_that_is_gone_or_has_another_size_is_sent_although_it_did_not_change() {
    w.route("data", "mode: changed").csv(TWO).complete();
    w.put("data.csv", "someone else's");
    assertThat(w.complete().get("confirmed").asInt()).isEqualTo(2);
    w.deleteDataset();
    w.dataset("{}");

    assertThat(w.complete().get("confirmed").asInt()).isEqualTo(2);
    assertThat(w.text("data.csv")).isEqualTo(TWO);
  }

  @Test
  void a_file_that_was_not_read_is_sent_again_although_it_did_not_change() {
    w.route("data", "mode: changed", "waitForIngest: true", "settle: 0s").csv(TWO);
    w.settings("{\"ingestFails\":true}");
    assertThat(w.runW().exitCode()).isEqualTo(3);
    assertThat(w.runW().exitCode()).isEqualTo(3);
    assertThat(w.uploads("data.csv")).isEqualTo(2);
    w.settings("{\"ingestFails\":false}");

    assertThat(w.complete().get("confirmed").asInt()).isEqualTo(2);

    assertThat(w.complete().get("unchanged").asInt()).isEqualTo(2);
    assertThat(w.uploads("data.csv")).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"true,3,0,2", "false,0,2,1"})
  void an_unchanged_file_in_a_dataset_that_is_not_loaded_is_sent_again_if_its_ingest_matters(
      boolean waits, int exitCode, int unchanged, int uploads) {
    w.route("data", "mode: changed", "waitForIngest: " + waits, "settle: 0s").csv(TWO).complete();
    w.dataset("{\"status\":\"SYSTEMERROR\"}");

    Home.Done done = w.runW();

    assertThat(done.exitCode()).as(done.out() + done.err()).isEqualTo(exitCode);
    assertThat(done.json().get("unchanged").asInt()).isEqualTo(unchanged);
    assertThat(w.uploads("data.csv")).isEqualTo(uploads);
  }

  @Test
  void another_name_is_another_file() {
    w.route("data", "mode: changed").csv(TWO).complete();
    w.route("data", "mode: changed", "append: date").complete();
    w.route("data", "mode: changed", "append: number").complete();
    w.complete();

    assertThat(w.names()).hasSize(4).contains("data.csv", "data_1.csv", "data_2.csv");
  }

  // Afterwards.

  @Test
  void a_run_that_waits_for_the_ingest_says_that_the_file_was_read() {
    w.settings("{\"ingestMillis\":700}");
    JsonNode report = w.route("data", "waitForIngest: true", "settle: 0s").csv(TWO).complete();

    assertThat(report.get("warnings").toString()).contains("data.csv: LOADED");
    assertThat(report.get("confirmed").asInt()).isEqualTo(2);
  }

  @Test
  void a_file_that_data_world_cannot_read_differs() throws IOException {
    w.settings("{\"ingestFails\":true}");
    w.route("data", "waitForIngest: true", "settle: 0s").csv(TWO);
    Home.Done done = w.runW();

    assertThat(done.exitCode()).as(done.out()).isEqualTo(3);
    JsonNode report = done.json();
    assertThat(report.get("differs").asInt()).isEqualTo(2);
    assertThat(report.get("warnings").toString()).contains("SYSTEMERROR");
    assertThat(Files.readString(Path.of(report.get("differencesFile").asText())))
        .contains("LOADED", "SYSTEMERROR");
    assertThat(w.text("data.csv")).isEqualTo(TWO);
  }

  @Test
  void a_list_from_before_the_upload_confirms_nothing() {
    w.put("data.csv", TWO);
    w.settings("{\"oldLists\":2}");
    long before = w.sandbox.dataWorld().stats().requests();

    w.route("data").csv(TWO).complete();

    // Two reads before the upload, and three until the list is current.
    assertThat(w.sandbox.dataWorld().stats().requests() - before).isGreaterThanOrEqualTo(6);
  }

  @Test
  void a_status_from_before_the_upload_is_not_believed() {
    w.route("data", "waitForIngest: true", "settle: 2s").csv(TWO);
    w.put("data.csv", TWO);
    w.settings("{\"ingestFails\":true,\"oldStatuses\":1}");

    Home.Done done = w.runW();

    assertThat(done.exitCode()).as(done.out() + done.err()).isEqualTo(3);
    assertThat(done.json().get("warnings").toString())
        .contains("SYSTEMERROR")
        .doesNotContain("LOADED");
  }

  @Test
  void too_many_requests_are_tried_again_from_the_first_byte() {
    w.route("data").csv(TWO);
    w.sandbox
        .faults()
        .add(Fault.answer(429, "{}").onMethod("PUT").onPath("/files/data.csv$").times(3));
    w.complete();

    assertThat(w.text("data.csv")).isEqualTo(TWO);
    assertThat(w.uploads("data.csv")).isEqualTo(1);
  }

  @Test
  void a_file_that_is_locked_for_a_while_is_sent_later() {
    w.route("data").csv(TWO);
    w.sandbox
        .faults()
        .add(Fault.answer(409, "{}").onMethod("PUT").onPath("/files/data.csv$").times(2));
    w.complete();

    assertThat(w.text("data.csv")).isEqualTo(TWO);
  }

  @Test
  void a_snapshot_that_someone_changed_never_arrives() throws IOException {
    w.route("data").csv(TWO);
    Path route = w.path("routes/w.camel.yaml");
    String sink = "        - to:\n            uri: kamelet:data-world-file-sink";
    Files.writeString(
        route,
        Files.readString(route)
            .replace(
                sink, "        - bean: { beanType: " + Tamper.class.getName() + " }\n" + sink));

    assertThat(w.refused("WB-214").get("reason").asText()).contains("snapshot.csv was changed");
    assertThat(w.names()).isEmpty();
  }

  @Test
  void digest_and_size_are_in_the_ledger_and_the_batch_names_its_file() {
    String run = w.route("data").csv(TWO).complete().get("run").asText();
    JsonNode shown = w.run("show", run, "--json").json();

    assertThat(shown.toString()).contains("data.csv");
    assertThat(w.file("data.csv").get("sizeInBytes").asInt())
        .isEqualTo(TWO.getBytes(StandardCharsets.UTF_8).length);
    assertThat(storedPlan(run)).contains(w.file("data.csv").get("sha256").asText());
  }

  private String storedPlan(String run) {
    try (var ledger =
        io.writeback.ledger.Ledger.open(
            new io.writeback.ledger.LedgerAddress.InDirectory(w.path("data")),
            java.time.InstantSource.system())) {
      return ledger.history().stored(run).orElseThrow().plan();
    }
  }

  @Test
  void all_mistakes_of_a_route_are_reported_at_once() {
    w.route("a/b", "dataset: Nonsense", "append: weekly", "zone: Mars", "mode: some", "settle: 2h")
        .csv(TWO);
    Home.Done done = w.run("run", "w");

    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err())
        .contains(
            "fileName is \"a/b\"",
            "dataset is \"Nonsense\"",
            "append is",
            "zone is",
            "mode is",
            "settle is longer");
    assertThat(List.of(done.err().split("WB-103"))).hasSize(7);
  }

  @Test
  void single_values_cannot_be_kept_before_they_are_overwritten_and_check_says_so_too() {
    w.route("data", "keepBefore: true").csv(TWO);

    Home.Done check = w.run("check", "w");

    assertThat(check.exitCode()).isEqualTo(2);
    assertThat(check.err()).contains("WB-103", "keepBefore", "remove the option");
    assertThat(w.refused("WB-103").get("reason").asText()).contains("keepBefore");
  }
}
