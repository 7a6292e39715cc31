package io.writeback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.sandbox.Sandbox;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first run of a writeback asks the person at the terminal before it writes. */
final class FirstRunTest {
  private static final String QUESTION = "Send these changes? [y/N]";
  private static final String ONE = "%032x".formatted(1);

  @RegisterExtension private final Home home = new Home();
  private Sandbox sandbox;

  @BeforeEach
  void aProjectWhoseNameChanges() throws IOException {
    sandbox = home.sandbox(Home.EMPTY);
    sandbox.putObject("PROJ", Map.of("ID", ONE, "name", "old"));
    home.csvToWorkfront("projects", "projects.csv");
    rows("new");
  }

  private void rows(String name) {
    home.file("projects.csv", "ID,Name\n" + ONE + "," + name + "\n");
  }

  private String name() {
    return sandbox.object("PROJ", ONE).orElseThrow().get("name").asText();
  }

  /** Runs a command at a terminal whose user types these lines, and then ends what is typed. */
  private Home.Done atTerminal(List<String> typed, String... command) {
    Deque<String> lines = new ArrayDeque<>(typed);
    Terminal terminal = new Terminal(() -> 200, () -> 50, false, false, true, lines::poll);
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = home.run(new Screen(out, terminal), new Screen(err, terminal), command);
    return new Home.Done(exitCode, out.toString(), err.toString());
  }

  @Test
  void the_first_run_shows_what_it_would_change_and_sends_it_if_that_is_wanted() {
    Home.Done done = atTerminal(List.of("y"), "run", "projects");

    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(done.err()).contains("would change", "old", "new", QUESTION);
    assertThat(done.out()).contains("COMPLETE");
    assertThat(name()).isEqualTo("new");
  }

  @ParameterizedTest
  @ValueSource(strings = {"n", "", "what?"})
  void anything_but_yes_sends_nothing_and_ends_the_run(String answer) {
    Home.Done done = atTerminal(List.of(answer), "run", "projects");

    assertThat(done.exitCode()).as(done.err()).isEqualTo(4);
    assertThat(done.out()).contains("CANCELLED", "rejected by");
    assertThat(name()).isEqualTo("old");
  }

  @Test
  void the_end_of_what_is_typed_is_no_yes() {
    assertThat(atTerminal(List.of(), "run", "projects").exitCode()).isEqualTo(4);
    assertThat(name()).isEqualTo("old");
  }

  @Test
  void scripts_are_not_asked() {
    assertThat(home.run("run", "projects").err()).doesNotContain(QUESTION);
    assertThat(name()).isEqualTo("new");
  }

  @Test
  void with_yes_or_json_nobody_is_asked() {
    assertThat(atTerminal(List.of(), "run", "projects", "--yes").err()).doesNotContain(QUESTION);
    assertThat(name()).isEqualTo("new");

    home.csvToWorkfront("projects", "projects.csv", "batchSize: 10");
    rows("newer");
    assertThat(atTerminal(List.of(), "run", "projects", "--json").err()).doesNotContain(QUESTION);
    assertThat(name()).isEqualTo("newer");
  }

  @Test
  void the_second_run_asks_only_if_the_route_has_changed() {
    atTerminal(List.of("y"), "run", "projects");
    rows("newer");
    assertThat(atTerminal(List.of(), "run", "projects").err()).doesNotContain(QUESTION);
    assertThat(name()).isEqualTo("newer");

    home.csvToWorkfront("projects", "projects.csv", "batchSize: 10");
    rows("newest");
    assertThat(atTerminal(List.of("n"), "run", "projects").err()).contains(QUESTION);
    assertThat(name()).isEqualTo("newer");
  }

  @Test
  void a_first_run_that_was_rejected_is_asked_about_again() {
    atTerminal(List.of("n"), "run", "projects");

    assertThat(atTerminal(List.of("y"), "run", "projects").err()).contains(QUESTION);
    assertThat(name()).isEqualTo("new");
  }

  @Test
  void a_first_run_that_changes_nothing_is_not_asked_about() {
    rows("old");

    Home.Done done = atTerminal(List.of(), "run", "projects");

    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(done.err()).doesNotContain(QUESTION);
  }

  @Test
  void a_file_is_shown_and_asked_about_too() {
    home.writeback(
        "file",
        "csv-dataset-action\nfile: \"projects.csv\"",
        "data-world-file-sink\ndataset: sandbox/scratch\nfileName: projects");

    Home.Done done = atTerminal(List.of("y"), "run", "file");

    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(done.err()).contains("1 row (1 only here)", QUESTION);
  }

  @Test
  void about_what_does_not_say_what_it_holds_nobody_is_asked() {
    home.set("account.notes.url", "http://127.0.0.1:1")
        .set("account.notes.token", "no-token")
        .set("account.notes.allow-private", "true");
    home.writeback(
        "notes", "csv-dataset-action\nfile: \"projects.csv\"", "notes-sink\nnotebook: minutes");

    assertThat(atTerminal(List.of(), "run", "notes").err())
        .contains("what its first run changes is not shown before")
        .doesNotContain(QUESTION);
  }
}
