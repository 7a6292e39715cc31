package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.Child;
import io.writeback.cli.Home;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.http.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The team's own code between source and sink, through the whole command into Workfront. */
final class TransformTest {
  /** What the code does is in the column name: upper case, unless it says something else. */
  private static final String CODE =
      """
      import java.nio.file.Files;
      import java.nio.file.Path;
      import java.nio.file.StandardOpenOption;
      import java.util.Map;
      import org.apache.camel.Exchange;
      import org.apache.camel.builder.RouteBuilder;

      public class Code extends RouteBuilder {
        private static final Path HOME = Path.of("%s");

        @Override
        public void configure() {
          getContext().getRegistry().bind("shout", new Shout());
          from("direct:code").routeId("code").process(Code::row);
        }

        public static class Shout {
          public Map<String, String> row(Map<String, String> row) {
            return row.get("name").startsWith("out") ? null : Map.of("ID", row.get("ID"), "name", row.get("name") + "!");
          }
        }

        @SuppressWarnings("unchecked")
        private static void row(Exchange exchange) throws Exception {
          Map<String, String> row = exchange.getMessage().getBody(Map.class);
          String name = row.get("name");
          Files.writeString(
              HOME.resolve("calls"), name + "\\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
          boolean healed = Files.exists(HOME.resolve("healed"));
          if (name.startsWith("fail") && !healed) {
            throw new IllegalStateException("no price for " + name + "\\n  in line two");
          } else if (name.startsWith("out")) {
            exchange.getMessage().setBody(null);
          } else if (name.startsWith("odd") && !healed) {
            row.put("Colour", "red");
          } else if (name.startsWith("text") && !healed) {
            exchange.getMessage().setBody("text");
          } else if (name.startsWith("halt") && !healed) {
            Runtime.getRuntime().halt(137);
          } else {
            row.put("name", name.toUpperCase());
          }
        }
      }
      """;

  @RegisterExtension private final Home home = new Home();
  private Sandbox sandbox;

  @BeforeEach
  void start() throws IOException {
    sandbox = home.sandbox(Home.EMPTY);
    home.file("routes/Code.java", CODE.formatted(home.folder()));
  }

  private static String id(int number) {
    return String.format("%032x", number);
  }

  /** Puts the step before the sink of route w. */
  static void step(Home home, String sink, String... parameters) throws IOException {
    Path file = home.path("routes/w.camel.yaml");
    String at = "        - to:\n            uri: kamelet:" + sink;
    String text = Files.readString(file);
    assertThat(text).contains(at);
    StringBuilder step =
        new StringBuilder("        - to:\n            uri: kamelet:transform-action\n");
    step.append("            parameters:\n");
    Arrays.stream(parameters)
        .forEach(parameter -> step.append("              ").append(parameter).append('\n'));
    Files.writeString(file, text.replace(at, step + at));
  }

  private void route(String... options) throws IOException {
    home.csvToWorkfront("w", "w.csv", options);
    step(home, "workfront-update-sink", "with: direct:code");
  }

  private void rows(String... names) throws IOException {
    StringBuilder csv = new StringBuilder("ID,name\n");
    for (int row = 0; row < names.length; row++) {
      csv.append(id(row + 1)).append(',').append(names[row]).append('\n');
      if (sandbox.object("PROJ", id(row + 1)).isEmpty()) {
        sandbox.putObject(
            "PROJ", new LinkedHashMap<>(Map.of("ID", id(row + 1), "name", "before" + (row + 1))));
      }
    }
    home.file("w.csv", csv.toString());
  }

  private String name(int number) {
    return sandbox.object("PROJ", id(number)).orElseThrow().get("name").asText();
  }

  private List<String> calls() throws IOException {
    return Files.exists(home.path("calls")) ? Files.readAllLines(home.path("calls")) : List.of();
  }

  private JsonNode run(int exitCode, String... arguments) {
    Home.Done done =
        home.run(
            Stream.concat(Arrays.stream(arguments), Stream.of("--json")).toArray(String[]::new));
    assertThat(done.exitCode()).as(done.out() + done.err()).isEqualTo(exitCode);
    return done.json();
  }

