package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.cli.Home;
import io.writeback.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The worked examples of docs/gone-rows.md. */
final class GoneRowsDocumentTest {
  private static final int PROJECTS = 10;
  private static final Pattern EXAMPLE =
      Pattern.compile(
          "(?m)^\\| (ignore|clear|delete) \\| ?(.*?) ?\\| (.*?) \\| (.*?) \\| (.*?) \\|$");

  @RegisterExtension private final Home home = new Home();

  record Example(String onGone, String options, String missing, String then, String state) {}

  static Stream<Example> examples() throws IOException {
    List<Example> examples =
        EXAMPLE
            .matcher(Files.readString(Path.of("docs/gone-rows.md")))
            .results()
            .map(
                row ->
                    new Example(
                        row.group(1), row.group(2), row.group(3), row.group(4), row.group(5)))
            .toList();
    assertThat(examples).hasSizeGreaterThanOrEqualTo(8);
    return examples.stream();
  }

  private static String id(int number) {
    return String.format("%032x", number);
  }

  private void dataset(Set<Integer> missing) {
    home.file(
        "w.csv",
        "ID,budget\n"
            + IntStream.rangeClosed(1, PROJECTS)
                .filter(number -> !missing.contains(number))
                .mapToObj(number -> id(number) + "," + number + "\n")
                .collect(Collectors.joining()));
  }

  private static Set<Integer> numbers(String text) {
    return text.equals("all")
        ? IntStream.rangeClosed(1, PROJECTS).boxed().collect(Collectors.toSet())
        : Arrays.stream(text.split(", "))
            .map(Integer::valueOf)
            .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What is said of a project in the column of the table. */
  private static String state(Sandbox sandbox, int number) {
    return sandbox
        .object("PROJ", id(number))
        .map(object -> object.path("budget"))
        .map(budget -> budget.isNumber() ? "as it was" : "blank")
        .orElse("deleted");
  }

  @ParameterizedTest
  @MethodSource("examples")
  void come_out_as_they_are_written(Example example) throws IOException {
    Sandbox sandbox = home.sandbox(Home.EMPTY);
    home.set("account.workfront.allow-delete", "true");
    List<String> options = new ArrayList<>(List.of("onGone: " + example.onGone()));
    for (String option : example.options().split(", ")) {
      options.add(option.replace(": 100%", ": \"100%\""));
    }
    home.csvToWorkfront("w", "w.csv", options.toArray(String[]::new));
    for (int number = 1; number <= PROJECTS; number++) {
      sandbox.putObject("PROJ", Map.of("ID", id(number), "name", "Project"));
    }
    dataset(Set.of());
    assertThat(home.run("run", "w").exitCode()).isZero();
    dataset(numbers(example.missing()));

    Home.Done done = home.run("run", "w", "--json");

    assertThat(done.json().get("state").asText()).as(done.err()).isEqualTo(example.state());
    String[] words = example.then().split(" (?=\\w+$)");
    for (int number = 1; number <= PROJECTS; number++) {
      boolean concerned = !example.then().startsWith("every") && numbers(words[0]).contains(number);
      assertThat(state(sandbox, number))
          .as("project %d", number)
          .isEqualTo(concerned ? words[1] : "as it was");
    }
  }
}
