package io.writeback.dataset.domo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.writeback.account.Accounts;
import io.writeback.config.Configuration;
import io.writeback.config.Settings;
import io.writeback.dataset.DatasetSource;
import io.writeback.dataset.NotReadyException;
import io.writeback.dataset.Preview;
import io.writeback.dataset.ReadContext;
import io.writeback.dataset.Snapshot;
import io.writeback.dataset.SnapshotReader;
import io.writeback.dataset.Staging;
import io.writeback.http.Http;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.WritebackException;
import io.writeback.sandbox.domo.DataSetKnobs;
import io.writeback.sandbox.domo.Domo;
import io.writeback.sandbox.http.Fault;
import io.writeback.sandbox.http.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A part of a DataSet, read through the query API of a Domo that keeps no order of its own. */
class SelectedRowsTest {
  @TempDir Path folder;
  private final Faults faults = new Faults();
  private final Http http = FakeDomo.quick(Duration.ofSeconds(10));
  private Domo domo;
  private String id;

  @BeforeEach
  void start() throws IOException {
    domo = Domo.start(0, data(), Duration.ofHours(1), faults);
    id = domo.ids().get("projects.csv");
  }

  private Path data() throws IOException {
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.writeString(
        data.resolve("projects.csv"),
        "ID,Project Status,Budget,Due,Note\n"
            + IntStream.rangeClosed(1, 100)
                .mapToObj(
                    row ->
                        "%03d,%s,%d.5,2026-01-%02d,%s"
                            .formatted(
                                row,
                                row % 2 == 0 ? "Active" : "Done",
                                row,
                                row % 28 + 1,
                                row % 10 == 0 ? "" : "note"))
                .collect(Collectors.joining("\n"))
            + "\n");
    return data;
  }

  @AfterEach
  void stop() throws IOException {
    domo.close();
    http.close();
  }

  private DatasetSource source(String... options) {
    Map<String, String> all = new LinkedHashMap<>(Map.of("datasetId", id, "settle", "0s"));
    for (int i = 0; i < options.length; i += 2) {
      all.put(options[i], options[i + 1]);
    }
    Settings settings = new Settings("route", "", all);
    DatasetSource source = type().open(settings);
    settings.orThrow();
    return source;
  }

  private DomoSourceType type() {
    return new DomoSourceType(
        new Accounts(
            new Configuration(
                Path.of("."),
                "application.properties",
                Map.of(
                    "account.domo.url",
                    domo.url().toString(),
                    "account.domo.client-id",
                    Domo.CLIENT_ID,
                    "account.domo.client-secret",
                    Domo.CLIENT_SECRET,
                    "account.domo.allow-private",
                    "true"),
                Map.of())),
        http,
        1 << 20,
        InstantSource.system());
  }

  private Snapshot stage(DatasetSource source) {
    return source.stage(folder.resolve("run"), rows -> {});
  }

  private static List<List<String>> rows(Snapshot snapshot) {
    List<List<String>> rows = new ArrayList<>();
    try (SnapshotReader reader = snapshot.open()) {
      while (reader.hasNext()) {
        rows.add(List.copyOf(reader.next().cells().stream().map(String::valueOf).toList()));
      }
    }
    return rows;
  }

  @Test
  void columns_and_rows_are_selected_in_the_order_that_is_asked_for() {
    Snapshot snapshot =
        stage(
            source(
                "columns", "Due, ID",
                "where", "`Project Status` = 'Active' AND Budget >= 90 AND NOT (Note IS NULL)",
                "orderBy", "ID"));

    assertThat(snapshot.schema().names()).containsExactly("Due", "ID");
    assertThat(rows(snapshot))
        .containsExactly(
            List.of("2026-01-09", "092"),
            List.of("2026-01-11", "094"),
            List.of("2026-01-13", "096"),
            List.of("2026-01-15", "098"));
    assertThat(folder.resolve("run")).isDirectoryContaining("glob:**snapshot.csv");
    assertThat(folder.resolve("run").toFile().list()).hasSize(1);
  }

