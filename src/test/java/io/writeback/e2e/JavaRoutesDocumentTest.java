package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.writeback.Child;
import io.writeback.SharedClasses;
import io.writeback.cli.Home;
import io.writeback.sandbox.Sandbox;
import java.io.File;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The example of docs/java-routes.md does what is said there. */
final class JavaRoutesDocumentTest {
  private static final Path EXAMPLE = Path.of("routes/examples/RegionalProjects.java");
  private static final String ID = "f3a1c2d4e5b60718293a4b5c6d7e8f90";

  @RegisterExtension private final Home home = new Home();
  private Sandbox sandbox;
  private String page;

  @BeforeEach
  void prepare() throws Exception {
    page = Files.readString(Path.of("docs/java-routes.md"));
    sandbox = home.sandbox(Home.EMPTY);
    sandbox.putObject("PROJ", Map.of("ID", ID, "name", "before"));
    home.file("routes/RegionalProjects.java", Files.readString(EXAMPLE));
    home.file("projects-emea.csv", blockWith("ID,Project Name"));
  }

  /** The block of the page that contains a text. */
  private String blockWith(String text) {
    return Pattern.compile("(?ms)^```\\w*\\n(.*?)^```$")
        .matcher(page)
        .results()
        .map(found -> found.group(1))
        .filter(block -> block.contains(text))
        .findFirst()
        .orElseThrow();
  }

  private String name() {
    return sandbox.object("PROJ", ID).orElseThrow().get("name").asText();
  }

  @Test
  void the_page_shows_the_example_as_it_is() throws Exception {
    assertThat(blockWith("class RegionalProjects")).isEqualTo(Files.readString(EXAMPLE));
  }

  @Test
  void the_example_is_listed_and_checked_and_runs() {
    assertThat(home.run("list").out()).contains(blockWith("started by projects-emea-nightly"));
    assertThat(home.run("list").out()).doesNotContain("WB-");
    assertThat(home.run("check", "projects-emea").exitCode()).isZero();

    Home.Done done = home.run("run", "projects-emea");

    assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
    assertThat(name()).isEqualTo("Data center");
  }

  @Test
  void the_step_behind_the_sink_has_the_report() {
    home.file("projects-emea.csv", "ID,Project Name\n" + "0".repeat(32) + ",x\n");

    Home.Done done = Child.command(home, "run", "projects-emea");

    assertThat(done.exitCode()).as(done.out() + done.err()).isEqualTo(3);
    assertThat(done.out() + done.err()).contains("projects-emea: 1 of 1 rejected");
  }

  @Test
  void rows_are_made_by_code() {
    for (int n = 1; n <= 300; n++) {
      sandbox.putObject("PROJ", Map.of("ID", "%032x".formatted(n), "name", "before"));
    }
    String code = blockWith("class NumberedProjects");
    home.file("routes/NumberedProjects.java", code);

    Home.Done done = home.run("run", "numbered", "--json");

    assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
    assertThat(done.json().get("confirmed").asInt()).isEqualTo(300);
    assertThat(sandbox.object("PROJ", "%032x".formatted(300)).orElseThrow().get("name").asText())
        .isEqualTo("No. 300");

    home.file(
        "routes/NumberedProjects.java",
        code.replace("\"No. \" + n", "none(n)")
            .replace(
                "  @Override",
                "  static String none(int n) {\n    throw new IllegalStateException(\"no name of \" + n);\n  }\n\n  @Override"));
    Home.Done failed = home.run("run", "numbered");

    assertThat(failed.exitCode()).as(failed.out() + failed.err()).isIn(1, 4);
    assertThat(failed.out()).contains("WB-205", "no name of 1");
  }

  @Test
  void a_server_executes_the_runs_of_the_example() throws Exception {
    Process server = Child.start(home, List.of(), "start");
    home.closing(() -> server.destroyForcibly().waitFor());
    await().until(() -> Child.tail(home).contains("Started"));

    Home.Done done = home.run("run", "projects-emea", "--json");

    assertThat(done.exitCode()).as(done.err() + Child.tail(home)).isZero();
    assertThat(name()).isEqualTo("Data center");
    assertThat(Child.tail(home)).contains("writeback=projects-emea");
  }

  @Test
  void the_mistakes_are_shown_as_the_page_shows_them() {
    home.file(
        "routes/Regions.java",
        Arrays.stream(new String[12]).map(line -> "\n").collect(Collectors.joining())
            + "public class Regions {\n  String name = nmae;\n}\n");
    home.file(
        "routes/Sheets.java",
        """
        import org.apache.camel.builder.RouteBuilder;

        public class Sheets extends RouteBuilder {
          @Override
          public void configure() {
            from("direct:sheets")
                .routeId("sheets")
                .routeGroup("writeback")
                .to("kamelet:csv-dataset-action?file=sheets.csv")
                // Quarterly figures.
                .to("kamelet:workiva-region-sink?spreadsheetId=a1&sheetId=b2&regoin=A1");
          }
        }
        """);

    String listed = home.run("list").out();

    assertThat(blockWith("To fix before").lines()).hasSize(3).allMatch(listed::contains);
  }

  @Test
  void the_product_is_a_jar_that_names_its_class_path_and_compiles_by_it() throws Exception {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.put(Attributes.Name.MAIN_CLASS, "io.writeback.App");
    main.put(
        Attributes.Name.CLASS_PATH,
        Arrays.stream(SharedClasses.jars().split(File.pathSeparator))
            .map(jar -> Path.of(jar).toUri().toString())
            .collect(Collectors.joining(" ")));
    Path jar = home.path("product.jar");
    try (OutputStream file = Files.newOutputStream(jar)) {
      new JarOutputStream(file, manifest).close();
    }
    home.properties();

    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dwriteback.home=" + home.folder(),
                "-jar",
                jar.toString(),
                "list")
            .redirectErrorStream(true)
            .start();
    String listed = new String(process.getInputStream().readAllBytes());

    assertThat(listed).contains("projects-emea").doesNotContain("WB-");
    assertThat(process.waitFor()).isZero();
  }
}
