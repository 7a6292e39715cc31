package io.writeback.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Json;
import io.writeback.sandbox.workfront.Workfront;
import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters and orders of a search. */
class WorkfrontSearchTest {
  private static final DateTimeFormatter WIRE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss:SSS'+0000'");
  private static Sandbox sandbox;
  private static Wire wire;

  @BeforeAll
  static void start() throws IOException {
    sandbox = Sandbox.start(SandboxSettings.onFreePorts().withDemoObjects(false));
    wire = new Wire(sandbox);
    String me = Workfront.userId();
    project("one", "Alpha Plan", 2, "9", me, "2026-03-01T12:00:00:000+0000");
    project("two", "alpha plan", 10, "10", Wire.id("user-2"), "2026-03-31T23:30:00:000+0000");
    project("three", "Beta 100%", 9, "100", null, null);
    for (int n = 1; n <= 2; n++) {
      ObjectNode task = Json.object().put("ID", Wire.id("t" + n)).put("name", "Task " + n);
      task.put("projectID", Wire.id(n == 1 ? "one" : "three"))
          .put("status", n == 1 ? "NEW" : "CPL");
      sandbox.workfront().put("TASK", task);
    }
  }

  private static void project(
      String id, String name, int priority, String budget, String owner, String start) {
    ObjectNode project = Json.object().put("ID", Wire.id(id)).put("name", name);
    project.put("priority", priority).put("budget", new java.math.BigDecimal(budget));
    project.put("ownerID", owner).put("plannedStartDate", start).put("description", "");
    project.put("personal", true);
    sandbox.workfront().put("PROJ", project);
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  private static List<String> names(String query) {
    Wire.Answer answer = wire.workfront("GET", "proj/search?" + query + "&name_Sort=asc");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.data().findValuesAsText("name");
  }

  private static String found(String query) {
    return String.join("|", names(query));
  }

  @ParameterizedTest
  @CsvSource({
    "name=alpha plan&name_Mod=cieq,Alpha Plan|alpha plan",
    "name=alpha plan&name_Mod=cine,Beta 100%",
    "name=ALPHA PLAN&name=x&name_Mod=ciin,Alpha Plan|alpha plan",
    "name=ALPHA PLAN&name_Mod=cinotin,Beta 100%",
    "name=Alpha&name_Mod=startswith,Alpha Plan",
    "name=pha&name_Mod=notcontains,Beta 100%",
    "name=PHA&name_Mod=cinotcontains,Beta 100%",
    "name=%pha%lan&name_Mod=like,Alpha Plan|alpha plan",
    "name=Alpha%&name_Mod=like,Alpha Plan",
    "name=Alpha&name_Mod=like,''",
    "name=ALPHA%&name_Mod=cilike,Alpha Plan|alpha plan",
    "description_Mod=isblank,Alpha Plan|Beta 100%|alpha plan",
    "description_Mod=isnull,''",
    "ownerID_Mod=isnull,Beta 100%",
    "ownerID_Mod=notnull,Alpha Plan|alpha plan",
  })
  void text_is_compared_by_its_modifier(String query, String names) {
    assertThat(found(encoded(query))).isEqualTo(names);
  }

  @ParameterizedTest
  @CsvSource({
    "budget=10&budget_Mod=gte,Beta 100%|alpha plan",
    "budget=9&budget_Mod=gt,Beta 100%|alpha plan",
    "budget=10.00,alpha plan",
    "priority=9&priority_Mod=lt,Alpha Plan",
    "priority=2&priority_Range=9&priority_Mod=between,Alpha Plan|Beta 100%",
    "budget=9.0&budget=1e1&budget_Mod=in,Alpha Plan|alpha plan",
    "budget=9&budget_Mod=ne,Beta 100%|alpha plan",
  })
  void numbers_are_compared_as_numbers(String query, String names) {
    assertThat(found(query)).isEqualTo(names);
  }

  @ParameterizedTest
  @CsvSource({
    "plannedStartDate=2026-03-31,alpha plan",
    "plannedStartDate=2026-03-31T23:30:00,alpha plan",
    "plannedStartDate=2026-04-01T01:30:00.000%2B0200,alpha plan",
    "plannedStartDate=2026-03-02&plannedStartDate_Mod=gt,alpha plan",
    "plannedStartDate=2026-03-01&plannedStartDate_Mod=lte,''",
    "plannedStartDate=2026-03-01&plannedStartDate_Range=2026-03-31&plannedStartDate_Mod=between,"
        + "Alpha Plan",
    "plannedStartDate=2026-03-01&plannedStartDate_Mod=ne,Beta 100%|alpha plan",
  })
  void dates_are_compared_as_dates(String query, String names) {
    assertThat(found(query)).isEqualTo(names);
  }

  @ParameterizedTest
  @ValueSource(strings = {"$$USER.ID", "$$USER"})
  void the_caller_is_meant_by_a_wildcard(String wildcard) {
    assertThat(found("ownerID=" + wildcard)).isEqualTo("Alpha Plan");
    assertThat(found("owner:name=$$USER.name")).isEqualTo("Alpha Plan");
  }

  @Test
  void the_moment_is_meant_by_a_wildcard() {
    LocalDateTime now = LocalDateTime.now(ZoneOffset.UTC);
    due("past", now.minusHours(1));
    due("soon", now.plusHours(1));
    due("month", now.toLocalDate().withDayOfMonth(1).plusMonths(1).atStartOfDay().minusMinutes(1));
    due("year", now.plusYears(1).plusDays(1));

    assertThat(tasks("$$NOW&plannedStartDate_Mod=lt"))
        .containsOnlyOnce("past")
        .doesNotContain("soon");
    assertThat(tasks("$$NOW-2h&plannedStartDate_Range=$$NOW%2B2h&plannedStartDate_Mod=between"))
        .contains("past", "soon")
        .doesNotContain("year");
    assertThat(tasks("$$TODAYbm&plannedStartDate_Range=$$TODAYem&plannedStartDate_Mod=between"))
        .contains("month")
        .doesNotContain("year");
    assertThat(tasks("$$TODAYe%2B1y&plannedStartDate_Mod=gt")).doesNotContain("past", "soon");
    assertThat(tasks("$$TODAY%2B1y&plannedStartDate_Mod=gte")).containsExactly("year");
  }

  @Test
  void today_equals_every_moment_of_the_day() {
    due("today", LocalDate.now(ZoneOffset.UTC).atTime(23, 59, 59));

    assertThat(tasks("$$TODAY")).contains("today");
    assertThat(tasks("$$TODAY-1d")).doesNotContain("today");
  }

  private static void due(String name, LocalDateTime at) {
    ObjectNode task = Json.object().put("ID", Wire.id(name)).put("name", name);
    task.put("projectID", Wire.id("two")).put("plannedStartDate", WIRE.format(at));
    sandbox.workfront().put("TASK", task);
  }

  private static List<String> tasks(String start) {
    Wire.Answer answer = wire.workfront("GET", "task/search?plannedStartDate=" + start);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.data().findValuesAsText("name");
  }

  @ParameterizedTest
  @CsvSource({
    "name=Alpha Plan&OR:1:priority=9,Alpha Plan|Beta 100%",
    "name=Alpha Plan&priority=9&OR:a:name=alpha&OR:a:name_Mod=startswith,alpha plan",
    "OR:1:name=Alpha Plan&OR:2:owner:name=Person 2,Alpha Plan|alpha plan",
    "owner:firstName_Mod=isnull,Beta 100%",
    "owner:company:name=Company 1,Alpha Plan|alpha plan",
    "tasks:status=CPL,Beta 100%",
    "tasks:status=NEW&priority=9,''",
  })
  void groups_and_paths_through_references_and_collections(String query, String names) {
    assertThat(found(encoded(query))).isEqualTo(names);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "{\"name\":\"Alpha Plan\"} ~ Alpha Plan",
        "{\"priority\":[2,9],\"priority_Mod\":\"in\"} ~ Alpha Plan|Beta 100%",
        "{\"priority\":2,\"OR:1:priority\":10} ~ Alpha Plan|alpha plan",
        "{\"personal\":true,\"ownerID_Mod\":\"isnull\"} ~ Beta 100%",
      })
  void filters_may_be_json(String filters, String names) {
    assertThat(found("filters=" + Wire.encoded(filters))).isEqualTo(names);
  }