  @Test
  void numbers_and_null_are_as_an_export_has_them() {
    Snapshot snapshot = stage(source("columns", "ID,Budget,Note", "orderBy", "ID"));

    assertThat(rows(snapshot)).hasSize(100).contains(List.of("010", "10.5", "null"));
  }

  @Test
  void an_order_that_is_not_read_is_asked_for_and_not_staged() {
    assertThat(stage(source("columns", "Budget", "orderBy", "ID")).file())
        .content()
        .startsWith("\"Budget\"\n\"1.5\"\n\"2.5\"\n");
  }

  /** Pages of seven, in the sandbox that keeps no order among equal rows. */
  private List<List<String>> paged(Selection selection) {
    DomoClient client = type().client("domo");
    SelectedRows rows =
        new SelectedRows(
            client, id, "Domo DataSet " + id, selection, client.metadata(id).schema(), 7);
    try (Staging staging = new Staging("x", folder.resolve("run"), 1 << 20)) {
      return rows(
          staging.commit(
              rows.stage(staging, folder.resolve("run"), staged -> {}), rows.schema(), ""));
    }
  }

  private static Selection by(String... order) {
    return new Selection(List.of("ID"), null, List.of(order), false);
  }

  @Test
  void pages_have_every_row_once() {
    assertThat(paged(by("ID")))
        .hasSize(100)
        .doesNotHaveDuplicates()
        .startsWith(List.of("001"))
        .endsWith(List.of("100"));
  }

  @Test
  void a_domo_that_answers_fewer_rows_than_asked_for_is_asked_on() {
    domo.set(id, DataSetKnobs.NONE.with(json("{\"queriedRows\":3}")));

    assertThat(paged(by("ID"))).hasSize(100).doesNotHaveDuplicates();
  }

  @Test
  void an_order_that_does_not_tell_rows_apart_is_found_out() {
    assertThatThrownBy(() -> paged(by("Project Status")))
        .isInstanceOf(WritebackException.class)
        .satisfies(
            e -> assertThat(((WritebackException) e).code()).isEqualTo(Code.ORDER_NOT_UNIQUE))
        .hasMessageContaining("of 100 rows 98 share their values in orderBy=Project Status");
    assertThat(folder.resolve("run").toFile().list()).isEmpty();
  }

  @Test
  void several_columns_may_tell_rows_apart() {
    assertThat(paged(by("Project Status", "Budget"))).hasSize(100).doesNotHaveDuplicates();
  }

  @Test
  void an_answer_that_breaks_off_is_continued_without_a_row_twice() {
    faults.add(
        Fault.of(Fault.Kind.TRUNCATED_ANSWER)
            .onPath(".*query/execute.*")
            .containing("OFFSET")
            .times(2));

    assertThat(paged(by("ID"))).hasSize(100).doesNotHaveDuplicates();
    assertThat(faults.left()).isZero();
  }

