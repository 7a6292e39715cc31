package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.Child;
import io.writeback.camel.WritebackRuntime;
import io.writeback.cli.Home;
import io.writeback.engine.Dispatcher;
import io.writeback.ledger.RunRequest;
import io.writeback.ledger.RunState;
import io.writeback.process.FatalErrors;
import io.writeback.run.ProgressListener;
import io.writeback.run.Report;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.SandboxSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs and the process after Java throws an Error. */
final class BrokenProcessTest {
  private static final String ID = "fe13aebd50b0933b335d4428e2521b1e";

  @RegisterExtension private final Home home = new Home();
  private Sandbox sandbox;

  @BeforeEach
  void start() throws IOException {
    sandbox = home.sandbox(SandboxSettings.onFreePorts());
    Files.writeString(home.path("projects.csv"), "ID,Name\n" + ID + ",Resumed\n");
  }

  @Test
  void an_error_in_the_pipeline_interrupts_the_run_and_readiness_goes_down() throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext();
        WritebackRuntime runtime =
            PlainRuntime.in(
                context, home.folder(), PlainRuntime.workfront(sandbox), ProgressListener.NONE)) {
      context.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("direct:projects")
                  .routeId("projects")
                  .to("kamelet:csv-dataset-action?file=projects.csv")
                  .to("kamelet:workfront-update-sink?object=project");
            }
          });
      context
          .getCamelContextExtension()
          .addInterceptStrategy(
              (camel, step, target, next) ->
                  "writeback-exchange".equals(ProcessorDefinitionHelper.getRouteId(step))
                      ? exchange -> exchange.setException(new NoClassDefFoundError("gone"))
                      : target);
      context.start();
      assertThat(runtime.end().isSound()).isTrue();

      Report report = runtime.engine().control().run("projects");

      assertThat(report.state()).as(report.reason()).isEqualTo(RunState.STOPPED);
      assertThat(report.reason()).contains("NoClassDefFoundError");
      assertThat(runtime.end().isSound()).isFalse();
      assertThat(runtime.end().isEnding()).isTrue();
    }
  }

  @Test
  void an_error_in_a_dispatched_run_interrupts_it() throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext();
        WritebackRuntime runtime =
            PlainRuntime.in(
                context, home.folder(), PlainRuntime.workfront(sandbox), ProgressListener.NONE)) {
      context.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("direct:projects")
                  .routeId("projects")
                  .process(
                      exchange -> {
                        throw new NoClassDefFoundError("gone");
                      })
                  .to("kamelet:csv-dataset-action?file=projects.csv")
                  .to("kamelet:workfront-update-sink?object=project");
            }
          });
      context.start();
      runtime.engine().runs().accept(RunRequest.of("a-run", "a-key", "projects"));
      runtime.dispatch();
      Dispatcher dispatcher = runtime.engine().dispatcher();

      Report report =
          dispatcher.submit(runtime.engine().ledger().history().find("a-run").orElseThrow()).join();

      assertThat(report.state()).as(report.reason()).isEqualTo(RunState.STOPPED);
      assertThat(runtime.end().isSound()).isFalse();
    }
  }

  private Home home(String step) {
    home.file(
        "routes/projects.camel.yaml",
        """
        - route:
            id: projects
            group: writeback
            from:
              uri: direct:projects
              steps:
                - bean:
                    beanType: io.writeback.e2e.BreaksDown
                    method: %s
                - to: kamelet:csv-dataset-action?file=projects.csv
                - to: kamelet:workfront-update-sink?object=project
        """
            .formatted(step));
    return home;
  }

  @Test
  void a_server_whose_program_is_broken_ends_with_its_own_code_and_the_run_resumes()
      throws Exception {
    home("missesClass");
    Process server = Child.start(home, List.of(), "start");
    Child.command(home, "run", "projects");
    try {
      assertThat(server.waitFor(180, TimeUnit.SECONDS)).isTrue();
    } finally {
      server.destroyForcibly();
    }

    assertThat(server.exitValue()).as(Child.tail(home)).isEqualTo(FatalErrors.BROKEN);
    assertThat(Child.tail(home)).contains("WB-534", "io/writeback/Replaced");
  }

  @Test
  void a_command_without_memory_ends_with_its_own_code_and_the_run_resumes() throws Exception {
    Home home = home("fillsMemory");
    Process command = Child.start(home, List.of("-Xmx64m"), "run", "projects");
    try {
      assertThat(command.waitFor(180, TimeUnit.SECONDS)).isTrue();
    } finally {
      command.destroyForcibly();
    }

    assertThat(command.exitValue()).as(Child.tail(home)).isEqualTo(FatalErrors.OUT_OF_MEMORY);
    assertThat(Child.tail(home)).contains("WB-535", "WRITEBACK_JAVA_OPTS");

    home("missesClass");
    new BreaksDownOnce().use();
    assertThat(home.run("resume").exitCode()).isZero();
    assertThat(sandbox.object("PROJ", ID).orElseThrow().get("name").asText()).isEqualTo("Resumed");
  }

  @Test
  void large_rows_in_a_small_heap_go_out_one_by_one() throws Exception {
    home.csvToWorkfront("large", "large.csv", "concurrency: 4");
    StringBuilder csv = new StringBuilder("ID,Description\n");
    for (int row = 1; row <= 12; row++) {
      String id = String.format("%032x", row);
      sandbox.putObject("PROJ", Map.of("ID", id, "name", "old"));
      csv.append(id).append(',').append("x".repeat(1_900_000)).append('\n');
    }
    home.file("large.csv", csv.toString());

    Process command = Child.start(home, List.of("-Xmx64m"), "run", "large");
    try {
      assertThat(command.waitFor(180, TimeUnit.SECONDS)).isTrue();
    } finally {
      command.destroyForcibly();
    }

    assertThat(command.exitValue()).as(Child.tail(home)).isZero();
    assertThat(sandbox.stats().recordsWritten()).isEqualTo(12);
  }

  /** In this JVM the step has failed already, and does no more. */
  private static final class BreaksDownOnce {
    void use() {
      try {
        new BreaksDown().missesClass();
      } catch (NoClassDefFoundError e) {
        // From now on it works.
      }
    }
  }
}