  @Test
  void a_filter_that_a_parameter_cannot_carry_is_json() {
    String filters = Wire.encoded("{\"username\":\"nobody\"}");

    assertThat(wire.workfront("GET", "user/search?username=nobody").data()).isNotEmpty();
    assertThat(wire.workfront("GET", "user/search?filters=" + filters).data()).isEmpty();
  }

  @Test
  void orders_are_typed_and_may_be_numbered() {
    assertThat(sorted("budget_Sort=desc")).containsExactly("Beta 100%", "alpha plan", "Alpha Plan");
    assertThat(sorted("name_1_Sort=ciasc&priority_2_Sort=desc"))
        .containsExactly("alpha plan", "Alpha Plan", "Beta 100%");
    assertThat(sorted("priority_2_Sort=asc&personal_1_Sort=asc"))
        .containsExactly("Alpha Plan", "Beta 100%", "alpha plan");
    assertThat(sorted("owner:name_Sort=asc"))
        .containsExactly("Beta 100%", "Alpha Plan", "alpha plan");
  }

  private static List<String> sorted(String query) {
    return wire.workfront("GET", "proj/search?" + query).data().findValuesAsText("name");
  }

  @Test
  void ids_may_be_one_text_with_commas_and_names_may_not() {
    String ids = Wire.id("one") + "," + Wire.id("two");

    assertThat(found("ID_Mod=in&ID=" + ids)).isEqualTo("Alpha Plan|alpha plan");
    assertThat(found("name_Mod=in&name=" + Wire.encoded("Alpha Plan,alpha plan"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "name=x&name_Mod=equals",
    "name=x&name_Mod=EQ",
    "name_Mod=eq",
    "priority=high",
    "personal=yes",
    "plannedStartDate=yesterday",
    "plannedStartDate=2026-03-01&plannedStartDate_Mod=between",
    "nope_Mod=isnull",
    "owner:nope=x",
    "nope:name=x",
    "owner:company:enteredBy:name=x",
    "name_Sort=upwards",
    "filters=[]",
    "filters={",
    "filters=%7B%22name%22:%7B%7D%7D",
  })
  void what_cannot_be_meant_is_refused(String query) {
    Wire.Answer answer = wire.workfront("GET", "proj/search?" + query.replace("{", "%7B"));

    assertThat(answer.status()).as(answer.body()).isEqualTo(422);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name=x&name_Mod=soundex",
        "name=x&name=y",
        "name=x_y&name_Mod=like",
        "priority=1&priority_Mod=contains",
        "EXISTS:1:$$OBJCODE=TASK",
        "OR:1:EXISTS:1:$$OBJCODE=TASK",
        "assignedToID=$$USER.roleIDs&assignedToID_Mod=in",
        "name=$$TODAY",
        "plannedStartDate=$$CUSTOMER",
        "priority=1&priority_Range=2",
        "listOptions=%7B%7D",
        "$$ROLLUP=true",
        "role:name=x",
        "fields=assignments",
      })
  void what_the_sandbox_does_not_imitate_is_no_answer_of_workfront(String query) {
    Wire.Answer answer = wire.workfront("GET", "task/search?" + query);

    assertThat(answer.status()).as(answer.body()).isEqualTo(501);
    assertThat(answer.json().get("sandboxError").asText())
        .startsWith("The sandbox does not imitate");
  }

  private static String encoded(String query) {
    return query.replace("%", "%25").replace(" ", "%20");
  }
}