  @Test
  void a_row_is_written_as_the_code_makes_it_and_failures_are_rejects_that_a_replay_sends_again()
      throws IOException {
    rows("one", "fail2", "out3", "odd4", "text5", "six");
    route();

    JsonNode report = run(3, "run", "w");

    assertThat(report.get("confirmed").asInt()).isEqualTo(2);
    assertThat(report.get("rejected").asInt()).isEqualTo(3);
    assertThat(report.get("unchanged").asInt()).isEqualTo(1);
    assertThat(report.toString()).contains("direct:code left 1 of 6 rows out");
    assertThat(calls()).containsExactly("one", "fail2", "out3", "odd4", "text5", "six");
    assertThat(name(1)).isEqualTo("ONE");
    assertThat(name(2)).isEqualTo("before2");
    assertThat(name(3)).isEqualTo("before3");
    String id = report.get("run").asText();
    String rejects = Files.readString(home.path("data/runs/" + id + "/rejects.csv"));
    assertThat(rejects)
        .contains("\"" + id(2) + "\",\"fail2\"")
        .contains("WB-315")
        .contains("no price for fail2 | in line two")
        .contains("none of ID, name; name all of them in columns")
        .contains("the result is a String, not a map")
        .doesNotContain("Exception");
    assertThat(home.run("rejects", id).out()).contains(id(4), "Colour");

    home.file("healed", "");
    assertThat(run(0, "replay", id).get("confirmed").asInt()).isEqualTo(3);

    assertThat(calls()).hasSize(9);
    assertThat(name(2)).isEqualTo("FAIL2");
    assertThat(name(5)).isEqualTo("TEXT5");
  }

  @Test
  void a_bean_may_be_the_code_and_rules_come_after_it() throws IOException {
    rows("one", "out2");
    home.csvToWorkfront("w", "w.csv", "rules: \"name: template new {name}\"");
    step(home, "workfront-update-sink", "with: bean:shout?method=row");

    JsonNode report = run(0, "run", "w");

    assertThat(report.get("confirmed").asInt()).isEqualTo(1);
    assertThat(report.get("unchanged").asInt()).isEqualTo(1);
    assertThat(name(1)).isEqualTo("new one!");
  }

  @Test
  void no_object_counts_as_gone_while_a_row_has_no_result() throws IOException {
    rows("one", "two", "three");
    route("onGone: clear", "goneFields: name", "maxGone: 100%");
    run(0, "run", "w");
    rows("one", "out2");

    JsonNode report = run(0, "run", "w");

    assertThat(report.toString()).contains("WB-455", "1 row has no result of direct:code");
    assertThat(name(3)).isEqualTo("THREE");
  }

  @Test
  void a_run_that_is_resumed_does_not_call_the_code_again() throws IOException {
    String[] names = new String[250];
    Arrays.setAll(names, row -> row == 120 ? "fail" : "n" + row);
    rows(names);
    route("concurrency: 1");
    sandbox
        .faults()
        .add(Fault.answer(503, "{\"error\":{\"message\":\"down\"}}").onMethod("GET").times(1_000));
    assertThat(home.run("run", "w").exitCode()).isEqualTo(4);
    assertThat(calls()).hasSize(250);
    sandbox.faults().clear();
    sandbox
        .faults()
        .add(
            Fault.answer(503, "{\"error\":{\"message\":\"down\"}}")
                .onMethod("PUT")
                .containing(id(150))
                .times(1_000));
    assertThat(home.run("resume").exitCode()).isEqualTo(4);
    sandbox.faults().clear();

    assertThat(home.run("resume").exitCode()).isEqualTo(3);
    JsonNode report = run(0, "show", "last").get("report");

    assertThat(calls()).hasSize(250);
    assertThat(report.get("confirmed").asInt()).isEqualTo(249);
    assertThat(name(250)).isEqualTo("N249");
  }

