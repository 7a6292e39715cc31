package io.writeback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.domo.DataSetKnobs;
import io.writeback.sandbox.http.Fault;
import io.writeback.sandbox.http.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscoverCommandTest {
  @RegisterExtension private final Home home = new Home();
  @TempDir private Path data;

  private Sandbox sandbox;

  @BeforeEach
  void start() throws IOException {
    sandbox = home.sandbox(Home.EMPTY);
  }

  private String dataset(String name, String csv) {
    try {
      return sandbox.addDataset(name, Files.writeString(data.resolve(name), csv));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void lists_the_objects_of_the_tenant_that_can_be_edited() {
    Home.Done ran = home.run("discover", "workfront");

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.line("objCode")).isEqualTo("objCode name");
    assertThat(ran.line("PROJ")).isEqualTo("PROJ project");
    assertThat(ran.line("OPTASK")).isEqualTo("OPTASK optask");
    assertThat(ran.out()).contains("objects: 11").doesNotContain("CTGYPA").doesNotContain("QUED");
  }

  @Test
  void lists_the_fields_of_an_object_with_everything_that_a_route_needs() {
    Home.Done ran = home.run("discover", "workfront", "Project");

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.line("key")).isEqualTo("key label type writable custom source forms values");
    assertThat(ran.line("priority"))
        .isEqualTo(
            "priority Priority int yes no metadata 0 (None), 1 (Low), 2 (Normal), 3 (High), 4 (Urgent)");
    assertThat(ran.line("percentComplete"))
        .isEqualTo("percentComplete Percent Complete double no no metadata");
    assertThat(ran.line("DE:CostCenter"))
        .startsWith("DE:CostCenter Cost Centre TEXT TEXT yes yes PARAM");
  }

  @Test
  void aligns_the_columns() {
    Home.Done ran = home.run("discover", "workfront");

    Set<Integer> starts = new HashSet<>();
    ran.out()
        .lines()
        .filter(line -> line.matches("[A-Z]+ +[a-z]+"))
        .forEach(line -> starts.add(line.lastIndexOf(' ')));
    assertThat(starts).containsExactly("objCode ".length());
  }

  @Test
  void gives_scripts_every_field_on_one_line() {
    Home.Done ran = home.run("discover", "workfront", "PROJ", "--json");

    assertThat(ran.out().strip()).doesNotContain("\n");
    JsonNode json = ran.json();
    assertThat(json.get("objCode").asText()).isEqualTo("PROJ");
    JsonNode region =
        json.findParents("key").stream()
            .filter(field -> field.get("key").asText().equals("DE:Region"))
            .findFirst()
            .orElseThrow();
    assertThat(region.get("writable").asBoolean()).isTrue();
    assertThat(region.get("custom").asBoolean()).isTrue();
    assertThat(region.get("values").get(0).get("value").asText()).isEqualTo("APAC");
    assertThat(region.get("values").get(0).get("label").asText()).isEqualTo("Asia Pacific");
  }

  @Test
  void finds_a_field_by_a_part_of_its_key_or_label() {
    JsonNode json = home.run("discover", "workfront", "issue", "--name", "PRIOR", "--json").json();

    assertThat(json.get("fields").findValuesAsText("key")).containsExactly("priority");
  }

  @Test
  void lists_the_fields_of_an_object_that_is_edited_one_by_one() {
    Home.Done ran = home.run("discover", "workfront", "queuedef");

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.line("shareMode")).isEqualTo("shareMode Share Mode string yes no metadata");
  }

  @Test
  void lists_the_data_sets_with_rows_and_last_refresh() {
    String id = dataset("budgets.csv", "ID,budget\n1,2\n3,4\n");

    Home.Done ran = home.run("discover", "domo");

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.line("id")).isEqualTo("id name rows columns refreshed");
    assertThat(ran.line(id)).matches(id + " budgets.csv 2 2 \\d{4}-\\d\\d-\\d\\dT\\S+Z");
  }

  @Test
  void reads_all_pages_of_the_list() {
    for (int i = 0; i < 123; i++) {
      dataset("part-%03d.csv".formatted(i), "ID\n");
    }

    JsonNode datasets = home.run("discover", "domo", "--json").json().get("datasets");

    assertThat(new HashSet<>(datasets.findValuesAsText("name"))).hasSize(124);
    assertThat(datasets).hasSize(124);
  }

  @Test
  void asks_domo_for_the_data_sets_with_a_name() {
    dataset("Budgets 2026.csv", "ID\n");

    JsonNode json = home.run("discover", "domo", "--name", "budgets 20", "--json").json();

    assertThat(json.get("datasets").findValuesAsText("name")).containsExactly("Budgets 2026.csv");
  }

  @Test
  void lists_the_columns_of_a_data_set_by_the_address_of_its_page() {
    String id = dataset("budgets.csv", "ID,Total Budget\n1,2.5\n");

    Home.Done ran =
        home.run(
            "discover",
            "domo",
            "https://example.domo.com/datasources/%s/details/overview"
                .formatted(id.toUpperCase(Locale.ROOT)));

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.line("rows")).isEqualTo("rows 1");
    assertThat(ran.line("Total")).isEqualTo("Total Budget DOUBLE");
    assertThat(ran.out()).contains("columns: 2");
  }

  @Test
  void asks_the_account_that_is_named_and_needs_no_other() {
    home.without("account.domo.").without("account.workfront.");
    home.set("account.emea.url", sandbox.domoUrl().toString())
        .set("account.emea.client-id", io.writeback.sandbox.domo.Domo.CLIENT_ID)
        .set("account.emea.client-secret", io.writeback.sandbox.domo.Domo.CLIENT_SECRET)
        .set("account.emea.allow-private", "true");

    Home.Done ran = home.run("discover", "domo", "--account", "emea");

    assertThat(ran.err()).isEmpty();
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.line("account")).isEqualTo("account emea");
  }

  @Test
  void needs_only_the_account_that_it_asks() {
    home.without("account.domo.")
        .writeback(
            "broken",
            "domo-dataset-action\ndatasetId: no-id",
            "workfront-update-sink\nobject: nothing");

    assertThat(home.run("discover", "workfront").exitCode()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dommo||did you mean domo?",
        "jira||there are data-world, domo, notes, workfront",
        "workfront|projekt|did you mean project?",
        "workfront|projects|did you mean project?",
        "workfront|GOAL|not list goal (GOAL) among the objects that can be edited",
        "domo|budgets|discover domo --name \"budgets\""
      })
  void says_what_was_perhaps_meant_and_ends_with_two(String kind, String item, String hint) {
    Home.Done ran = item == null ? home.run("discover", kind) : home.run("discover", kind, item);

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains(hint);
    assertThat(ran.out()).isEmpty();
  }

  @Test
  void names_the_account_that_is_not_configured() {
    Home.Done ran = home.run("discover", "domo", "--account", "dmo");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("there is no account \"dmo\"").contains("did you mean domo?");
  }

  @Test
  void ends_with_one_if_workfront_refuses_the_key() {
    home.set("account.workfront.api-key", "a-wrong-key-that-nobody-may-see");

    Home.Done ran = home.run("discover", "workfront", "--json");

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err()).contains("WB-406").contains("account.workfront.api-key");
    assertThat(ran.json().at("/problems/0/code").asText()).isEqualTo("WB-406");
    assertThat(ran.out() + ran.err()).doesNotContain("a-wrong-key-that-nobody-may-see");
  }

  @Test
  void ends_with_one_if_domo_refuses_the_client() {
    home.set("account.domo.client-secret", "a-wrong-secret");

    Home.Done ran = home.run("discover", "domo");

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err())
        .contains("WB-204")
        .contains("account.domo.client-secret")
        .doesNotContain("a-wrong-secret");
  }

  @Test
  void says_that_a_data_set_was_deleted() throws IOException {
    String id = dataset("gone.csv", "ID\n1\n");
    sandbox.domo().set(id, DataSetKnobs.NONE.with(Json.read("{\"deleted\":true}")));

    Home.Done ran = home.run("discover", "domo", id);

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err()).contains("WB-202").contains("was deleted in Domo");
  }

  @Test
  void lets_no_label_steer_the_terminal() {
    sandbox
        .faults()
        .add(
            Fault.answer(
                    200,
                    """
                    {"data":{"objCode":"PROJ","name":"Project","fields":{
                      "status":{"label":"a\\u001b[2Jb\\nc","fieldType":"string"}}}}
                    """)
                .header("Content-Type", "application/json")
                .onPath(".*/proj/metadata"));

    Home.Done ran = home.run("discover", "workfront", "project");

    assertThat(ran.line("status")).isEqualTo("status a\\u001b[2Jb\\nc string yes no metadata");
  }
}
