package io.writeback.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.cli.Home;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.workfront.WireKnobs;
import io.writeback.sandbox.workfront.Workfront;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms in which whole runs write to Workfront and read back what they wrote. */
final class WorkfrontWireTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Call PROJECTS = Call.of("PUT", "/attask/api/v20\\.0/proj");
  private static final Call USERS = Call.of("PUT", "/attask/api/v20\\.0/user");

  @RegisterExtension private final Home home = new Home();
  private Sandbox sandbox;
  private RecordingProxy proxy;

  @BeforeEach
  void start() throws IOException {
    sandbox = home.closing(Sandbox.start(Home.EMPTY));
    proxy = home.closing(new RecordingProxy(sandbox.workfrontUrl()));
    home.set("account.workfront.url", proxy.url().toString())
        .set("account.workfront.allow-private", "true")
        .set("account.workfront.api-key", Workfront.API_KEY);
  }

  @AfterEach
  void stop() throws IOException {
    RequestSchema schema = WorkfrontSchema.requests();
    proxy
        .exchanges()
        .forEach(
            one ->
                assertThat(schema.problems(one.request))
                    .as("what the vendor does not document: %s", one.request)
                    .isEmpty());
  }

  private static String id(int n) {
    return String.format("%032x", n);
  }

  private void objects(String objCode, int count, Map<String, Object> more) {
    for (int n = 1; n <= count; n++) {
      Map<String, Object> object = new TreeMap<>(more);
      object.put("ID", id(n));
      object.put("name", "old " + n);
      sandbox.putObject(objCode, object);
    }
  }

  private String stored(String objCode, int n, String field) {
    return sandbox.object(objCode, id(n)).orElseThrow().get(field).asText();
  }

  private void wire(WireKnobs knobs) {
    sandbox.workfront().set(sandbox.workfront().knobs().withWire(knobs));
  }

  private JsonNode run(int exitCode, String csv, String... options) throws IOException {
    home.file("rows.csv", csv);
    home.objectsToWorkfront(
        csv.contains("password") ? "user" : "project", "wire", "rows.csv", options);
    Home.Done done = home.run("run", "wire", "--json");
    assertThat(done.exitCode()).as(done.out() + done.err()).isEqualTo(exitCode);
    JsonNode report = JSON.readTree(done.out());
    return report.isArray() ? report.get(0) : report;
  }

  private static String names(int rows) {
    StringBuilder csv = new StringBuilder("ID,Name\n");
    for (int n = 1; n <= rows; n++) {
      csv.append(id(n)).append(",new ").append(n).append('\n');
    }
    return csv.toString();
  }

  /** Custom fields of a form whose names are too long together for an address. */
  private List<String> longNames(int count) {
    List<String> names = new ArrayList<>();
    for (int n = 1; n <= count; n++) {
      String name =
          "A custom field whose name is long enough for a hundred bytes, number %d".formatted(n);
      sandbox.putObject(
          "PARAM",
          Map.of(
              "ID",
              id(1_000 + n),
              "name",
              name,
              "label",
              name,
              "dataType",
              "TEXT",
              "displayType",
              "TEXT",
              "isActive",
              true,
              "isRequired",
              false));
      sandbox.putObject(
          "CTGYPA", Map.of("ID", id(2_000 + n), "categoryID", id(9), "parameterID", id(1_000 + n)));
      names.add(name);
    }
    sandbox.putObject(
        "CTGY", Map.of("ID", id(9), "name", "Long", "catObjCode", "PROJ", "isActive", true));
    return names;
  }

  private static String wide(List<String> names, int rows) {
    StringBuilder csv = new StringBuilder("ID");
    names.forEach(name -> csv.append(",\"").append(name).append('"'));
    for (int row = 1; row <= rows; row++) {
      csv.append('\n').append(id(row));
      for (int n = 1; n <= names.size(); n++) {
        csv.append(",v").append(row).append('-').append(n);
      }
    }
    return csv.append('\n').toString();
  }

  @Test
  void a_request_whose_fields_fit_no_address_stays_json_and_is_confirmed_by_a_search()
      throws IOException {
    objects("PROJ", 3, Map.of("categoryID", id(9)));

    JsonNode report = run(0, wide(longNames(120), 3));

    assertThat(report.get("confirmed").asInt()).isEqualTo(3);
    assertThat(proxy.exchanges(PROJECTS))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.request.query()).isEmpty();
              assertThat(one.request.header("Content-Type")).isEqualTo("application/json");
            });
    assertThat(proxy.exchanges(Call.of("POST", "/attask/api/v20\\.0/proj/search"))).hasSize(1);
  }

  @Test
  void what_the_search_shows_of_a_long_request_decides() throws IOException {
    objects("PROJ", 3, Map.of("categoryID", id(9)));
    List<String> names = longNames(120);
    sandbox.workfront().alter("PROJ", "DE:" + names.get(7), JSON.valueToTree("other"));

    JsonNode report = run(3, wide(names, 3));

    assertThat(report.get("differs").asInt()).isEqualTo(3);
  }

  @Test
  void a_refused_record_of_a_long_request_is_found() throws IOException {
    objects("PROJ", 8, Map.of("categoryID", id(9)));
    sandbox.putObject(
        "PROJ", Map.of("ID", id(5), "categoryID", id(9), "name", "old", "sandboxNoEdit", true));

    JsonNode report = run(3, wide(longNames(120), 8));

    assertThat(report.get("confirmed").asInt()).isEqualTo(7);
    assertThat(report.get("rejected").asInt()).isEqualTo(1);
  }

  @Test
  void a_name_with_a_comma_is_read_back_by_a_json_array() throws IOException {
    objects("PROJ", 2, Map.of("categoryID", id(9)));
    sandbox.workfront().alter("PROJ", "DE:" + longNames(1).get(0), JSON.valueToTree("other"));

    JsonNode report = run(3, wide(longNames(1), 2));

    assertThat(report.get("differs").asInt()).isEqualTo(2);
    assertThat(proxy.exchanges(PROJECTS))
        .allSatisfy(
            one -> assertThat(one.request.query().get("fields").get(0)).startsWith("[\"DE:A "));
  }

  @Test
  void money_that_is_answered_as_text_is_compared_by_its_value() throws IOException {
    objects("PROJ", 3, Map.of());
    sandbox.workfront().set(sandbox.workfront().knobs().withMoneyAsText(true));

    JsonNode report = run(0, "ID,budget\n%s,0.10\n%s,1e3\n%s,-7\n".formatted(id(1), id(2), id(3)));

    assertThat(report.get("confirmed").asInt()).isEqualTo(3);
    URI answer =
        URI.create(
            sandbox.workfrontUrl()
                + "/attask/api/v20.0/proj/%s?fields=budget&apiKey=%s"
                    .formatted(id(1), Workfront.API_KEY));
    try (InputStream shown = answer.toURL().openStream()) {
      assertThat(new String(shown.readAllBytes(), StandardCharsets.UTF_8))
          .contains("\"budget\":\"0.1");
    }
  }

  @Test
  void dates_go_out_in_the_form_of_the_account_and_an_old_version_is_named() throws IOException {
    objects("PROJ", 1, Map.of());
    home.set("account.workfront.date-time-form", "iso").set("account.workfront.api-version", "16");

    JsonNode report = run(0, "ID,plannedStartDate\n%s,2026-07-01T08:00\n".formatted(id(1)));

    assertThat(report.get("confirmed").asInt()).isEqualTo(1);
    assertThat(report.get("warnings").toString()).contains("v16.0", "26.4", "api-version");
    assertThat(proxy.exchanges(Call.of("PUT", "/attask/api/v16\\.0/proj")))
        .singleElement()
        .satisfies(
            one -> assertThat(one.request.text()).contains("\"2026-07-01T08:00:00.000+0000\""));
  }

  @Test
  void updates_go_as_a_form_where_no_json_is_taken() throws IOException {
    objects("PROJ", 250, Map.of());
    wire(WireKnobs.STANDARD.withJsonBodies(WireKnobs.JsonBodies.REFUSED));
    home.set("account.workfront.request-body", "updates");

    JsonNode report = run(0, names(250));

    assertThat(report.get("confirmed").asInt()).isEqualTo(250);
    assertThat(stored("PROJ", 250, "name")).isEqualTo("new 250");
  }

  @Test
  void no_form_is_longer_than_two_megabytes() throws IOException {
    objects("PROJ", 100, Map.of());
    home.set("account.workfront.request-body", "updates");
    StringBuilder csv = new StringBuilder("ID,description\n");
    for (int n = 1; n <= 100; n++) {
      csv.append(id(n)).append(',').append("+".repeat(30_000)).append('\n');
    }

    JsonNode report = run(0, csv.toString());

    assertThat(report.get("confirmed").asInt()).isEqualTo(100);
    assertThat(proxy.exchanges(PROJECTS))
        .hasSizeGreaterThan(4)
        .allSatisfy(one -> assertThat(one.request.text().length()).isLessThan(2 << 20));
  }

  @ParameterizedTest
  @CsvSource({"REFUSED,4", "IGNORED,1"})
  void a_tenant_that_takes_no_json_is_reported_by_the_setting(
      WireKnobs.JsonBodies bodies, int exitCode) throws IOException {
    objects("PROJ", 20, Map.of());
    wire(WireKnobs.STANDARD.withJsonBodies(bodies));

    JsonNode report = run(exitCode, names(20));

    assertThat(report.toString()).contains("account.workfront.request-body=updates");
    assertThat(report.get("confirmed").asInt()).isZero();
    assertThat(report.get("rejected").asInt()).isZero();
  }

  @Test
  void a_row_of_write_only_fields_alone_is_written_and_not_confirmed() throws IOException {
    objects("USER", 2, Map.of());

    JsonNode report = run(3, "ID,password\n%s,canary-1\n%s,canary-2\n".formatted(id(1), id(2)));

    assertThat(report.get("differs").asInt()).isEqualTo(2);
    assertThat(stored("USER", 1, "password")).isEqualTo("canary-1");
    assertThat(proxy.exchanges(USERS)).allSatisfy(one -> assertThat(one.request.query()).isEmpty());
    assertThat(report.get("warnings").toString()).contains("password is write-only");
    assertThat(Files.readString(Path.of(report.get("differencesFile").asText())))
        .contains("\"password\",\"(not shown)\",\"(write-only")
        .doesNotContain("canary");
  }

  @Test
  void a_row_of_write_only_fields_is_confirmed_if_the_setting_says_so() throws IOException {
    objects("USER", 2, Map.of());

    JsonNode report =
        run(0, "ID,password\n%s,one\n%s,two\n".formatted(id(1), id(2)), "writeOnlyFields: confirm");

    assertThat(report.get("confirmed").asInt()).isEqualTo(2);
  }

  @Test
  void a_row_with_a_write_only_field_is_confirmed_by_its_other_fields() throws IOException {
    objects("USER", 1, Map.of());

    JsonNode report = run(0, "ID,password,title\n%s,one,Dr\n".formatted(id(1)));

    assertThat(report.get("confirmed").asInt()).isEqualTo(1);
    assertThat(proxy.exchanges(USERS))
        .allSatisfy(
            one -> assertThat(one.request.query()).containsEntry("fields", List.of("title")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"name", "confirm"})
  void with_changed_rows_what_is_confirmed_goes_once_and_another_secret_goes_again(String setting)
      throws IOException {
    objects("USER", 2, Map.of());
    String[] options = {"mode: changed", "writeOnlyFields: " + setting};
    String rows = "ID,password,title\n%s,one,Dr\n%s,two,\n";
    boolean confirmed = setting.equals("confirm");
    run(confirmed ? 0 : 3, rows.formatted(id(1), id(2)), options);

    JsonNode again = run(confirmed ? 0 : 3, rows.formatted(id(1), id(2)), options);
    JsonNode changed =
        run(confirmed ? 0 : 3, rows.replace("one", "new").formatted(id(1), id(2)), options);

    assertThat(again.get("unchanged").asInt()).isEqualTo(confirmed ? 2 : 1);
    assertThat(changed.get("confirmed").asInt()).isEqualTo(1);
    assertThat(stored("USER", 1, "password")).isEqualTo("new");
  }
}
