package io.writeback.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.cli.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes when the row message example is copied and changed. */
final class RowMessageMistakesTest {
  @TempDir private Path folder;
  private Home home;
  private String example;

  @BeforeEach
  void home() throws IOException {
    home =
        new Home(folder)
            .set("account.workfront.url", "https://example.my.workfront.com")
            .set("account.workfront.api-key", "none")
            .set("rows.size", "1");
    example = Files.readString(Path.of("routes/examples/row-messages.camel.yaml"));
    home.file("routes/rows.camel.yaml", example);
  }

  private String told() {
    Home.Done done = home.run("list");
    return done.out() + done.err();
  }

  private static String contacts(String text) {
    return text.replace("project-rows", "contact-rows").replace("project.rows", "contact.rows");
  }

  @Test
  void the_example_is_in_order_and_so_is_a_copy_with_another_name() {
    home.file("routes/contacts.camel.yaml", contacts(example));

    assertThat(told()).contains("project-rows", "contact-rows").doesNotContain("WB-");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "aggregationRepository: writebackRows.project-rows"
            + "| aggregationRepository: writebackRows"
            + "| the aggregationRepository of the aggregate has to be writebackRows.project-rows",
        "aggregationRepository: writebackRows.project-rows"
            + "|"
            + "| the aggregationRepository of the aggregate has to be writebackRows.project-rows",
        "aggregationStrategy: writebackRows.project-rows"
            + "| aggregationStrategy: writebackRows.contact-rows"
            + "| the aggregationStrategy of the aggregate has to be writebackRows.project-rows",
        "constant:| simple:| correlationExpression is no constant",
        "uri: kamelet:row-group-action| uri: kamelet:row-message-action"
            + "| the aggregate has 0 steps row-group-action; it needs exactly one",
        "completionSize: 100| completionSize: 1| completionSize is 1, and has to be 2 or more",
        "completionSize: 100| completionSize: '{{rows.size}}'"
            + "| completionSize is {{rows.size}}, and has to be 2 or more",
        "completeAllOnStop: true| completionPredicate: {simple: '${body} != null'}"
            + "| completionPredicate would lose rows",
        "completeAllOnStop: true| completionSizeExpression: {constant: 1}"
            + "| completionSizeExpression would lose rows",
        "completeAllOnStop: true| completionFromBatchConsumer: true"
            + "| completionFromBatchConsumer would lose rows",
        "completeAllOnStop: true| discardOnCompletionTimeout: true"
            + "| discardOnCompletionTimeout would lose rows",
        "completeAllOnStop: true| ignoreInvalidCorrelationKeys: true"
            + "| ignoreInvalidCorrelationKeys would lose rows"
      })
  void what_would_mix_or_lose_rows_is_told(String right, String wrong, String told) {
    home.file("routes/rows.camel.yaml", example.replace(right, wrong == null ? "" : wrong));

    assertThat(told())
        .contains("WB-105 routes/rows.camel.yaml, route project-rows-messages: " + told);
  }

  @Test
  void a_row_group_outside_of_an_aggregate_is_told() {
    home.file(
        "routes/when.camel.yaml",
        """
        - route:
            id: rows-at-once
            from:
              uri: jms:queue:rows
              steps:
                - to:
                    uri: kamelet:row-group-action
                    parameters:
                      writeback: project-rows
        """);

    assertThat(told())
        .contains("WB-105 routes/when.camel.yaml, route rows-at-once: row-group-action stands");
  }

  @Test
  void a_copy_whose_rows_have_the_name_of_the_first_is_told() {
    home.file(
        "routes/contacts.camel.yaml",
        contacts(example).replace("name: contact-rows", "name: project-rows"));

    assertThat(told())
        .containsAnyOf(
            "rows-dataset-action, name: has the name that the rows of project-rows have",
            "rows-dataset-action, name: has the name that the rows of contact-rows have");
  }

  @Test
  void a_copy_that_gathers_for_the_first_is_told() {
    String messages = example.substring(example.indexOf("# A message is acknowledged"));
    home.file("routes/more.camel.yaml", messages.replace("id: project-rows-messages", "id: more"));

    assertThat(told()).contains("the rows of project-rows are gathered by route ");
  }

  @Test
  void a_route_that_makes_rows_of_one_writeback_and_gathers_for_another_is_told() {
    home.file("routes/contacts.camel.yaml", contacts(example));
    int at = example.indexOf("writeback: project-rows\n        - aggregate");
    home.file(
        "routes/rows.camel.yaml",
        example.substring(0, at)
            + example.substring(at).replaceFirst("project-rows", "contact-rows"));

    assertThat(told())
        .contains(
            "row-message-action is of the writeback contact-rows, row-group-action of project-rows");
  }
}
