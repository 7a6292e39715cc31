package io.writeback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.SandboxSettings;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A cell, a column, a file or a response that would control the operator's terminal. */
final class HostileTextTest {
  /** A title, a cleared screen, a colour by C1, a reversed line, a blank that is none. */
  private static final String HOSTILE =
      "\u001b]0;owned\u0007\u001b[2J\u009b31m\u202e\u200b\u00a0\u2028";

  private static final String SHOWN =
      "\\u001b]0;owned\\u0007\\u001b[2J\\u009b31m\\u202e\\u200b\\u00a0\\u2028";

  private static final String ID = "fe13aebd50b0933b335d4428e2521b1e";

  @RegisterExtension private final Home home = new Home();

  private static void assertHarmless(Home.Done done) {
    String all = done.out() + done.err();
    assertThat(all)
        .doesNotContain("\u001b", "\u0007", "\u009b", "\u202e", "\u200b", "\u00a0", "\u2028")
        .containsIgnoringCase(SHOWN.substring(0, 6));
  }

  @Test
  void it_is_harmless_in_every_command_and_exact_in_json_and_csv() throws Exception {
    home.sandbox(SandboxSettings.onFreePorts());
    home.csvToWorkfront("projects", "rows.csv", "unmatchedColumns: ignore");
    home.file(
        "rows.csv",
        "ID,Name,Status,Extra%1$s\n%2$s,%1$s,%1$s,x\nbad%1$s,a,,y\n".formatted(HOSTILE, ID));

    assertHarmless(home.run("check", "projects"));
    Home.Done run = home.run("run", "projects", "--json");

    assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
    JsonNode report = new ObjectMapper().readTree(run.out());
    assertThat(report.at("/unmatchedColumns/0").asText()).isEqualTo("Extra" + HOSTILE);
    assertThat(run.out()).containsIgnoringCase("Extra" + SHOWN);
    assertHarmless(run);
    assertHarmless(home.run("run", "projects"));
    assertHarmless(home.run("show", "last"));
    assertHarmless(home.run("show", HOSTILE));
    assertHarmless(home.run("rejects", "last"));
    assertHarmless(home.run("replay", "last"));
    String reportFile = Files.readString(Path.of(report.get("reportFile").asText()));
    assertThat(reportFile).containsIgnoringCase(SHOWN).doesNotContain("\u001b", "\u202e");

    home.run("rejects", report.get("run").asText(), "--csv", home.path("out.csv").toString());
    assertThat(Files.readString(home.path("out.csv"))).contains("bad" + HOSTILE);
  }

  @Test
  void it_is_harmless_in_the_names_of_files_routes_and_arguments() {
    home.set("account.workfront.url", "http://127.0.0.1:1")
        .set("account.workfront.api-key", "x")
        .set("account.workfront.allow-private", "true")
        .csvToWorkfront("projects", "no\\u001b[2J\\u202e.csv");
    home.file(
        "routes/other.camel.yaml",
        """
        - route:
            id: other
            group: writeback
            description: "An \\e[2J other\\u202e"
            from:
              uri: direct:other
              steps:
                - to: kamelet:csv-dataset-action?file=x.csv
                - to: kamelet:workfront-update-sink?object=project
        """);

    for (Home.Done done :
        List.of(
            home.run("run", "projects"),
            home.run("check", "projects"),
            home.run("list"),
            home.run("list", "--json"),
            home.run("runs", "--state", HOSTILE),
            home.run("run", HOSTILE),
            home.run("no" + HOSTILE),
            home.run("run", "projects", "--no" + HOSTILE),
            home.run("help", HOSTILE),
            home.run("sandbox", "--failure-mode", HOSTILE),
            home.run("run", "projects", "--set", "account." + HOSTILE + "=x"))) {
      assertHarmless(done);
    }
  }

  @Test
  void it_is_harmless_in_what_an_account_holds() throws Exception {
    Sandbox sandbox = home.sandbox(SandboxSettings.onFreePorts());
    sandbox.addDataset(
        "Rows" + HOSTILE + ".csv", home.file("rows.csv", "ID,Na" + HOSTILE + "me\n1,x\n"));

    assertHarmless(home.run("discover", "domo"));
    assertHarmless(home.run("discover", "domo", "--json"));
    assertHarmless(home.run("discover", "domo", "--name", HOSTILE));
    assertHarmless(home.run("discover", "no" + HOSTILE));
  }

  @Test
  void it_is_harmless_in_a_line_of_the_log_and_makes_no_second_one() throws Exception {
    LoggerContext context = new LoggerContext();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(configuration());
    Logger logger = context.getLogger(Logger.ROOT_LOGGER_NAME);
    ConsoleAppender<ILoggingEvent> appender =
        (ConsoleAppender<ILoggingEvent>) logger.getAppender("STDERR");
    LoggingEvent event =
        new LoggingEvent(
            "fqcn",
            logger,
            Level.WARN,
            "refused: {}\n2026-01-01 00:00:00.000 ERROR forged",
            new IllegalStateException("of " + HOSTILE),
            new Object[] {HOSTILE});

    String line = new String(appender.getEncoder().encode(event), StandardCharsets.UTF_8);

    assertThat(line)
        .contains("refused: " + SHOWN)
        .contains("of " + SHOWN)
        .doesNotContain("\u001b", "\u009b", "\u202e")
        .endsWith("\n");
    assertThat(line.lines().skip(1)).isNotEmpty().allMatch(next -> next.startsWith("    "));
  }

  /** Wherever it is in the jar. */
  private static URL configuration() {
    URL own = HostileTextTest.class.getResource("/io/writeback/logback.xml");
    return own == null ? HostileTextTest.class.getResource("/logback.xml") : own;
  }
}
