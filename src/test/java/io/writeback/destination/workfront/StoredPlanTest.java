package io.writeback.destination.workfront;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.writeback.dataset.Row;
import io.writeback.destination.Mapped;
import io.writeback.destination.Plan;
import io.writeback.destination.Work;
import io.writeback.destination.rest.StrictJson;
import io.writeback.http.HttpRequest;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredPlanTest {
  /**
   * All kinds of columns: for each kind of value, left out, unmatched, read-only, not checkable.
   */
  private static final String[] COLUMNS = {
    "Weather",
    "ID",
    "Name",
    "Project Status",
    "Priority",
    "percentComplete",
    "Budget",
    "Personal",
    "Planned Start",
    "Commit Date",
    "Audit Types",
    "Sales Region",
    "Colours",
    "City, State",
    "Mine",
    "CPI",
    "Left",
    "versionMap"
  };

  private static final List<String> CELLS =
      Arrays.asList(
          null,
          "",
          " ",
          "Current",
          "CUR",
          "High",
          "3",
          "12.50",
          "1e3",
          "true",
          "FALSE",
          "maybe",
          "2026-07-01",
          "2026-03-08 02:30:00",
          "2026-07-01T08:00:00Z",
          "RED",
          "Bright Red, Blue",
          "a,, b",
          "é \"q\" \n",
          "x\uD800",
          "01.07.2026");

  private static final Map<String, String> OPTIONS =
      Map.of(
          "object", "project",
          "columns", "Mine=DE:name, Left=-",
          "zone", "America/New_York",
          "batchSize", "50",
          "concurrency", "3",
          "maxFailedRecords", "12",
          "errorThreshold", "0.1");

  private final Tenant tenant = new Tenant();

  @AfterEach
  void close() throws IOException {
    tenant.close();
  }

  private Plan plan() {
    return tenant.plan(OPTIONS, COLUMNS);
  }

  private Plan restore(Map<String, Object> stored, String... columns) {
    tenant.restart();
    return tenant.type().restore(stored, Tenant.snapshot(Tenant.schema(columns)));
  }

  private WritebackException refusal(Map<String, Object> stored, String... columns) {
    return catchThrowableOfType(WritebackException.class, () -> restore(stored, columns));
  }

  private static List<Row> rows(Random random, int count) {
    List<Row> rows = new ArrayList<>();
    for (int number = 1; number <= count; number++) {
      List<String> cells = new ArrayList<>();
      for (String column : COLUMNS) {
        boolean id = column.equals("ID") && random.nextInt(20) > 0;
        boolean fits = random.nextInt(4) > 0;
        cells.add(
            id ? "%032x".formatted(number) : fits ? null : CELLS.get(random.nextInt(CELLS.size())));
      }
      rows.add(new Row(number, cells));
    }
    return rows;
  }

  @ParameterizedTest
  @CsvSource({"1,keep", "2,distinguish", "3,clear"})
  void a_restored_plan_maps_sends_and_judges_as_the_one_that_was_stored(
      long seed, String blankCells) {
    Map<String, String> options = new LinkedHashMap<>(OPTIONS);
    options.put("blankCells", blankCells);
    Plan plan = tenant.plan(options, COLUMNS);
    Random random = new Random(seed);
    Twins twins = new Twins(plan, restore(Twins.throughJson(plan.describe()), COLUMNS), random);
    twins.behaveAlike(rows(random, 1_000));

    assertThat(twins.sendable()).isGreaterThan(50);
    assertThat(twins.rejected()).isGreaterThan(50);
    assertThat(twins.confirmed()).isGreaterThan(10);
    assertThat(twins.differing()).isGreaterThan(10);
  }

  @Test
  void an_object_without_bulk_update_is_still_sent_one_by_one() {
    tenant.server.stubFor(
        com.github.tomakehurst.wiremock.client.WireMock.get("/attask/api/v20.0/qued/metadata")
            .willReturn(Tenant.json(200, Tenant.METADATA.replace("PROJ", "QUED"))));
    Plan plan = tenant.plan(Map.of("object", "QUED"), "ID", "name");
    Plan restored = restore(Twins.throughJson(plan.describe()), "ID", "name");

    assertThat(restored.policy().records()).isEqualTo(1);
    assertThat(restored.warnings()).isEqualTo(plan.warnings()).isNotEmpty();
    Mapped mapped = restored.mapper().map(new Row(1, List.of(Tenant.ID_1, "n")));
    assertThat(
            restored
                .write(new Work.Records(List.of(((Mapped.Sendable) mapped).record())))
                .request()
                .uri()
                .getPath())
        .isEqualTo("/attask/api/v20.0/qued/" + Tenant.ID_1);
  }

  @ParameterizedTest
  @CsvSource({"true,false", "bisect,true"})
  void an_atomic_plan_stays_atomic(String atomic, boolean bisects) {
    Plan plan = tenant.plan(Map.of("object", "project", "atomic", atomic), "ID", "name");
    assertThat(plan.describe()).containsEntry("atomic", atomic);
    Plan restored = restore(Twins.throughJson(plan.describe()), "ID", "name");

    assertThat(restored.policy()).isEqualTo(plan.policy());
    assertThat(restored.policy().bisects()).isEqualTo(bisects);
    Mapped mapped = restored.mapper().map(new Row(1, List.of(Tenant.ID_1, "n")));
    assertThat(
            restored
                .write(new Work.Records(List.of(((Mapped.Sendable) mapped).record())))
                .request()
                .uri())
        .hasToString(tenant.server.baseUrl() + "/attask/api/v20.0/proj?atomic=true");
  }

  @Test
  void restoring_asks_the_tenant_nothing() {
    Map<String, Object> stored = plan().describe();
    tenant.server.resetRequests();

    assertThat(restore(stored, COLUMNS).target())
        .isEqualTo("workfront:localhost:" + tenant.server.port() + "/PROJ");
    assertThat(tenant.urls()).isEmpty();
  }

  @Test
  void a_person_can_read_it_and_it_holds_no_credential() {
    Map<String, Object> stored = plan().describe();

    assertThat(stored)
        .containsEntry("version", 1)
        .containsEntry("account", "workfront")
        .containsEntry("object", Map.of("code", "PROJ", "name", "project", "editing", "bulk"))
        .containsEntry("blankCells", "keep")
        .containsEntry("zone", "America/New_York");
    assertThat(StrictJson.MAPPER.valueToTree(stored).toString())
        .contains(
            "{\"column\":\"Planned Start\",\"field\":\"plannedStartDate\",\"why\":\"label\",\"type\":\"dateTime\",\"note\":\"\",\"source\":\"metadata\",\"forms\":[]}")
        .contains("\"keyColumn\":\"ID\"")
        .contains("\"kind\":\"instant\",\"readBack\":true")
        .contains("{\"value\":\"RED\",\"label\":\"Bright Red\"}")
        .doesNotContain("canary");
  }

  @Test
  void credentials_are_those_of_today_and_the_api_version_is_that_of_the_mapping() {
    Map<String, Object> stored = plan().describe();
    tenant.key("api-key", "canary-of-today");
    tenant.key("api-version", "21");
    Plan restored = restore(stored, COLUMNS);
    HttpRequest request = restored.authorise(restored.write(new Work.Records(List.of())).request());

    assertThat(request.headers()).containsEntry("apiKey", "canary-of-today");
    assertThat(request.uri().getPath()).isEqualTo(Tenant.PROJ);
  }

  @Test
  void cells_are_converted_by_the_stored_kind_whatever_the_type_means_today() {
    Map<String, Object> stored =
        Twins.throughJson(tenant.plan(Map.of("object", "project"), "ID", "Budget").describe());
    object(stored, "mapping.written.0").put("kind", "text");
    Mapped mapped =
        restore(stored, "ID", "Budget").mapper().map(new Row(1, List.of(Tenant.ID_1, "12.50 EUR")));

    assertThat(mapped).isInstanceOf(Mapped.Sendable.class);
    assertThat(((Mapped.Sendable) mapped).record().fields())
        .containsExactly(Map.entry("budget", "12.50 EUR"));
  }

  /** What a plan has at a place: {@code mapping.written.0}. */
  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(Map<String, Object> stored, String place) {
    Object found = stored;
    for (String name : place.isEmpty() ? new String[0] : place.split("\\.")) {
      found =
          found instanceof List<?> list
              ? list.get(Integer.parseInt(name))
              : ((Map<?, ?>) found).get(name);
    }
    return (Map<String, Object>) found;
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {"0,version 0", "2,version 2", "none,no version"})
  void a_plan_of_another_version_is_refused(Integer version, String message) {
    Map<String, Object> stored = Twins.throughJson(plan().describe());
    if (version == null) {
      stored.remove("version");
    } else {
      stored.put("version", version);
    }
    WritebackException refusal = refusal(stored, COLUMNS);

    assertThat(refusal.code()).isEqualTo(Code.PLAN_UNKNOWN);
    assertThat(refusal)
        .hasMessageContaining("has " + message + ", and this camel-writeback reads version 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "none|account, target, apiVersion, object, blankCells, zone, policy, changed, metadataDigest, showsChanges, mapping, atomic, writeOnly",
        "object|code, name, editing",
        "policy|records, bytes, concurrency, maxFailedRecords, errorThreshold, thresholdAfter, bisects",
        "mapping|key, keyColumn, written, table, unmatched, warnings",
        "mapping.table.1|column, field, why, type, note, source, forms",
        "mapping.written.0|index, column, field, kind, readBack",
        "mapping.written.0.field|name, label, type, flags, options, forms, custom, kind, source, notes"
      })
  void a_plan_that_lacks_anything_is_refused(String place, String members) {
    for (String member : members.split(", ")) {
      Map<String, Object> stored =
          Twins.throughJson(tenant.plan(Map.of("object", "project"), "ID", "Name").describe());
      assertThat(object(stored, place == null ? "" : place)).containsKey(member);
      object(stored, place == null ? "" : place).remove(member);
      WritebackException refusal = refusal(stored, "ID", "Name");

      assertThat(refusal.code()).isEqualTo(Code.PLAN_UNKNOWN);
      assertThat(refusal).hasMessageContaining("damaged: ").hasMessageContaining(member);
    }
  }

  @ParameterizedTest
  @CsvSource({
    ",account",
    ",object",
    ",mapping",
    ",policy",
    ",showsChanges",
    ",zone",
    "object,editing",
    "mapping,keyColumn",
    "mapping.table.1,note",
    "mapping.written.0,kind",
    "mapping.written.0.field,label"
  })
  void a_plan_with_null_for_a_value_is_refused(String place, String member) {
    Map<String, Object> stored = Twins.throughJson(plan().describe());
    object(stored, place == null ? "" : place).put(member, null);

    assertThat(refusal(stored, COLUMNS).code()).isEqualTo(Code.PLAN_UNKNOWN);
  }

  @Test
  void a_plan_without_a_column_that_is_written_is_refused() {
    Map<String, Object> stored = Twins.throughJson(plan().describe());
    object(stored, "mapping").put("written", List.of());

    assertThat(refusal(stored, COLUMNS))
        .hasMessageContaining("it has no column with the IDs, or none that is written");
  }

  @ParameterizedTest
  @CsvSource({
    ",zone,Mars/Olympus",
    ",blankCells,sometimes",
    ",blankCells,7",
    ",account,7",
    ",policy,many",
    ",showsChanges,yes",
    ",foreign,member",
    "object,editing,all",
    "policy,records,many",
    "policy,records,1.5",
    "mapping,key,12",
    "mapping.written.0,kind,colour"
  })
  void a_plan_with_a_value_that_means_nothing_is_refused(
      String place, String member, String value) {
    Map<String, Object> stored = Twins.throughJson(plan().describe());
    Object given =
        value.matches("[0-9]+")
            ? Integer.valueOf(value)
            : value.matches("[0-9.]+") ? Double.valueOf(value) : value;
    object(stored, place == null ? "" : place).put(member, given);

    assertThat(refusal(stored, COLUMNS).code()).isEqualTo(Code.PLAN_UNKNOWN);
  }

  @Test
  void a_plan_of_an_account_that_has_moved_is_refused_naming_both_places() {
    Map<String, Object> stored = plan().describe();
    tenant.key("url", "http://127.0.0.1:" + tenant.server.port());
    WritebackException refusal = refusal(stored, COLUMNS);

    assertThat(refusal.code()).isEqualTo(Code.BAD_VALUE);
    assertThat(refusal)
        .hasMessageContaining("the run writes to workfront:localhost:")
        .hasMessageContaining("account workfront leads to http://127.0.0.1:");
  }

  @Test
  void a_plan_of_other_columns_is_refused_naming_the_first() {
    Map<String, Object> stored = plan().describe();
    String[] other = COLUMNS.clone();
    other[3] = "Status";

    assertThat(refusal(stored, other))
        .hasMessageContaining(
            "column 4 of the snapshot is \"Status\", but the run was planned for \"Project Status\"");
    assertThat(refusal(stored, Arrays.copyOf(COLUMNS, 3)))
        .hasMessageContaining("the snapshot has 3 columns, but the run was planned for 18");
    assertThat(refusal(stored, other).code()).isEqualTo(Code.BAD_HEADER);
  }
}