  @Test
  void a_process_that_dies_in_the_code_begins_the_step_again() throws Exception {
    rows("one", "two", "halt3", "four");
    route();
    Process killed = Child.start(home, List.of(), "run", "w");
    assertThat(killed.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(killed.exitValue()).as(Child.tail(home)).isEqualTo(137);
    assertThat(sandbox.stats().recordsWritten()).isZero();
    home.file("healed", "");

    assertThat(home.run("resume").exitCode()).isZero();
    assertThat(run(0, "show", "last").get("report").get("confirmed").asInt()).isEqualTo(4);

    assertThat(calls()).containsExactly("one", "two", "halt3", "one", "two", "halt3", "four");
    assertThat(name(3)).isEqualTo("HALT3");
  }

  @Test
  void a_plan_shows_what_the_code_made_and_apply_and_undo_do_not_call_it() throws IOException {
    rows("one", "out2", "three");
    route();
    JsonNode plan = run(0, "plan", "w");
    assertThat(home.run("changes", plan.get("plan").asText()).out()).contains("ONE", "THREE");

    JsonNode applied = run(0, "apply", plan.get("plan").asText());

    assertThat(applied.get("confirmed").asInt()).isEqualTo(2);
    assertThat(name(1)).isEqualTo("ONE");
    run(0, "undo", applied.get("run").asText(), "--yes");
    assertThat(name(1)).isEqualTo("before1");
    assertThat(name(3)).isEqualTo("before3");
    assertThat(calls()).hasSize(3);
  }

  private void yamlCode(String text) {
    home.file(
        "routes/shouts.camel.yaml",
        """
        # The names of projects.
        - route:
            id: shouts
            from:
              uri: direct:shouts
              steps:
                - setBody:
                    simple: "%s"
                - unmarshal:
                    json: {}
        """
            .formatted(text.replace("\"", "\\\"")));
  }

  @Test
  void a_plan_is_not_applied_once_the_code_of_its_rows_is_another() throws IOException {
    rows("one", "two");
    home.csvToWorkfront("w", "w.csv");
    step(home, "workfront-update-sink", "with: direct:shouts");
    String json = "{\"ID\":\"${body[ID]}\",\"name\":\"${body[name]}%s\"}";
    yamlCode(json.formatted("!"));
    String outdated = run(0, "plan", "w").get("plan").asText();
    yamlCode(json.formatted("?"));

    Home.Done refused = home.run("apply", outdated);

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.out() + refused.err()).contains("WB-529", "(transform)");
    assertThat(name(1)).isEqualTo("before1");
    assertThat(run(0, "apply", run(0, "plan", "w").get("plan").asText()).get("confirmed").asInt())
        .isEqualTo(2);
    assertThat(name(2)).isEqualTo("two?");
  }

  @Test
  void rows_that_an_earlier_process_made_by_other_code_are_made_again() throws IOException {
    rows("one", "two");
    route();
    sandbox
        .faults()
        .add(Fault.answer(503, "{\"error\":{\"message\":\"down\"}}").onMethod("GET").times(1_000));
    assertThat(home.run("run", "w").exitCode()).isEqualTo(4);
    sandbox.faults().clear();
    home.file(
        "routes/Code.java",
        CODE.formatted(home.folder()).replace("toUpperCase()", "concat(\"!\")"));

    assertThat(home.run("resume").exitCode()).isZero();

    assertThat(calls()).containsExactly("one", "two", "one", "two");
    assertThat(name(1)).isEqualTo("one!");
  }

  @Test
  void mode_changed_compares_what_the_code_made() throws IOException {
    rows("one", "two", "fail3");
    home.file("healed", "");
    route("mode: changed");
    assertThat(run(0, "run", "w").get("confirmed").asInt()).isEqualTo(3);
    rows("One", "two2", "FAIL3");
    assertThat(run(0, "run", "w").get("unchanged").asInt()).isEqualTo(2);
    assertThat(name(2)).isEqualTo("TWO2");
    Files.delete(home.path("healed"));
    rows("one", "two2", "fail3");

    JsonNode report = run(3, "run", "w");

    assertThat(report.get("unchanged").asInt()).isEqualTo(2);
    assertThat(report.get("rejected").asInt()).isEqualTo(1);
  }

