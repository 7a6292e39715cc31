package io.writeback.destination.workfront;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.writeback.dataset.Row;
import io.writeback.destination.Mapped;
import io.writeback.destination.Plan;
import io.writeback.destination.Work;
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
import org.junit.jupiter.params.provider.ValueSource;

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
  void aRestoredPlanMapsSendsAndJudgesAsTheOneThatWasStored(long seed, String blankCells) {
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
  void anObjectWithoutBulkUpdateIsStillSentOneByOne() {
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
  void anAtomicPlanStaysAtomic(String atomic, boolean bisects) {
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
  void restoringAsksTheTenantNothing() {
    Map<String, Object> stored = plan().describe();
    tenant.server.resetRequests();

    assertThat(restore(stored, COLUMNS).target())
        .isEqualTo("workfront:localhost:" + tenant.server.port() + "/PROJ");
    assertThat(tenant.urls()).isEmpty();
  }

  @Test
  void aPersonCanReadItAndItHoldsNoCredential() {
    Map<String, Object> stored = plan().describe();

    assertThat(stored)
        .containsEntry("version", 3)
        .containsEntry("destination", "workfront")
        .containsEntry("account", "workfront")
        .containsEntry("object", "PROJ")
        .containsEntry("idColumn", "ID")
        .containsEntry("blankCells", "keep")
        .containsEntry("zone", "America/New_York");
    assertThat(Json.MAPPER.valueToTree(stored).toString())
        .contains(
            "{\"column\":\"Planned Start\",\"field\":\"plannedStartDate\",\"why\":\"label\",\"type\":\"dateTime\",\"note\":\"\",\"source\":\"metadata\",\"formNames\":[],\"kind\":\"instant\"")
        .contains("{\"value\":\"RED\",\"label\":\"Bright Red\"}")
        .doesNotContain("canary");
  }

  @Test
  void credentialsAreThoseOfTodayAndTheApiVersionIsThatOfTheMapping() {
    Map<String, Object> stored = plan().describe();
    tenant.key("api-key", "canary-of-today");
    tenant.key("api-version", "21");
    Plan restored = restore(stored, COLUMNS);
    HttpRequest request = restored.authorise(restored.write(new Work.Records(List.of())).request());

    assertThat(request.headers()).containsEntry("apiKey", "canary-of-today");
    assertThat(request.uri().getPath()).isEqualTo(Tenant.PROJ);
  }

  @Test
  void cellsAreConvertedByTheStoredKindWhateverTheTypeMeansToday() {
    Map<String, Object> stored =
        Twins.throughJson(tenant.plan(Map.of("object", "project"), "ID", "Budget").describe());
    column(stored, 1).put("kind", "text");
    Mapped mapped =
        restore(stored, "ID", "Budget").mapper().map(new Row(1, List.of(Tenant.ID_1, "12.50 EUR")));

    assertThat(mapped).isInstanceOf(Mapped.Sendable.class);
    assertThat(((Mapped.Sendable) mapped).record().fields())
        .containsExactly(Map.entry("budget", "12.50 EUR"));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> column(Map<String, Object> stored, int index) {
    return ((List<Map<String, Object>>) stored.get("columns")).get(index);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {"2,version 2", "4,version 4", "none,no version"})
  void aPlanOfAnotherVersionIsRefused(Integer version, String message) {
    Map<String, Object> stored = Twins.throughJson(plan().describe());
    if (version == null) {
      stored.remove("version");
    } else {
      stored.put("version", version);
    }
    WritebackException refusal = refusal(stored, COLUMNS);

    assertThat(refusal.code()).isEqualTo(Code.PLAN_UNKNOWN);
    assertThat(refusal)
        .hasMessageContaining("has " + message + ", and this camel-writeback reads version 3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "account", "target", "apiVersion", "object", "objectName", "editing", "tellsChanges",
        "metadataDigest", "idColumn", "blankCells", "zone", "policy", "columns", "unmatched",
        "warnings", "atomic"
      })
  void aPlanThatLacksAnythingIsRefused(String member) {
    Map<String, Object> stored = Twins.throughJson(plan().describe());
    stored.remove(member);
    WritebackException refusal = refusal(stored, COLUMNS);

    assertThat(refusal.code()).isEqualTo(Code.LEDGER_FAILED);
    assertThat(refusal).hasMessageContaining("damaged: it has no " + member);
  }

  @ParameterizedTest
  @CsvSource({
    "column,it has no column",
    "field,it has no field",
    "why,it has no why",
    "type,it has no type",
    "note,it has no note",
    "label,it has no label",
    "custom,it has no custom",
    "askedBack,it has no askedBack",
    "source,it has no source",
    "formNames,it has no formNames",
    "knownBy,it has no knownBy",
    "values,it has no values",
    "forms,it has no forms",
    "kind,none that is written"
  })
  void aPlanWithAColumnThatLacksAnythingIsRefused(String member, String message) {
    Map<String, Object> stored =
        Twins.throughJson(tenant.plan(Map.of("object", "project"), "ID", "Name").describe());
    column(stored, 1).remove(member);
    WritebackException refusal = refusal(stored, "ID", "Name");

    assertThat(refusal.code()).isEqualTo(Code.LEDGER_FAILED);
    assertThat(refusal).hasMessageContaining("damaged: ").hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({
    "zone,Mars/Olympus",
    "blankCells,sometimes",
    "editing,all",
    "account,7",
    "policy,many"
  })
  void aPlanWithAValueThatMeansNothingIsRefused(String member, String value) {
    Map<String, Object> stored = Twins.throughJson(plan().describe());
    stored.put(member, value.equals("7") ? Integer.valueOf(7) : value);

    assertThat(refusal(stored, COLUMNS).code()).isEqualTo(Code.LEDGER_FAILED);
  }

  @Test
  void aPlanOfAnAccountThatHasMovedIsRefusedNamingBothPlaces() {
    Map<String, Object> stored = plan().describe();
    tenant.key("url", "http://127.0.0.1:" + tenant.server.port());
    WritebackException refusal = refusal(stored, COLUMNS);

    assertThat(refusal.code()).isEqualTo(Code.BAD_VALUE);
    assertThat(refusal)
        .hasMessageContaining("the run writes to workfront:localhost:")
        .hasMessageContaining("account.workfront.url is http://127.0.0.1:");
  }

  @Test
  void aPlanOfOtherColumnsIsRefusedNamingTheFirst() {
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