  @Test
  void rows_that_are_missing_make_the_run_wait() {
    domo.set(id, DataSetKnobs.NONE.with(json("{\"queriedRows\":0}")));

    assertThatThrownBy(() -> stage(source("where", "Budget > 1", "orderBy", "ID")))
        .isInstanceOf(NotReadyException.class)
        .hasMessageContaining("the query gave 0 rows, Domo counts 100 before and 100 after it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "columns | ID, Stats | WB-404 columns: names the column \"Stats\", which Domo DataSet @ does not have",
        "where | `project status` = 'x' | WB-404 where: names the column \"project status\", which Domo DataSet @ does not have; did you mean Project Status?",
        "where | Budget = 'x' | WB-103 where: has `Budget` = 'x', but Budget is a number",
        "orderBy | Id | WB-404 orderBy: names the column \"Id\"",
        "onlyNewBatches | true | WB-122 onlyNewBatches: Domo DataSet @ has no column _BATCH_ID_",
      })
  void what_does_not_fit_the_dataset_is_named_before_a_row_is_read(
      String option, String value, String problem) {
    String[] options =
        option.equals("orderBy")
            ? new String[] {"where", "Budget > 1", option, value}
            : new String[] {"orderBy", "ID", option, value};
    DatasetSource source = source(options);

    assertThatThrownBy(() -> stage(source))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(problem.replace("@", id));
    assertThatThrownBy(() -> source.preview(5)).hasMessageContaining(problem.replace("@", id));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "columns | ID | WB-102 route: orderBy is missing",
        "where | ID = '1' | WB-102 route: orderBy is missing",
        "onlyNewBatches | true | WB-102 route: orderBy is missing",
        "orderBy | ID | WB-103 route: orderBy has no effect without columns, where or onlyNewBatches",
        "where | ID = 1; DROP | WB-103 route: where is ID = 1; DROP: at character 7",
        "columns | ID,,Due | columns has an empty entry",
        "columns | ID,ID | columns names the column \"ID\" twice",
        "columns | ID,a`b | a backtick cannot be queried",
      })
  void mistakes_are_named_at_the_start(String option, String value, String problem) {
    assertThatThrownBy(() -> source(option, value))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void a_check_sees_the_first_rows_and_how_many_there_are() {
    Preview preview =
        source("columns", "ID", "where", "`Project Status` = 'Active'", "orderBy", "ID").preview(2);

    assertThat(preview.schema().names()).containsExactly("ID");
    assertThat(preview.rows()).extracting(row -> row.cell(0)).containsExactly("002", "004");
    assertThat(preview.total()).isEqualTo(50);
  }

  @Test
  void only_batches_are_read_that_no_completed_run_has_read() throws IOException {
    batches("1,1\n2,1\n3,2\n4,3\n");
    Reading reading = new Reading(OptionalLong.of(1));

    Snapshot snapshot =
        source("onlyNewBatches", "true", "columns", "ID", "orderBy", "ID")
            .stage(folder.resolve("run"), reading);

    assertThat(rows(snapshot)).containsExactly(List.of("3"), List.of("4"));
    assertThat(reading.reached).isEqualTo(3);
  }

  @Test
  void a_row_without_batch_may_be_new_and_stops_the_run() throws IOException {
    batches("1,1\n2,\n");

    assertThatThrownBy(
            () ->
                source("onlyNewBatches", "true", "orderBy", "ID")
                    .stage(folder.resolve("run"), new Reading(OptionalLong.empty())))
        .hasMessageContaining("1 of 2 rows have no _BATCH_ID_");
  }

  @Test
  void batches_that_begin_again_are_not_taken_for_old_ones() throws IOException {
    batches("1,1\n");

    assertThatThrownBy(
            () ->
                source("onlyNewBatches", "true", "orderBy", "ID")
                    .stage(folder.resolve("run"), new Reading(OptionalLong.of(7))))
        .hasMessageContaining("its highest _BATCH_ID_ is 1, but a run has read batch 7")
        .hasMessageContaining("--full");
  }

  private void batches(String rows) throws IOException {
    Path file = folder.resolve("data/batches.csv");
    Files.writeString(file, "ID,_BATCH_ID_\n" + rows);
    id = domo.add("batches.csv", file);
  }

  private static final class Reading implements ReadContext {
    private final OptionalLong last;
    private long reached;

    Reading(OptionalLong last) {
      this.last = last;
    }

    @Override
    public void staged(long rows) {}

    @Override
    public OptionalLong lastBatch(String source) {
      return last;
    }

    @Override
    public void reached(long batch) {
      reached = batch;
    }
  }

  private static com.fasterxml.jackson.databind.JsonNode json(String text) {
    try {
      return new com.fasterxml.jackson.databind.ObjectMapper().readTree(text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
