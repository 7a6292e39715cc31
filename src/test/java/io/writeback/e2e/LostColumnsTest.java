package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.cli.Home;
import io.writeback.sandbox.Sandbox;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A missing column that the last complete run wrote stops a run, at each destination. */
final class LostColumnsTest {
  private static final String ID = "%032x".formatted(1);

  @RegisterExtension private final Home home = new Home();
  @RegisterExtension private final WorkivaHome workiva = new WorkivaHome();
  @RegisterExtension private final DataWorldHome dataWorld = new DataWorldHome();
  private Sandbox sandbox;

  @BeforeEach
  void start() throws IOException {
    sandbox = home.sandbox(Home.EMPTY);
    sandbox.putObject("PROJ", Map.of("ID", ID, "name", "old", "description", "old"));
    home.csvToWorkfront("projects", "projects.csv");
    csv("ID,Name,Description\n" + ID + ",first,text\n");
  }

  private void csv(String text) {
    home.file("projects.csv", text);
  }

  private String name() {
    return sandbox.object("PROJ", ID).orElseThrow().get("name").asText();
  }

  private Home.Done run(int exitCode, String... options) {
    String[] command = new String[options.length + 2];
    command[0] = "run";
    command[1] = "projects";
    System.arraycopy(options, 0, command, 2, options.length);
    Home.Done done = home.run(command);
    assertThat(done.exitCode()).as(done.out() + done.err()).isEqualTo(exitCode);
    return done;
  }

  private void loseTheDescription() {
    run(0);
    csv("ID,Name,Descriptoin\n" + ID + ",second,text\n");
  }

  @Test
  void a_renamed_column_stops_the_run_before_it_sends() {
    loseTheDescription();

    Home.Done done = run(2);

    assertThat(done.out() + done.err())
        .contains("WB-414")
        .contains("\"Description\" (field description)")
        .contains("Descriptoin");
    assertThat(name()).isEqualTo("first");
  }

  @Test
  void it_stops_each_run_until_a_person_accepts_it() {
    loseTheDescription();
    run(2);

    run(2);

    assertThat(name()).isEqualTo("first");
  }

  @Test
  void an_accepted_loss_is_remembered_by_the_next_run() {
    loseTheDescription();
    run(0, "--accept-columns");
    csv("ID,Name\n" + ID + ",third\n");

    run(0);

    assertThat(name()).isEqualTo("third");
  }

  @Test
  void a_column_that_the_route_leaves_out_may_be_gone() {
    loseTheDescription();
    home.csvToWorkfront("projects", "projects.csv", "columns: Description=-");

    run(0);

    assertThat(name()).isEqualTo("second");
  }

  @Test
  void a_renamed_column_that_is_sent_to_the_same_field_loses_nothing() {
    loseTheDescription();
    home.csvToWorkfront("projects", "projects.csv", "columns: Descriptoin=description");

    run(0);

    assertThat(name()).isEqualTo("second");
  }

  @Test
  void a_field_that_vanished_at_workfront_stops_the_run_although_its_column_is_there()
      throws IOException {
    String form =
        sandbox
            .workfront()
            .putForm(
                new ObjectMapper()
                    .readTree(
                        "{\"form\":\"Review\",\"objCode\":\"PROJ\",\"fields\":[{\"name\":\"Verdict\"}]}"));
    sandbox.putObject("PROJ", Map.of("ID", ID, "name", "old", "categoryID", form));
    csv("ID,Name,Verdict\n" + ID + ",first,good\n");
    run(0);
    // The MD5 of parameter-Verdict, as the sandbox makes the IDs of fields.
    sandbox.putObject(
        "PARAM",
        Map.of("ID", "e5e55b189b6b9de95053a992876f7d1e", "name", "Verdict", "sandboxHidden", true));
    csv("ID,Name,Verdict\n" + ID + ",second,bad\n");

    Home.Done done = run(2);

    assertThat(done.out() + done.err())
        .contains("WB-414")
        .contains("\"Verdict\" (field DE:Verdict) fits no field");
    assertThat(name()).isEqualTo("first");
  }

  @Test
  void check_says_it_without_sending() {
    loseTheDescription();

    Home.Done done = home.run("check", "projects");

    assertThat(done.exitCode()).as(done.out()).isEqualTo(2);
    assertThat(done.err()).contains("WB-414").contains("--accept-columns");
    assertThat(name()).isEqualTo("first");
  }

  @Test
  void a_vanished_column_of_a_workiva_region_stops_the_run() throws IOException {
    workiva.route("A1:D20").csv("k,v\n1,one\n").complete();
    workiva.csv("k\n1\n");

    workiva.refused("WB-414");
  }

  @Test
  void a_renamed_column_of_a_data_world_file_stops_the_run() throws IOException {
    dataWorld.route("data").csv("id,name\n1,one\n").complete();
    dataWorld.csv("id,title\n1,one\n");

    dataWorld.refused("WB-414");

    assertThat(dataWorld.text("data.csv")).isEqualTo("id,name\n1,one\n");
  }

  @Test
  void an_accepted_loss_writes_the_file_of_data_world() throws IOException {
    dataWorld.route("data").csv("id,name\n1,one\n").complete();
    dataWorld.csv("id,title\n1,one\n");

    dataWorld.complete("--accept-columns");

    assertThat(dataWorld.text("data.csv")).isEqualTo("id,title\n1,one\n");
  }
}
