package io.writeback.camel.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.TestPorts;
import io.writeback.cli.Home;
import io.writeback.queue.Brokers;
import io.writeback.run.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes when the row message example is copied and changed. */
final class RowMessageMistakesTest {
  @RegisterExtension private final Home home = new Home();
  private String example;

  @BeforeEach
  void home() throws IOException {
    home.set("account.workfront.url", "https://example.my.workfront.com")
        .set("account.workfront.api-key", "none");
    example = Files.readString(Path.of("routes/examples/row-messages.camel.yaml"));
    home.file("routes/rows.camel.yaml", example);
  }

  private String listed() {
    Home.Done done = home.run("list");
    return done.out() + done.err();
  }

  private static String contacts(String text) {
    return text.replace("project-rows", "contact-rows").replace("project.rows", "contact.rows");
  }

  @Test
  void the_example_is_in_order_and_so_is_a_copy_with_another_name() {
    home.file("routes/contacts.camel.yaml", contacts(example));

    assertThat(listed()).contains("project-rows", "contact-rows").doesNotContain("WB-");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "maxRows: 100| maxRows: 0| maxRows is \"0\"",
        "maxWait: 5s| maxWait: soon| maxWait is \"soon\"",
        "queue: project.rows| queue: a?transacted=false| queue is \"a?transacted=false\"",
        "queue: project.rows|| queue is missing",
        "writeback: project-rows| writeback: project-row"
            + "| writeback is \"project-row\", which is not a route of group writeback;"
            + " did you mean project-rows?",
        "writeback: project-rows| completionPredicate: true"
            + "| completionPredicate does not exist"
      })
  void a_mistake_of_the_source_is_reported(String right, String wrong, String message) {
    home.file("routes/rows.camel.yaml", example.replace(right, wrong == null ? "" : wrong));

    assertThat(listed())
        .contains("routes/rows.camel.yaml, route project-rows-messages, row-message-source")
        .contains(message);
  }

  @Test
  void a_copy_whose_rows_have_the_name_of_the_first_is_listed() {
    home.file(
        "routes/contacts.camel.yaml",
        contacts(example).replace("name: contact-rows", "name: project-rows"));

    assertThat(listed())
        .containsAnyOf(
            "rows-dataset-action, name: has the name that the rows of project-rows have",
            "rows-dataset-action, name: has the name that the rows of contact-rows have");
  }

  @Test
  void rows_for_a_writeback_that_reads_something_else_keep_the_process_from_starting()
      throws IOException {
    home.csvToWorkfront("other", "other.csv");
    home.file("other.csv", "ID,Name\n1,x\n");
    home.file(
        "routes/rows.camel.yaml", example.replace("writeback: project-rows", "writeback: other"));
    Brokers.keys(TestPorts.unused()).forEach(home::set);

    Home.Done done = home.run("start");

    assertThat(done.exitCode()).isEqualTo(ExitCode.CONFIGURATION.number());
    assertThat(done.err()).contains("the source of other is not kamelet:rows-dataset-action");
  }
}
