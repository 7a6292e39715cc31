package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.cli.Home;
import io.writeback.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The worked example of docs/new-rows.md. */
final class NewRowsDocumentTest {
  @RegisterExtension private final Home home = new Home();

  private static String section(String heading) throws IOException {
    String page = Files.readString(Path.of("docs/new-rows.md"));
    String section = page.substring(page.indexOf("\n" + heading + "\n") + heading.length() + 2);
    return section.split("(?m)^#")[0];
  }

  private static List<String> blocks(String section) {
    return Pattern.compile("(?ms)^```\\w*\\n(.*?)^```$")
        .matcher(section)
        .results()
        .map(block -> block.group(1))
        .toList();
  }

  /** The parameters of the sink that the page shows. */
  private static String[] options(String block) {
    return block
        .substring(block.indexOf("parameters:\n") + "parameters:\n".length())
        .lines()
        .map(String::strip)
        .filter(line -> !line.startsWith("object:"))
        .toArray(String[]::new);
  }

  private Path created() throws IOException {
    try (Stream<Path> files = Files.walk(home.path("data/runs"))) {
      return files.filter(file -> file.endsWith("created.csv")).findFirst().orElseThrow();
    }
  }

  @Test
  void its_three_rows_become_what_it_says() throws IOException {
    Sandbox sandbox = home.sandbox(Home.EMPTY);
    sandbox.putObject("PROJ", project(1, "A-1"));
    sandbox.putObject("PROJ", project(2, "A-3"));
    sandbox.putObject("PROJ", project(3, "A-3"));
    List<String> example = blocks(section("### Example"));
    assertThat(example).hasSize(2);
    home.file("orders.csv", example.get(0));
    home.csvToWorkfront("orders", "orders.csv", options(blocks(section("## Matching")).get(0)));

    JsonNode report = home.run("run", "orders", "--json").json();

    assertThat(report.get("confirmed").asInt()).isEqualTo(2);
    assertThat(report.get("created").asInt()).isEqualTo(1);
    assertThat(report.get("rejected").asInt()).isEqualTo(1);
    assertThat(name(sandbox, id(1))).isEqualTo("First");
    assertThat(name(sandbox, id(2))).isEqualTo("old");
    assertThat(name(sandbox, id(3))).isEqualTo("old");
    List<String> ids = new ArrayList<>();
    for (ObjectNode project : sandbox.workfront().objects("PROJ")) {
      if (project.path("extRefID").asText().equals("A-2")) {
        ids.add(project.get("ID").asText());
      }
    }
    assertThat(ids).hasSize(1);
    String id = ids.get(0);
    assertThat(name(sandbox, id)).isEqualTo("Second");
    Matcher shown = Pattern.compile("\\p{XDigit}{32}").matcher(example.get(1));
    assertThat(shown.find()).isTrue();
    Path created = created();
    assertThat(Files.readString(created)).isEqualTo(shown.replaceAll(id));
    assertThat(report.get("createdFile").asText()).endsWith("created.csv");
    assertThat(Files.readString(created.resolveSibling("rejects.csv")))
        .contains("WB-436", id(2), id(3));

    JsonNode next = home.run("run", "orders", "--json").json();

    assertThat(next.get("created").asInt()).as("the next run updates A-2").isZero();
    assertThat(next.get("confirmed").asInt()).isEqualTo(2);
  }

  private static Map<String, String> project(int number, String reference) {
    return Map.of("ID", id(number), "name", "old", "extRefID", reference);
  }

  private static String id(int number) {
    return String.format("%032x", number);
  }

  private static String name(Sandbox sandbox, String id) {
    return sandbox.object("PROJ", id).orElseThrow().get("name").asText();
  }
}
