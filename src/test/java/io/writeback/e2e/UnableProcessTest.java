package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.writeback.camel.WritebackRuntime;
import io.writeback.engine.Dispatcher;
import io.writeback.ledger.LedgerAddress;
import io.writeback.ledger.LedgerException;
import io.writeback.ledger.Postgres;
import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunRequest;
import io.writeback.ledger.RunState;
import io.writeback.problem.Code;
import io.writeback.run.ProgressListener;
import io.writeback.run.Report;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.SandboxSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Processes that cannot execute a run: without its route, or without their ledger. */
final class UnableProcessTest {
  private static final String ID = "fe13aebd50b0933b335d4428e2521b1e";

  @TempDir private Path folder;
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(Dispatcher.class);
  private Sandbox sandbox;

  @BeforeEach
  void start() throws IOException {
    sandbox = Sandbox.start(SandboxSettings.onFreePorts());
    Files.writeString(folder.resolve("projects.csv"), "ID,Name\n" + ID + ",Sent\n");
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stop() throws IOException {
    logger.detachAppender(log);
    sandbox.close();
  }

  private WritebackRuntime runtime(DefaultCamelContext context, Map<String, String> more)
      throws Exception {
    Map<String, String> keys = new TreeMap<>(PlainRuntime.workfront(sandbox));
    keys.putAll(more);
    return PlainRuntime.in(context, folder, keys, ProgressListener.NONE);
  }

  private static RouteBuilder projects(Processor between) {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:projects")
            .routeId("projects")
            .to("kamelet:csv-dataset-action?file=projects.csv")
            .process(between)
            .to("kamelet:workfront-update-sink?object=project");
      }
    };
  }

  private static RunEntry accepted(WritebackRuntime runtime) {
    return runtime.engine().runs().accept(RunRequest.of("a-run", "a-key", "projects")).run();
  }

  @Test
  void on_a_shared_ledger_a_process_without_the_route_leaves_the_run_to_the_one_that_has_it()
      throws Exception {
    LedgerAddress.Postgres database = Postgres.database();
    Map<String, String> shared =
        Map.of(
            "writeback.ledger", database.url(),
            "writeback.ledger-user", database.user(),
            "writeback.ledger-password", database.password());
    try (DefaultCamelContext without = new DefaultCamelContext();
        WritebackRuntime here = runtime(without, shared);
        DefaultCamelContext with = new DefaultCamelContext();
        WritebackRuntime there = runtime(with, shared)) {
      without.start();
      accepted(here);
      here.dispatch();
      Dispatcher dispatcher = here.engine().dispatcher();
      await().until(() -> !log.list.isEmpty());

      dispatcher.poll();
      here.engine().control().resume("projects");

      assertThat(here.engine().runs().report("a-run").state()).isEqualTo(RunState.ACCEPTED);
      assertThat(log.list).as("once").hasSize(1);
      assertThat(log.list.get(0).getFormattedMessage())
          .contains("WB-106", "a-run", "projects", "other processes");

      with.addRoutes(projects(exchange -> {}));
      with.start();
      there.dispatch();
      await().until(() -> there.engine().runs().report("a-run").state() == RunState.COMPLETE);
    }
  }

  @Test
  void with_a_ledger_of_its_own_the_run_says_which_route_is_missing_and_what_to_do()
      throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext();
        WritebackRuntime runtime = runtime(context, Map.of())) {
      context.start();
      accepted(runtime);
      runtime.dispatch();

      await().until(() -> runtime.engine().runs().report("a-run").state() == RunState.STOPPED);
      Report report = runtime.engine().runs().report("a-run");
      assertThat(report.code()).isEqualTo(Code.UNKNOWN_WRITEBACK);
      assertThat(report.reason()).contains("projects", "routes/", "./writeback resume");
    }
  }

  private void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Test
  void a_data_directory_that_is_deleted_in_mid_run_ends_the_process_and_nothing_is_sent()
      throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext();
        WritebackRuntime runtime = runtime(context, Map.of())) {
      context.addRoutes(projects(exchange -> delete(folder.resolve("data"))));
      context.start();
      runtime.dispatch();
      accepted(runtime);

      assertThatThrownBy(runtime.end()::await)
          .isInstanceOf(LedgerException.class)
          .hasMessageContaining("deleted or moved");
      assertThat(sandbox.stats().recordsWritten()).isZero();
    }
  }

  @Test
  void a_data_directory_that_is_deleted_while_nothing_runs_ends_the_process() throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext();
        WritebackRuntime runtime = runtime(context, Map.of())) {
      context.start();
      runtime.dispatch();
      // Before it has the lock of the directory, it would say that it cannot take it (WB-214).
      await().until(runtime.engine()::mayExecute);
      delete(folder.resolve("data"));

      assertThatThrownBy(runtime.end()::await)
          .isInstanceOf(LedgerException.class)
          .hasMessageContaining("deleted or moved");
    }
  }
}
