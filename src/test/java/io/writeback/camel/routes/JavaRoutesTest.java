package io.writeback.camel.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.Child;
import io.writeback.camel.WritebackMain;
import io.writeback.cli.Home;
import io.writeback.run.ProgressListener;
import io.writeback.sandbox.Sandbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Writebacks as classes: {@code routes/*.java} and jars. */
final class JavaRoutesTest {
  private static final String ID = "fe13aebd50b0933b335d4428e2521b1e";
  private static final String SINK = ".to(\"kamelet:workfront-update-sink?object=project\")";

  @RegisterExtension private final Home home = new Home();
  private Sandbox sandbox;

  @BeforeEach
  void prepare() throws IOException {
    sandbox = home.sandbox(Home.EMPTY);
    sandbox.putObject("PROJ", Map.of("ID", ID, "name", "before"));
    home.file("w.csv", "ID,Name\n" + ID + ",after\n");
  }

  /** A class of a writeback, each of whose steps is a line; the first one is line 5. */
  private static String writeback(String type, String name, String... steps) {
    return """
    import org.apache.camel.builder.RouteBuilder;
    public class %s extends RouteBuilder {
      public void configure() {
        from("direct:%2$s").routeId("%2$s").routeGroup("writeback")
        %3$s;
      }
    }
    """
        .formatted(type, name, String.join("\n    ", steps));
  }

  private void java(String type, String text) {
    home.file("routes/" + type + ".java", text);
  }

  private void valid(String type, String name) {
    java(type, writeback(type, name, ".to(\"kamelet:csv-dataset-action?file=w.csv\")", SINK));
  }

  private String name() {
    return sandbox.object("PROJ", ID).orElseThrow().get("name").asText();
  }

  @Test
  void a_writeback_in_java_runs_as_one_in_yaml() {
    valid("Projects", "projects");

    Home.Done done = home.run("run", "projects", "--json");

    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(done.json().get("confirmed").asInt()).isEqualTo(1);
    assertThat(name()).isEqualTo("after");
    assertThat(home.run("check", "projects").exitCode()).isZero();
    assertThat(home.run("list").out()).contains("projects", "(routes/Projects.java)");
  }

  @Test
  void a_class_that_does_not_compile_is_reported_with_its_lines_and_stops_no_other_file() {
    valid("Projects", "projects");
    java(
        "Bad",
        writeback("Bad", "bad", ".too(\"log:a\")").replace("  }\n}", "    int i = \"a\";\n  }\n}"));

    String listed = home.run("list").out();

    assertThat(listed)
        .contains(
            "WB-105 routes/Bad.java:5: cannot find symbol | symbol: method too(java.lang.String)",
            "WB-105 routes/Bad.java:6: incompatible types: java.lang.String cannot be converted")
        .doesNotContain("\tat ", "Exception");
    assertThat(home.run("run", "projects").exitCode()).isZero();
    assertThat(home.run("run", "bad").err())
        .contains("WB-106 bad: is not the name of a writeback", "WB-105 routes/Bad.java:5");
  }

  @Test
  void a_file_that_uses_one_with_mistakes_is_reported_with_the_reason() {
    java("Base", "public class Base {");
    java("Uses", writeback("Uses", "uses", ".to(\"log:\" + new Base())"));

    assertThat(home.run("list").out())
        .contains("WB-105 routes/Base.java:1: reached end of file while parsing")
        .contains("WB-105 routes/Uses.java:5: cannot find symbol | symbol: class Base")
        .contains("(compiled without the files with mistakes: Base.java)");
  }

  @Test
  void a_hundred_mistakes_are_reported_as_ten_and_their_number() {
    java("Bad", "public class Bad {\n" + "int a = b;\n".repeat(100) + "}");

    List<String> lines =
        home.run("list").out().lines().filter(line -> line.contains("Bad.java")).toList();

    assertThat(lines).hasSize(11);
    assertThat(lines.get(10)).contains("WB-105 routes/Bad.java: has ", " mistakes more");
  }

  @Test
  void a_mistake_in_a_kamelet_is_reported_with_the_line_of_its_step() {
    java(
        "Sheets",
        """
        import org.apache.camel.builder.RouteBuilder;

        public class Sheets extends RouteBuilder {
          @Override
          public void configure() {
            from("direct:sheets")
                .routeId("sheets")
                .routeGroup("writeback")
                .to("kamelet:csv-dataset-action?file=w.csv")
                .to(
                    "kamelet:workiva-region-sink?spreadsheetId=a&sheetId=b&regoin=A1");
            from("direct:other").routeId("two").routeGroup("writeback").to("log:a");
          }
        }
        """);

    assertThat(home.run("list").out())
        .contains("WB-101 routes/Sheets.java:10, route sheets, workiva-region-sink: regoin does")
        .contains("did you mean region?")
        .contains("WB-105 routes/Sheets.java:12, route two: begins with direct:other")
        .contains("route two: has 0 steps that are a source");
  }

  @Test
  void code_that_fails_at_the_start_is_reported_with_its_line() {
    java(
        "Throws",
        """
        import org.apache.camel.builder.RouteBuilder;
        public class Throws extends RouteBuilder {
          public void configure() {
            String none = null;
            from("direct:" + none.length());
          }
        }
        """);
    java(
        "Static",
        writeback("Static", "b", SINK).replace("{\n  public", "{\n int a = 1 / 0;\n  public"));
    java(
        "Initialised",
        writeback("Initialised", "c", SINK)
            .replace("{\n  public", "{\nstatic int a = 1 / 0;\n  public"));

    assertThat(home.run("list").out())
        .contains("WB-105 routes/Throws.java:5: its code failed: Cannot invoke \"String.length()\"")
        .contains("WB-105 routes/Static.java:3: its code failed: / by zero")
        .contains("WB-105 routes/Initialised.java:3: its code failed: / by zero");
  }

  @Test
  void a_route_builder_that_cannot_be_made_is_reported() {
    valid("Projects", "projects");
    home.file(
        "routes/Projects.java",
        writeback("Projects", "projects", ".to(\"kamelet:csv-dataset-action?file=w.csv\")", SINK)
            + "class Second extends org.apache.camel.builder.RouteBuilder {\n"
            + " public void configure() {}\n}\n"
            + "abstract class Base extends org.apache.camel.builder.RouteBuilder {}\n");

    assertThat(home.run("list").out())
        .contains("WB-105 routes/Projects.java: the class Second extends RouteBuilder, and has to")
        .doesNotContain("Base");
  }

  @Test
  void an_id_that_a_yaml_file_also_has_is_reported_at_both() {
    valid("Projects", "projects");
    home.csvToWorkfront("projects", "w.csv");

    assertThat(home.run("list").out())
        .contains("routes/projects.camel.yaml, route projects: has the id of a route of routes/Pro")
        .contains("ids are unique");
    assertThat(home.run("run", "projects").exitCode()).isEqualTo(2);
  }

  @Test
  void a_file_that_is_empty_or_not_utf_8_is_reported() throws IOException {
    home.file("routes/Empty.java", "\n");
    Files.write(home.path("routes/Latin.java"), "// Größe".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(home.run("list").out())
        .contains("WB-105 routes/Empty.java: cannot be read: it is empty")
        .contains("WB-105 routes/Latin.java: cannot be read: it is not UTF-8; save it as UTF-8");
  }

  @Test
  void a_route_that_is_not_a_writeback_says_how_it_becomes_one() {
    java(
        "Projects",
        writeback("Projects", "projects", SINK).replace(".routeGroup(\"writeback\")", ""));

    assertThat(home.run("run", "projects").err())
        .contains("is a route of routes/Projects.java without routeGroup(\"writeback\")");
  }

  @Test
  void a_writeback_without_an_id_is_reported() {
    java("Projects", writeback("Projects", "projects", SINK).replace(".routeId(\"projects\")", ""));

    assertThat(home.run("list").out())
        .contains("WB-105 routes/Projects.java:4, route route")
        .contains("has no id, and the id of a writeback is its name");
  }

  @Test
  void files_may_use_each_other_and_a_class_of_the_file_wins_over_one_of_the_product() {
    java(
        "Steps",
        "package team; public class Steps { public static final String SINK ="
            + " \"kamelet:workfront-update-sink?object=project\"; }");
    // Also the name of a class of ours.
    home.file(
        "routes/App.java",
        "package io.writeback;\n"
            + writeback(
                "App",
                "projects",
                ".to(\"kamelet:csv-dataset-action?file=w.csv\")",
                ".to(team.Steps.SINK)"));

    Home.Done done = home.run("run", "projects");

    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(name()).isEqualTo("after");
  }

  @Test
  void a_value_with_an_ampersand_a_percent_sign_and_lines_arrives_whole() {
    home.file("R&D 50%.csv", "ID,Name,A\n" + ID + ",after,1\n");
    java(
        "Projects",
        writeback(
            "Projects",
            "projects",
            ".to(\"kamelet:csv-dataset-action?file=RAW(R&D 50%.csv)\")",
            ".to(\"\"\"\n"
                + "kamelet:workfront-update-sink?object=project&columns=RAW(A=-,\n"
                + "Name=name)\"\"\")"));

    Home.Done done = home.run("run", "projects");

    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(done.out()).contains("R&D 50%.csv");
    assertThat(name()).isEqualTo("after");
  }

  @Test
  void rules_are_a_block_of_text_in_java_too() {
    java(
        "Projects",
        writeback(
            "Projects",
            "projects",
            ".to(\"kamelet:csv-dataset-action?file=w.csv\")",
            ".to(\"kamelet:workfront-update-sink?object=project&rules=RAW(\" + \"\"\"",
            "# 100 % of them; + and & too",
            "Name: template {Name} (R&D); truncate 11",
            "\"\"\" + \")\")"));

    Home.Done done = home.run("run", "projects");

    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(name()).isEqualTo("after (R&D)");
  }

  private boolean isNew(String writeback) throws IOException {
    try (WritebackMain main =
        new WritebackMain(home.configuration(), ProgressListener.NONE, InstantSource.system())) {
      main.open();
      return main.control().isNew(writeback);
    }
  }

  @Test
  void a_change_of_code_makes_the_writeback_new_and_a_comment_does_not() throws Exception {
    String text =
        writeback("Projects", "projects", ".to(\"kamelet:csv-dataset-action?file=w.csv\")", SINK);
    java("Projects", text);
    assertThat(isNew("projects")).isTrue();
    assertThat(home.run("run", "projects").exitCode()).isZero();
    assertThat(isNew("projects")).isFalse();

    java("Projects", "// One.\n" + text.replace("    from", "\n\n  /** Two. */  from /* three */"));
    assertThat(isNew("projects")).isFalse();

    java("Helper", "class Helper {}");
    assertThat(isNew("projects")).isTrue();
  }

  @Test
  void a_plan_is_refused_after_an_option_in_java_was_changed() {
    valid("Projects", "projects");
    String plan = home.run("plan", "projects", "--json").json().get("plan").asText();
    java(
        "Projects",
        writeback(
            "Projects",
            "projects",
            ".to(\"kamelet:csv-dataset-action?file=w.csv\")",
            ".to(\"kamelet:workfront-update-sink?object=project&batchSize=10\")"));

    Home.Done refused = home.run("apply", plan);

    assertThat(refused.out() + refused.err()).contains("WB-529", "./writeback plan projects");
    assertThat(name()).isEqualTo("before");
  }

  /** Compiles a class into a jar of the routes. */
  private void jar(String jar, String type, String text, String service) throws Exception {
    Path source = home.file("source/" + type + ".java", text);
    Path classes = Files.createDirectories(home.path("classes-" + jar));
    tool("javac", "-cp", System.getProperty("java.class.path"), "-d", "" + classes, "" + source);
    if (!service.isEmpty()) {
      home.file("classes-" + jar + "/" + TeamCode.SERVICE, service);
    }
    Files.createDirectories(home.path("routes"));
    tool("jar", "--create", "--file", "" + home.path("routes/" + jar), "-C", "" + classes, ".");
  }

  private static void tool(String name, String... line) {
    int ended = ToolProvider.findFirst(name).orElseThrow().run(System.out, System.err, line);
    assertThat(ended).isZero();
  }

  @Test
  void a_jar_brings_the_route_builders_that_it_names() throws Exception {
    String text =
        writeback("Projects", "projects", ".to(\"kamelet:csv-dataset-action?file=w.csv\")", SINK);
    jar("team.jar", "Projects", text, "# ours\nProjects\n");

    assertThat(home.run("run", "projects").exitCode()).isZero();
    assertThat(name()).isEqualTo("after");
    assertThat(home.run("list").out()).contains("(routes/team.jar)");
  }

  @Test
  void a_jar_that_names_no_route_builder_is_a_library_of_the_java_files() throws Exception {
    jar(
        "library.jar",
        "Names",
        "public class Names { public static String w = \"projects\"; }",
        "");
    java(
        "Projects",
        writeback("Projects", "projects", ".to(\"kamelet:csv-dataset-action?file=w.csv\")", SINK)
            .replace("routeId(\"projects\")", "routeId(Names.w)"));

    assertThat(home.run("run", "projects").exitCode()).isZero();
  }

  @Test
  void what_is_wrong_with_a_jar_is_reported_with_its_class_and_line() throws Exception {
    jar("a.jar", "Other", "public class Other {}", "Other\ncom.example.Gone\n");
    jar("b.jar", "Wrong", writeback("Wrong", "wrong", ".to(\"log:a\")"), "Wrong");
    home.file("routes/c.jar", "this is not a jar");

    assertThat(home.run("list").out())
        .contains("routes/a.jar: " + TeamCode.SERVICE + " names Other, which does not extend Rou")
        .contains("routes/a.jar: the class com.example.Gone cannot be loaded: there is no class")
        .contains("WB-105 routes/b.jar, Wrong.java:4, route wrong: has 0 steps that are a source")
        .contains("WB-105 routes/c.jar: cannot be read: ")
        .doesNotContain("Exception");
  }

  /** The log of the classes that {@code list} loads. */
  private List<String> classes(String... jvm) throws Exception {
    Path log = home.path("classes");
    List<String> options = new ArrayList<>(List.of("-Xlog:class+load:file=" + log));
    options.addAll(List.of(jvm));
    Process process = Child.start(home, options, "list");
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Child.tail(home)).isZero();
    return Files.readAllLines(log);
  }

  @Test
  void without_java_files_no_class_of_the_compiler_is_loaded() throws Exception {
    home.csvToWorkfront("projects", "w.csv");

    List<String> yaml = classes();
    valid("Projects", "in-java");
    List<String> java = classes();

    for (String one :
        List.of("javax.tools.", "com.sun.tools.javac.", ".TeamCode ", ".JavaSources ")) {
      assertThat(yaml).noneMatch(line -> line.contains(one));
      assertThat(java).anyMatch(line -> line.contains(one));
    }
  }

  @Test
  void on_a_runtime_without_compiler_java_files_are_reported_and_jars_and_yaml_work()
      throws Exception {
    home.csvToWorkfront("in-yaml", "w.csv");
    valid("Projects", "in-java");
    jar("team.jar", "InJar", writeback("InJar", "in-jar", SINK), "InJar");

    classes(
        "--limit-modules",
        "java.se,jdk.unsupported,jdk.httpserver,jdk.crypto.ec,jdk.net,jdk.management");

    assertThat(Child.tail(home))
        .contains("WB-105 routes/Projects.java: cannot be compiled: the Java that runs this, ")
        .contains("is a runtime (JRE) without a compiler; start ./writeback with a JDK, or put")
        .contains("(routes/team.jar)", "(routes/in-yaml.camel.yaml)");
  }
}
