package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.cli.Home;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.http.Fault;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A refusal that says nothing about the rows, or follows a write whose response was lost. */
final class LostAnswersTest {
  private static final int ROWS = 100;

  @RegisterExtension private final Home home = new Home();
  private Sandbox sandbox;

  @BeforeEach
  void start() throws IOException {
    sandbox = home.sandbox(Home.EMPTY);
    home.csvToWorkfront("names", "names.csv");
  }

  private void rows(int missing) {
    StringBuilder csv = new StringBuilder("ID,Name\n");
    for (int row = 1; row <= ROWS; row++) {
      if (row != missing) {
        sandbox.putObject("PROJ", Map.of("ID", id(row), "name", "old"));
      }
      csv.append(id(row)).append(",new ").append(row).append('\n');
    }
    home.file("names.csv", csv.toString());
  }

  private JsonNode report(Home.Done done) throws IOException {
    return done.json();
  }

  private static String id(int number) {
    return String.format("%032x", number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "atomic: true", "atomic: bisect"})
  void what_was_written_and_is_refused_when_it_is_sent_again_is_confirmed(String option)
      throws IOException {
    home.csvToWorkfront("names", "names.csv", option);
    rows(0);
    sandbox.faults().add(Fault.of(Fault.Kind.RESET_AFTER_COMMIT).onMethod("PUT").nth(1));
    sandbox
        .faults()
        .add(
            Fault.answer(422, "{\"error\":{\"message\":\"The status is Complete: no more edits\"}}")
                .onMethod("PUT")
                .nth(2)
                .times(500));

    Home.Done done = home.run("run", "names", "--json");

    assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
    assertThat(report(done).get("confirmed").asInt()).isEqualTo(ROWS);
    assertThat(sandbox.object("PROJ", id(7)).orElseThrow().get("name").asText()).isEqualTo("new 7");
  }

  @Test
  void a_failure_that_passes_while_a_culprit_is_searched_rejects_no_good_row() throws IOException {
    rows(50);
    Fault whoops =
        Fault.answer(500, "{\"error\":{\"message\":\"Whoops! Something went wrong\"}}")
            .onMethod("PUT");
    // Every second request of the search, including those of one record.
    for (int request = 3; request <= 40; request += 2) {
      sandbox.faults().add(whoops.nth(request));
    }

    Home.Done done = home.run("run", "names", "--json");

    assertThat(done.exitCode()).as(done.out() + done.err()).isEqualTo(3);
    assertThat(report(done).get("rejected").asInt()).isEqualTo(1);
    assertThat(report(done).get("confirmed").asInt()).isEqualTo(ROWS - 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 409, 422})
  void a_page_of_a_firewall_is_no_word_about_any_row(int status) throws IOException {
    rows(0);
    sandbox
        .faults()
        .add(
            Fault.answer(
                    status,
                    "<html><title>Access Denied</title>Reference #18.2d351ab8.1764042000.a4e16ab")
                .header("Content-Type", "text/html")
                .onMethod("PUT")
                .times(500));

    Home.Done done = home.run("run", "names", "--json");

    assertThat(done.exitCode()).as(done.out() + done.err()).isEqualTo(4);
    assertThat(report(done).get("state").asText()).isEqualTo("PAUSED");
    assertThat(report(done).get("pause").asText()).isEqualTo("configuration");
    assertThat(report(done).get("rejected").asInt()).isZero();
    assertThat(report(done).get("requests").asInt()).isEqualTo(1);
    sandbox.faults().clear();
    assertThat(home.run("resume").exitCode()).isZero();
  }
}