  @Test
  void files_of_the_step_are_removed_with_the_snapshot() throws IOException {
    rows("one", "out2");
    route();

    String run = run(0, "run", "w").get("run").asText();

    assertThat(home.path("data/runs/" + run + "/report.json")).exists();
    for (String file : List.of("transformed.csv", "transformed-marks.csv", "transformed.json")) {
      assertThat(home.path("data/runs/" + run + "/" + file)).doesNotExist();
    }
  }

  @Test
  void check_names_the_step_and_does_not_call_it() throws IOException {
    rows("one");
    route();

    String checked = home.run("check", "w").out();

    assertThat(checked).contains("each row goes through direct:code");
    assertThat(calls()).isEmpty();
  }

  @Test
  void mistakes_are_found_before_anything_starts() throws IOException {
    rows("one");
    home.csvToWorkfront("w", "w.csv");
    step(home, "workfront-update-sink", "with: direct:cod", "columns: ID, ID");
    assertThat(home.run("run", "w").err()).contains("columns").contains("none twice");

    home.csvToWorkfront("w", "w.csv");
    step(home, "workfront-update-sink", "with: direct:cod");
    assertThat(home.run("run", "w").err())
        .contains("\"direct:cod\", and no route begins with it; did you mean direct:code?");

    home.csvToWorkfront("w", "w.csv");
    step(home, "workfront-update-sink", "with: direct:w");
    assertThat(home.run("run", "w").err()).contains("a writeback; it has to be a route of its own");

    route();
    step(home, "workfront-update-sink", "with: direct:code");
    assertThat(home.run("run", "w").err()).contains("2 steps transform-action");

    home.csvToWorkfront("w", "w.csv");
    step(home, "csv-dataset-action", "with: direct:code");
    assertThat(home.run("run", "w").err()).contains("not between its source and its sink");

    home.csvToWorkfront("w", "w.csv");
    step(home, "workfront-update-sink", "with: bean:nothing");
    Home.Done run = home.run("run", "w");
    assertThat(run.out() + run.err())
        .contains("no bean could be found in the registry for: nothing");
    assertThat(calls()).isEmpty();
  }

  @Test
  void the_example_is_as_the_page_shows_it() throws IOException {
    String page = Files.readString(Path.of("docs/field-rules.md"));
    page = page.substring(page.indexOf("## Your own code"));
    String yaml = Files.readString(Path.of("routes/examples/transform.camel.yaml"));
    String java = Files.readString(Path.of("routes/examples/ProjectBudgets.java"));
    assertThat(page).contains(yaml.substring(yaml.indexOf("- route"))).contains(java);
    Matcher tables =
        Pattern.compile("```csv\n(.*?)```\n```csv\n(.*?)```", Pattern.DOTALL).matcher(page);
    assertThat(tables.find()).isTrue();
    home.file("routes/transform.camel.yaml", yaml);
    home.file("routes/ProjectBudgets.java", java);
    home.file("exports/project-budgets.csv", tables.group(1));
    for (int number = 1; number <= 3; number++) {
      sandbox.putObject("PROJ", new LinkedHashMap<>(Map.of("ID", id(number), "name", "old")));
    }

    JsonNode report = run(3, "run", "project-budgets");

    assertThat(report.get("rejected").asInt()).isEqualTo(1);
    assertThat(report.get("unchanged").asInt()).isEqualTo(1);
    assertThat(name(2)).isEqualTo("old");
    assertThat(name(3)).isEqualTo("old");
    List<String> written = tables.group(2).lines().skip(1).toList();
    assertThat(written).hasSize(1);
    String[] cells = written.get(0).split(",");
    JsonNode first = sandbox.object("PROJ", cells[0]).orElseThrow();
    assertThat(first.get("name").asText()).isEqualTo(cells[1]);
    assertThat(first.get("budget").decimalValue()).isEqualByComparingTo(cells[2]);
    assertThat(home.run("rejects", report.get("run").asText()).out())
        .contains("Labour is not a number: unknown");
  }
}
