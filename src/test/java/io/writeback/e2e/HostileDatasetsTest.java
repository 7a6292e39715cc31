package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.cli.Home;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.workfront.Workfront;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile DataSets: the messages about them, and that no good row is lost. */
final class HostileDatasetsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @RegisterExtension private final Home home = new Home();
  private Sandbox sandbox;

  @BeforeEach
  void start() throws IOException {
    sandbox = home.sandbox(Home.EMPTY);
    for (int project = 1; project <= 3; project++) {
      sandbox.putObject("PROJ", Map.of("ID", id(project), "name", "old"));
    }
    home.csvToWorkfront("w", "w.csv");
  }

  private static String id(int number) {
    return String.format("%032x", number);
  }

  private String name(int project) {
    return sandbox.object("PROJ", id(project)).orElseThrow().get("name").asText();
  }

  private JsonNode run(String csv) throws IOException {
    home.file("w.csv", csv);
    return run();
  }

  private JsonNode run() throws IOException {
    Home.Done done = home.run("run", "w", "--json");
    JsonNode report = JSON.readTree(done.out());
    assertThat(report.get("run")).as(done.out() + done.err()).isNotNull();
    return ((com.fasterxml.jackson.databind.node.ObjectNode) report).put("exit", done.exitCode());
  }

  private void nothingWasSent(JsonNode report, int exit, String code, String... words) {
    assertThat(report.get("code").asText()).as(report.toString()).isEqualTo(code);
    assertThat(report.get("reason").asText()).contains(words);
    assertThat(report.get("exit").asInt()).isEqualTo(exit);
    assertThat(report.get("written").asInt()).isZero();
    assertThat(report.get("rejected").asInt()).isZero();
    assertThat(report.get("notSent").asLong()).isEqualTo(report.get("rows").asLong());
    assertThat(sandbox.stats().recordsWritten()).isZero();
  }

  @Test
  void without_the_id_column_nothing_is_sent_and_the_near_miss_is_named() throws IOException {
    nothingWasSent(run("Id,Name\n" + id(1) + ",new\n"), 2, "WB-401", "ID", "Id");
  }

  @Test
  void a_header_that_comes_twice_is_named() throws IOException {
    nothingWasSent(run("ID,Name,Name\n" + id(1) + ",a,b\n"), 1, "WB-212", "Name");
  }

  @Test
  void two_columns_for_one_field_are_both_named() throws IOException {
    nothingWasSent(run("ID,Name,name\n" + id(1) + ",a,b\n"), 2, "WB-402", "Name", "name");
  }

  @Test
  void a_label_that_two_fields_bear_is_reported_with_both_fields() throws IOException {
    nothingWasSent(
        run("ID,Notes\n" + id(1) + ",a\n"), 2, "WB-402", "DE:PM Notes", "DE:Client Notes");
  }

  @Test
  void a_short_row_is_named_and_nothing_is_sent() throws IOException {
    nothingWasSent(run("ID,Name\n" + id(1) + ",new\n" + id(2) + "\n"), 1, "WB-211", "row 2");
  }

  @Test
  void a_long_row_is_named_and_nothing_is_sent() throws IOException {
    nothingWasSent(
        run("ID,Name\n" + id(1) + ",new\n" + id(2) + ",new,more\n"), 1, "WB-211", "row 2");
  }

  @Test
  void a_quote_that_is_never_closed_is_reported() throws IOException {
    nothingWasSent(
        run("ID,Name\n" + id(1) + ",new\n" + id(2) + ",\"new\n" + id(3) + ",new\n"),
        1,
        "WB-211",
        "row 2");
  }

  @Test
  void a_byte_order_mark_is_no_part_of_the_first_column() throws IOException {
    JsonNode report = run("\uFEFFID,Name\n" + id(1) + ",new\n");

    assertThat(report.get("exit").asInt()).as(report.toString()).isZero();
    assertThat(name(1)).isEqualTo("new");
  }

  @Test
  void a_file_in_another_character_set_is_reported_and_read_once_it_is_named() throws IOException {
    Files.write(
        home.path("w.csv"),
        ("ID,Name\n" + id(1) + ",Größe\n").getBytes(Charset.forName("windows-1252")));
    nothingWasSent(run(), 1, "WB-213", "UTF-8", "row 1");

    home.file(
        "routes/w.camel.yaml",
        Files.readString(home.path("routes/w.camel.yaml"))
            .replace("file: \"w.csv\"", "file: \"w.csv\"\n              charset: windows-1252"));

    assertThat(run().get("exit").asInt()).isZero();
    assertThat(name(1)).isEqualTo("Größe");
  }

  @Test
  void a_nul_in_a_cell_harms_no_other_row() throws IOException {
    JsonNode report = run("ID,Name\n" + id(1) + ",a\0b\n" + id(2) + ",new\n" + id(3) + ",new\n");

    assertThat(report.get("confirmed").asInt() + report.get("rejected").asInt())
        .as(report.toString())
        .isEqualTo(3);
    assertThat(name(2)).isEqualTo("new");
    assertThat(name(3)).isEqualTo("new");
  }

  @Test
  void a_cell_of_ten_megabytes_arrives_whole_and_so_do_its_neighbours() throws IOException {
    String large = "0123456789".repeat(1_000_000);

    JsonNode report =
        run("ID,Description\n" + id(1) + ",a\n" + id(2) + "," + large + "\n" + id(3) + ",c\n");

    assertThat(report.get("confirmed").asInt()).isEqualTo(3);
    assertThat(sandbox.object("PROJ", id(2)).orElseThrow().get("description").asText())
        .isEqualTo(large);
    assertThat(sandbox.object("PROJ", id(3)).orElseThrow().get("description").asText())
        .isEqualTo("c");
  }

  @Test
  void ten_thousand_columns_that_fit_nothing_are_left_out_and_listed() throws IOException {
    StringBuilder header = new StringBuilder("ID,Name");
    StringBuilder row = new StringBuilder(id(1) + ",new");
    for (int column = 0; column < 10_000; column++) {
      header.append(",column ").append(column);
      row.append(',').append(column);
    }

    JsonNode report = run(header + "\n" + row + "\n");

    assertThat(report.get("exit").asInt()).isZero();
    assertThat(report.get("unmatchedColumns")).hasSize(10_000);
    assertThat(name(1)).isEqualTo("new");
  }

  @Test
  void a_thousand_custom_fields_are_written_and_checked_although_no_address_could_name_them_all()
      throws IOException {
    sandbox.putObject("CTGY", Map.of("ID", id(90), "name", "Wide", "catObjCode", "PROJ"));
    sandbox.putObject("PROJ", Map.of("ID", id(1), "name", "old", "categoryID", id(90)));
    StringBuilder header = new StringBuilder("ID");
    StringBuilder row = new StringBuilder(id(1));
    for (int field = 0; field < 1_000; field++) {
      String name = "A custom field with a long name, number " + field;
      sandbox.putObject(
          "PARAM",
          Map.of(
              "ID",
              id(1_000 + field),
              "name",
              name.replace(",", ""),
              "label",
              name,
              "dataType",
              "TEXT",
              "displayType",
              "TEXT"));
      sandbox.putObject(
          "CTGYPA",
          Map.of("ID", id(5_000 + field), "categoryID", id(90), "parameterID", id(1_000 + field)));
      header.append(",DE:").append(name.replace(",", ""));
      row.append(",value ").append(field);
    }

    JsonNode report = run(header + "\n" + row + "\n");

    assertThat(report.get("exit").asInt()).as(report.toString()).isZero();
    assertThat(
            sandbox
                .object("PROJ", id(1))
                .orElseThrow()
                .get("DE:A custom field with a long name number 999")
                .asText())
        .isEqualTo("value 999");
  }

  @Test
  void an_unknown_id_and_a_forbidden_object_are_rejected_with_the_destinations_words()
      throws IOException {
    sandbox.putObject("PROJ", Map.of("ID", id(2), "name", "old", "sandboxNoEdit", true));

    JsonNode report =
        run(
            "ID,Name\n"
                + id(1)
                + ",new\n"
                + id(2)
                + ",new\n"
                + id(99)
                + ",new\n"
                + id(3)
                + ",new\n");

    assertThat(report.get("exit").asInt()).isEqualTo(3);
    assertThat(report.get("confirmed").asInt()).isEqualTo(2);
    assertThat(report.get("rejectCauses").toString())
        .contains("You do not have sufficient access to edit this Project")
        .contains("Project with primary key value(s) \\\"" + id(99) + "\\\" not found");
    assertThat(name(1)).isEqualTo("new");
    assertThat(name(3)).isEqualTo("new");
  }

  @Test
  void a_key_that_comes_a_thousand_times_is_written_once_with_its_last_values() throws IOException {
    StringBuilder csv = new StringBuilder("ID,Name\n");
    for (int row = 1; row <= 3_000; row++) {
      csv.append(row % 3 == 0 ? id(2).toUpperCase(java.util.Locale.ROOT) : id(1))
          .append(",version ")
          .append(row)
          .append('\n');
    }

    JsonNode report = run(csv.toString());

    assertThat(report.get("exit").asInt()).isZero();
    assertThat(report.get("superseded").asInt()).isEqualTo(2_998);
    assertThat(report.get("confirmed").asInt()).isEqualTo(2);
    assertThat(name(1)).isEqualTo("version 2999");
    assertThat(name(2)).isEqualTo("version 3000");
    assertThat(sandbox.stats().recordsWritten()).isEqualTo(2);
  }

  @Test
  void an_object_that_does_not_exist_is_reported_with_the_nearest() {
    home.file("w.csv", "ID,Name\n");
    home.csvToWorkfront("w", "w.csv");
    home.file("routes/w.camel.yaml", routeFor("projcet"));

    Home.Done done = home.run("run", "w");

    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err()).contains("projcet").contains("did you mean project?");
  }

  @Test
  void a_plural_is_reported_with_its_singular() {
    home.file("w.csv", "ID,Name\n");
    home.file("routes/w.camel.yaml", routeFor("projects"));

    assertThat(home.run("run", "w").err()).contains("projects").contains("project?");
  }

  private static String routeFor(String object) {
    return """
        - route:
            id: w
            group: writeback
            from:
              uri: direct:w
              steps:
                - to: kamelet:csv-dataset-action?file=w.csv
                - to: kamelet:workfront-update-sink?object=%s
        """
        .formatted(object);
  }

  @Test
  void a_wrong_password_is_reported_with_the_keys_to_look_at_and_never_shown() throws IOException {
    home.set("account.workfront.auth", "session")
        .set("account.workfront.username", Workfront.USERNAME)
        .set("account.workfront.password", "hunter2canary");

    JsonNode report = run("ID,Name\n" + id(1) + ",new\n");

    nothingWasSent(report, 4, "WB-406", "account.workfront.password");
    assertThat(report.toString()).doesNotContain("hunter2canary");
  }

  @Test
  void a_host_that_never_answers_ends_the_run_at_its_deadline() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      home.set("account.workfront.url", "http://127.0.0.1:" + silent.getLocalPort())
          .set("http.deadline", "300ms")
          .set("http.tries", "2");

      nothingWasSent(run("ID,Name\n" + id(1) + ",new\n"), 4, "WB-407", "127.0.0.1");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void a_custom_field_that_is_renamed_in_mid_run_ends_it_within_the_batches_in_flight(int every)
      throws IOException {
    home.set("account.workfront.max-concurrency", "2");
    sandbox.putObject("CTGY", Map.of("ID", id(90), "name", "Form", "catObjCode", "PROJ"));
    Map<String, String> field =
        Map.of(
            "ID",
            id(91),
            "name",
            "Cost Code",
            "label",
            "Code",
            "dataType",
            "TEXT",
            "displayType",
            "TEXT");
    sandbox.putObject("PARAM", field);
    sandbox.putObject("CTGYPA", Map.of("ID", id(92), "categoryID", id(90), "parameterID", id(91)));
    StringBuilder csv = new StringBuilder("ID,Name,Code\n");
    for (int row = 1; row <= 2_000; row++) {
      sandbox.putObject("PROJ", Map.of("ID", id(1_000 + row), "name", "x", "categoryID", id(90)));
      csv.append(id(1_000 + row)).append(",new,");
      csv.append(row % every == 0 ? "c" + row : "").append('\n');
    }
    home.file("w.csv", csv.toString());
    sandbox
        .workfront()
        .set(sandbox.workfront().knobs().withLatency(java.time.Duration.ofMillis(50)));
    Thread renamer =
        new Thread(
            () -> {
              org.awaitility.Awaitility.await()
                  .pollInterval(java.time.Duration.ofMillis(2))
                  .until(() -> sandbox.stats().recordsWritten() >= 500);
              sandbox.putObject(
                  "PARAM",
                  Map.of(
                      "ID",
                      id(91),
                      "name",
                      "Cost Centre Code",
                      "label",
                      "Code",
                      "dataType",
                      "TEXT",
                      "displayType",
                      "TEXT"));
            });
    renamer.start();

    JsonNode report = run();

    assertThat(report.get("code").asText()).as(report.toString()).isEqualTo("WB-409");
    assertThat(report.get("reason").asText()).contains("column \"Code\"").contains("Cost Code");
    // None, unless the field was renamed during the write of a batch: then the rest of that batch.
    int rejected = report.get("rejected").asInt();
    assertThat(rejected).isLessThan(100);
    assertThat(report.get("confirmed").asInt() + rejected).isGreaterThanOrEqualTo(500);
    // Two batches were in flight, one waited for a slot, and one more may have been handed out.
    assertThat(report.get("confirmed").asInt() + rejected)
        .isGreaterThanOrEqualTo((report.get("batches").asInt() - 4) * 100);
    assertThat(
            new String(
                Files.readAllBytes(home.path("data/ledger.db")), StandardCharsets.ISO_8859_1))
        .doesNotContain(Workfront.API_KEY);
  }
}
