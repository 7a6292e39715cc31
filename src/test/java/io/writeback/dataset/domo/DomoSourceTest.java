package io.writeback.dataset.domo;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.writeback.dataset.domo.FakeDomo.EXPORT;
import static io.writeback.dataset.domo.FakeDomo.ID;
import static io.writeback.dataset.domo.FakeDomo.METADATA;
import static io.writeback.dataset.domo.FakeDomo.QUERY;
import static io.writeback.dataset.domo.FakeDomo.csv;
import static io.writeback.dataset.domo.FakeDomo.json;
import static io.writeback.dataset.domo.FakeDomo.metadata;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.writeback.dataset.ColumnType;
import io.writeback.dataset.NotReadyException;
import io.writeback.dataset.Preview;
import io.writeback.dataset.ReadContext;
import io.writeback.dataset.Refreshable;
import io.writeback.dataset.Sighting;
import io.writeback.dataset.Snapshot;
import io.writeback.dataset.SnapshotReader;
import io.writeback.dataset.SourceState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DomoSourceTest {
  private static final String MONDAY = "2026-11-16T02:00:00Z";
  private static final String TUESDAY = "2026-11-17T02:00:00Z";
  private static final String TWO_ROWS = "ID,\"Due, on\"\n1,2026-11-20T10:00:00\n2,\n";
  private static final String HTML = "<html><body>Sign in</body></html>";

  @TempDir Path folder;
  private final FakeDomo domo = new FakeDomo();

  @AfterEach
  void close() throws Exception {
    domo.close();
  }

  @Test
  void a_dataset_is_exported_with_its_schema_and_version() {
    domo.answers(METADATA, metadata(2, MONDAY));
    domo.answers(EXPORT, csv(TWO_ROWS));

    Snapshot snapshot = stage();

    assertThat(snapshot.file()).hasContent(TWO_ROWS);
    assertThat(snapshot.rows()).isEqualTo(2);
    assertThat(snapshot.version()).isEqualTo(MONDAY);
    assertThat(snapshot.source()).isEqualTo("Domo DataSet " + ID);
    assertThat(snapshot.schema().names()).containsExactly("ID", "Due, on");
    assertThat(snapshot.schema().columns().get(1).type()).isEqualTo(ColumnType.DATETIME);
    domo.server.verify(
        getRequestedFor(urlPathEqualTo(EXPORT))
            .withQueryParam("includeHeader", equalTo("true"))
            .withQueryParam("fileName", equalTo(ID + ".csv"))
            .withHeader("Accept", equalTo("text/csv")));
  }

  static Stream<Arguments> metadataAnswers() {
    return Stream.of(
        Arguments.of(problem(404, "Not Found"), "WB-201", "\"Not Found\""),
        Arguments.of(problem(403, "Forbidden"), "WB-203", "needs access"),
        Arguments.of(
            json("{\"error\":\"insufficient_scope\",\"error_description\":\"Insufficient scope\"}")
                .withStatus(403),
            "WB-203",
            "answered 403 \"Insufficient scope\"; the owner of the client"),
        Arguments.of(
            problem(400, "Infrastructure problem (403): Access is denied"), "WB-203", "TOE-1"),
        Arguments.of(problem(400, "Bad"), "WB-205", "TOE-1"),
        Arguments.of(problem(500, "Oops"), "WB-205", "500"),
        Arguments.of(aResponse().withStatus(302), "WB-205", "302"),
        Arguments.of(html(), "WB-205", "account.domo.url"),
        Arguments.of(json("[]"), "WB-205", "account.domo.url"),
        Arguments.of(json("{\"id\":\"x\",\"deleted\":true}"), "WB-202", "was deleted"),
        Arguments.of(json("{\"id\":\"x\",\"rows\":0,\"columns\":0}"), "WB-212", "no columns"));
  }

  @ParameterizedTest
  @MethodSource("metadataAnswers")
  void what_stands_in_the_way_is_reported(
      ResponseDefinitionBuilder answer, String code, String message) {
    domo.answers(METADATA, answer);
    assertThatThrownBy(this::stage)
        .hasMessageStartingWith(code + " ")
        .hasMessageContaining(ID)
        .hasMessageContaining(message);
    assertThat(domo.asked(EXPORT)).isZero();
  }

  static Stream<Arguments> exportAnswers() {
    return Stream.of(
        Arguments.of(html(), "WB-206", "\"text/html\": <html><body>Sign in</body></html>"),
        Arguments.of(aResponse().withBody(TWO_ROWS), "WB-206", "ID,\"Due, on\""),
        Arguments.of(csv(""), "WB-212", "it is empty"),
        Arguments.of(csv("ID,Due\n1,2\n"), "WB-212", "missing are [Due, on], unknown are [Due]"),
        Arguments.of(csv("\"Due, on\",ID\n1,2\n"), "WB-212", "the order is"),
        Arguments.of(csv("ID,\"Due, on\"\n1\n"), "WB-211", "row 1 (line 2) has 1 cell"),
        Arguments.of(csv("ID,\"Due, on\"\n1,\"2\n"), "WB-211", "never closed"),
        Arguments.of(csv("ID,\"Due, on\"\n1,2\n"), "WB-207", "has 1 rows, Domo counts 2"),
        Arguments.of(csv(TWO_ROWS + "3,\n"), "WB-207", "has 3 rows, Domo counts 2"),
        Arguments.of(csv("ID,\"Due, on\"\n" + "1,2\n".repeat(300_000)), "WB-210", "1048576 bytes"),
        Arguments.of(problem(403, "Forbidden"), "WB-203", "TOE-1"),
        Arguments.of(problem(503, "Later"), "WB-205", "503"),
        Arguments.of(problem(429, "Slow down"), "WB-205", "429"));
  }

  @ParameterizedTest
  @MethodSource("exportAnswers")
  void an_export_that_is_not_whole_and_right_leaves_no_snapshot(
      ResponseDefinitionBuilder answer, String code, String message) {
    domo.answers(METADATA, metadata(2, MONDAY));
    domo.answers(EXPORT, answer);
    assertThatThrownBy(this::stage)
        .hasMessageStartingWith(code + " ")
        .hasMessageContaining(ID)
        .hasMessageContaining(message);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void bytes_that_are_not_utf_8_are_reported() {
    domo.answers(METADATA, metadata(1, MONDAY));
    domo.answers(
        EXPORT,
        csv("")
            .withBody(
                "ID,\"Due, on\"\n\u00fc,2\n"
                    .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)));
    assertThatThrownBy(this::stage).hasMessageStartingWith("WB-213 Domo DataSet " + ID + ": row 1");
  }

  @Test
  void a_passing_failure_of_the_export_is_tried_again_from_the_start() {
    domo.answers(METADATA, metadata(2, MONDAY));
    domo.answers(EXPORT, problem(503, "Later"), problem(429, "Slow down"), csv(TWO_ROWS));
    assertThat(stage().rows()).isEqualTo(2);
    assertThat(domo.asked(EXPORT)).isEqualTo(3);
  }

  @Test
  void whether_an_export_that_does_not_fit_is_made_again_is_for_the_run_to_decide() {
    domo.answers(METADATA, metadata(2, MONDAY));
    domo.answers(EXPORT, csv("ID,\"Due, on\"\n1,2\n"));

    assertThatThrownBy(this::stage)
        .isInstanceOfSatisfying(
            NotReadyException.class, early -> assertThat(early.until()).isEmpty())
        .hasMessageStartingWith("WB-207");

    assertThat(domo.asked(EXPORT)).isEqualTo(1);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void so_is_whether_a_dataset_that_moved_is_exported_again() {
    domo.answers(METADATA, metadata(2, MONDAY), metadata(3, TUESDAY));
    domo.answers(EXPORT, csv(TWO_ROWS));

    assertThatThrownBy(this::stage)
        .isInstanceOf(NotReadyException.class)
        .hasMessageStartingWith("WB-208 ")
        .hasMessageContaining("from " + MONDAY + " to " + TUESDAY);

    assertThat(domo.asked(EXPORT)).isEqualTo(1);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void a_schema_that_changes_while_it_is_exported_is_a_move_and_no_mistake() {
    String changed =
        "{\"id\":\"x\",\"rows\":1,\"dataCurrentAt\":\"%s\",\"schema\":{\"columns\":[{\"name\":\"A\",\"type\":\"HUGE\"}]}}"
            .formatted(TUESDAY);
    domo.answers(METADATA, metadata(2, MONDAY), json(changed));
    domo.answers(EXPORT, csv("A\n1\n"));
    assertThatThrownBy(this::stage)
        .isInstanceOf(NotReadyException.class)
        .hasMessageStartingWith("WB-208 ");

    Snapshot snapshot = stage();

    assertThat(snapshot.schema().names()).containsExactly("A");
    assertThat(snapshot.schema().columns().get(0).type()).isEqualTo(ColumnType.STRING);
  }

  // --- a DataSet that was filled a moment ago

  /** By a clock of ours that is at noon. */
  private static final Instant NOON = Instant.parse("2026-11-16T12:00:00Z");

  private static final String DATE = "Date";

  private Snapshot stageAtNoon(Waiting reading) {
    return FakeDomo.source(domo.type(domo.http, () -> NOON)).stage(folder, reading);
  }

  /** A run that waits, and its warnings. */
  private static final class Waiting implements ReadContext {
    private final List<String> warnings = new ArrayList<>();
    private boolean waits = true;
    private Instant since = NOON;
    private Sighting first;

    @Override
    public void staged(long rows) {}

    @Override
    public boolean waits() {
      return waits;
    }

    @Override
    public Optional<Sighting> first() {
      return Optional.ofNullable(first);
    }

    @Override
    public Instant since() {
      return since;
    }

    @Override
    public void warn(String sentence) {
      warnings.add(sentence);
    }
  }

  private void filled(String current, String date) {
    domo.answers(METADATA, metadata(2, current).withHeader(DATE, date));
    domo.answers(EXPORT, csv(TWO_ROWS));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-16T11:50:00Z, 'Mon, 16 Nov 2026 12:00:00 GMT', 2026-11-16T12:05:01Z",
    "2026-11-16T09:50:00Z, 'Mon, 16 Nov 2026 10:00:00 GMT', 2026-11-16T12:05:01Z",
    "2026-11-16T13:50:00Z, 'Mon, 16 Nov 2026 14:00:00 GMT', 2026-11-16T12:05:01Z"
  })
  void a_run_waits_until_the_dataset_has_settled_by_the_clock_of_domo(
      String current, String date, Instant until) {
    filled(current, date);

    assertThatThrownBy(() -> stageAtNoon(new Waiting()))
        .isInstanceOfSatisfying(
            NotReadyException.class, early -> assertThat(early.until()).contains(until))
        .hasMessageStartingWith("WB-215 Domo DataSet " + ID + " was filled at " + current)
        .hasMessageContaining("settle=15m");

    assertThat(domo.asked(EXPORT)).isZero();
  }

  @Test
  void a_dataset_that_has_settled_is_exported_without_a_warning() {
    filled("2026-11-16T11:45:00Z", "Mon, 16 Nov 2026 12:00:00 GMT");
    Waiting run = new Waiting();

    assertThat(stageAtNoon(run).rows()).isEqualTo(2);

    assertThat(run.warnings).isEmpty();
  }

  @Test
  void a_state_that_the_trigger_has_waited_for_is_not_waited_for_again() {
    filled("2026-11-16T11:59:00Z", "Mon, 16 Nov 2026 12:00:00 GMT");
    Waiting run = new Waiting();
    run.first = Sighting.settled("2026-11-16T11:59:00Z");

    assertThat(stageAtNoon(run).rows()).isEqualTo(2);
  }

  @Test
  void a_run_of_a_person_is_warned_and_reads() {
    filled("2026-11-16T11:59:00Z", "Mon, 16 Nov 2026 12:00:00 GMT");
    Waiting run = new Waiting();
    run.waits = false;

    assertThat(stageAtNoon(run).rows()).isEqualTo(2);

    assertThat(run.warnings)
        .singleElement(org.assertj.core.api.InstanceOfAssertFactories.STRING)
        .startsWith(
            "WB-215: Domo DataSet " + ID + " was filled at 2026-11-16T11:59:00Z, less than");
  }

  @Test
  void a_dataset_that_never_settles_is_read_in_the_end_with_a_warning() {
    filled("2026-11-16T11:59:00Z", "Mon, 16 Nov 2026 12:00:00 GMT");
    Waiting run = new Waiting();
    run.since = NOON.minus(Duration.ofHours(1));

    assertThat(stageAtNoon(run).rows()).isEqualTo(2);

    assertThat(run.warnings)
        .singleElement(org.assertj.core.api.InstanceOfAssertFactories.STRING)
        .contains("kept changing for 1h, 4 times settle=15m");
  }

  @Test
  void a_look_for_a_refresh_has_the_times_of_domo() {
    filled("2026-11-16T11:59:00.5Z", "Mon, 16 Nov 2026 12:00:00 GMT");

    SourceState state = ((Refreshable) domo.source()).state();

    assertThat(state)
        .isEqualTo(
            new SourceState(
                "2026-11-16T11:59:00.5Z", Instant.parse("2026-11-16T11:59:00.500Z"), NOON));
  }

  @Test
  void a_check_warns_of_a_dataset_that_has_not_settled() {
    filled("2026-11-16T11:59:00Z", "Mon, 16 Nov 2026 12:00:00 GMT");

    assertThat(FakeDomo.source(domo.type(domo.http, () -> NOON)).preview(10).warnings())
        .singleElement(org.assertj.core.api.InstanceOfAssertFactories.STRING)
        .startsWith("WB-215");
  }

  // --- \\N

  private static final String MARKED =
      "ID,\"Due, on\"\n\\N,2026-11-20T10:00:00\n2,\\N\n\"3,\",\"\\N\"\n4,\n";

  @Test
  void a_mark_of_null_is_null_unless_the_column_is_text() throws Exception {
    domo.answers(METADATA, metadata(4, MONDAY));
    domo.answers(EXPORT, csv(MARKED));
    Waiting run = new Waiting();
    run.waits = false;

    Snapshot snapshot = domo.source().stage(folder, run);

    List<List<String>> cells = new ArrayList<>();
    try (SnapshotReader rows = snapshot.open()) {
      rows.forEachRemaining(row -> cells.add(row.kept().cells()));
    }
    assertThat(cells)
        .containsExactly(
            List.of("\\N", "2026-11-20T10:00:00"),
            Arrays.asList("2", null),
            Arrays.asList("3,", null),
            Arrays.asList("4", null));
    assertThat(run.warnings)
        .containsExactly(
            "the column \"ID\" has the text \\N in 1 row: it is sent as that text; if it means"
                + " NULL, turn it into an empty cell in Domo");
    assertThat(folder).isDirectoryNotContaining(file -> !file.equals(snapshot.file()));
    assertThat(Files.size(snapshot.file())).isEqualTo(snapshot.bytes());
  }

  @Test
  void a_check_reads_the_mark_as_a_run_does() {
    domo.answers(METADATA, metadata(4, MONDAY));
    domo.answers(EXPORT, csv(MARKED));

    Preview preview = domo.source().preview(10);

    assertThat(preview.rows().get(1).cells()).containsExactly("2", null);
    assertThat(preview.rows().get(0).cells()).containsExactly("\\N", "2026-11-20T10:00:00");
    assertThat(preview.warnings()).hasSize(1);
  }

  @Test
  void rows_are_counted_by_a_query_where_permissions_hide_some() {
    domo.answers(METADATA, metadata(1_000, MONDAY, true));
    domo.answers(EXPORT, csv(TWO_ROWS));
    domo.counts(2);

    assertThat(stage().rows()).isEqualTo(2);

    domo.server.verify(
        postRequestedFor(urlPathEqualTo(QUERY))
            .withRequestBody(equalToJson("{\"sql\":\"SELECT COUNT(*) FROM table\"}")));
  }

  @Test
  void a_count_by_query_that_differs_is_reported() {
    domo.answers(METADATA, metadata(2, MONDAY, true));
    domo.answers(EXPORT, csv(TWO_ROWS));
    domo.counts(5);
    assertThatThrownBy(this::stage)
        .hasMessageStartingWith("WB-207 ")
        .hasMessageContaining("has 2 rows, Domo counts 5 that this client can see");
  }

  @Test
  void a_query_that_answers_no_rows_is_reported() {
    domo.answers(METADATA, metadata(2, MONDAY, true));
    domo.answers(EXPORT, csv(TWO_ROWS));
    domo.server.stubFor(
        com.github.tomakehurst.wiremock.client.WireMock.post(urlPathEqualTo(QUERY))
            .willReturn(json("{\"numRows\":1}")));
    assertThatThrownBy(this::stage).hasMessageStartingWith("WB-205 the row count of Domo DataSet");
  }

  @Test
  void a_dataset_that_was_never_filled_is_an_empty_snapshot() {
    domo.answers(METADATA, metadata(0, ""));
    Snapshot snapshot = stage();
    assertThat(snapshot.rows()).isZero();
    assertThat(snapshot.file()).hasContent("\"ID\",\"Due, on\"\n");
    assertThat(domo.asked(EXPORT)).isZero();
  }

  @Test
  void a_dataset_that_was_never_filled_has_a_name_for_each_column_or_is_refused() {
    domo.answers(
        METADATA,
        json(
            """
            {"id":"%s","name":"Projects","rows":0,"columns":3,"pdpEnabled":false,
             "schema":{"columns":[{"type":"STRING","name":"ID"},{"type":"STRING","name":"ID"},
             {"type":"STRING","name":" "}]},
             "updatedAt":"2026-11-20T01:02:03.456Z","dataCurrentAt":""}
            """
                .formatted(ID)));
    assertThatThrownBy(this::stage)
        .hasMessageStartingWith("WB-212 Domo DataSet " + ID)
        .hasMessageContaining("\"ID\" is the name of the columns 1 and 2")
        .hasMessageContaining("column 3 has no name");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void an_emptied_dataset_is_exported_all_the_same() {
    domo.answers(METADATA, metadata(0, MONDAY));
    domo.answers(EXPORT, csv("ID,\"Due, on\"\n"));
    assertThat(stage().rows()).isZero();
    assertThat(domo.asked(EXPORT)).isEqualTo(1);
  }

  @Test
  void a_zipped_export_is_inflated() throws Exception {
    var zipped = new java.io.ByteArrayOutputStream();
    try (var gzip = new java.util.zip.GZIPOutputStream(zipped)) {
      gzip.write(TWO_ROWS.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    domo.answers(METADATA, metadata(2, MONDAY));
    domo.answers(
        EXPORT, csv("").withBody(zipped.toByteArray()).withHeader("Content-Encoding", "gzip"));
    assertThat(stage().file()).hasContent(TWO_ROWS);
  }

  static Stream<Arguments> compressions() throws IOException {
    byte[] plain = TWO_ROWS.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
      out.write(plain);
    }
    ByteArrayOutputStream zlib = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(zlib)) {
      out.write(plain);
    }
    ByteArrayOutputStream bare = new ByteArrayOutputStream();
    try (DeflaterOutputStream out =
        new DeflaterOutputStream(bare, new Deflater(Deflater.BEST_COMPRESSION, true))) {
      out.write(plain);
    }
    return Stream.of(
        Arguments.of("x-gzip", gzip.toByteArray()),
        Arguments.of("GZIP", gzip.toByteArray()),
        Arguments.of("deflate", zlib.toByteArray()),
        Arguments.of("deflate", bare.toByteArray()),
        Arguments.of("identity", plain));
  }

  @ParameterizedTest
  @MethodSource("compressions")
  void every_compression_that_http_knows_for_long_is_read(String coding, byte[] body) {
    domo.answers(METADATA, metadata(2, MONDAY));
    domo.answers(EXPORT, csv("").withBody(body).withHeader("Content-Encoding", coding));

    assertThat(stage().file()).hasContent(TWO_ROWS);
  }

  @Test
  void another_compression_is_refused_as_one() {
    domo.answers(METADATA, metadata(2, MONDAY));
    domo.answers(EXPORT, csv(TWO_ROWS).withHeader("Content-Encoding", "br"));

    assertThatThrownBy(this::stage)
        .hasMessageStartingWith("WB-216 the export of Domo DataSet")
        .hasMessageContaining("is compressed as \"br\"");
  }

  private Snapshot stage() {
    return domo.source().stage(folder, n -> {});
  }

  private static ResponseDefinitionBuilder html() {
    return aResponse().withHeader("Content-Type", "text/html").withBody(HTML);
  }

  private static ResponseDefinitionBuilder problem(int status, String message) {
    return json("{\"status\":%d,\"statusReason\":\"x\",\"message\":\"%s\",\"toe\":\"TOE-1\"}"
            .formatted(status, message))
        .withStatus(status);
  }
}
