package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.writeback.Child;
import io.writeback.TestPorts;
import io.writeback.cli.Home;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.http.Fault;
import io.writeback.trace.Collector;
import io.writeback.trace.Collector.Span;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** A run as a trace of OpenTelemetry. */
final class TracedRunTest {
  @RegisterExtension private final Home home = new Home();
  private Sandbox sandbox;
  private Collector collector;

  @BeforeEach
  void prepare() throws Exception {
    sandbox = home.sandbox(Home.EMPTY);
    collector = home.closing(new Collector());
    StringBuilder csv = new StringBuilder("ID,Name\n");
    for (int n = 1; n <= 4; n++) {
      String id = String.format("%032x", n);
      sandbox.putObject("PROJ", Map.of("ID", id, "name", "old"));
      csv.append(id).append(",secret cell ").append(n).append('\n');
    }
    home.file("w.csv", csv.toString());
    home.csvToWorkfront("w", "w.csv", "batchSize: 2")
        .set("account.workfront.max-concurrency", "1")
        .set("trace.endpoint", collector.url().toString());
  }

  private Home.Done run(int exitCode) {
    Home.Done done = home.run("run", "w", "--json");
    assertThat(done.exitCode()).as(done.out() + done.err()).isEqualTo(exitCode);
    return done;
  }

  private static String line(Span span) {
    String status = span.attributes().get("http.response.status_code");
    return span.name()
        + (span.attributes().containsKey("writeback.batch") && !span.name().startsWith("re")
            ? " " + span.attributes().get("writeback.batch")
            : "")
        + (status == null ? "" : " " + status)
        + (span.error() ? " ERROR" : "");
  }

  @Test
  void a_run_whose_second_batch_is_tried_again_is_one_tree() {
    sandbox.faults().add(Fault.answer(503, "busy").onMethod("PUT").containing("cell 3").times(1));

    String id = run(0).json().get("run").asText();

    List<String> tree =
        collector
            .tree(TracedRunTest::line)
            .lines()
            .filter(line -> !line.matches("  GET.*"))
            .toList();
    assertThat(String.join("\n", tree))
        .isEqualTo(
            """
            run w
              batch 0
                request: write
                  PUT 200
                settle 0
              batch 1
                request: write
                  PUT 503 ERROR
                  PUT 200
                settle 1""");
    assertThat(collector.spans()).extracting(Span::service).containsOnly("camel-writeback");
    assertThat(collector.spans()).extracting(Span::trace).hasSize(collector.spans().size());
    assertThat(collector.spans().stream().map(Span::trace).distinct()).hasSize(1);
    assertThat(spans("run w").get(0).attributes())
        .containsEntry("writeback.run", id)
        .containsEntry("writeback.name", "w")
        .containsEntry("writeback.state", "COMPLETE")
        .containsEntry("writeback.rows", "4")
        .containsEntry("writeback.written", "4");
    assertThat(spans("run w").get(0).events())
        .containsExactly("reading rows", "planning", "sending");
    assertThat(spans("batch").get(1).attributes())
        .containsEntry("writeback.run", id)
        .containsEntry("writeback.rows", "2");
    assertThat(spans("PUT").get(2).attributes())
        .containsEntry("server.address", "127.0.0.1")
        .containsEntry("server.port", Integer.toString(sandbox.workfrontUrl().getPort()))
        .containsEntry("http.request.resend_count", "1");
    assertThat(spans("GET")).as("the questions of the plan").isNotEmpty();
    assertThat(collector.spans())
        .allSatisfy(span -> assertThat(span.end()).isGreaterThanOrEqualTo(span.start()));
  }

  private List<Span> spans(String name) {
    return collector.spans().stream()
        .filter(span -> span.name().equals(name))
        .sorted(java.util.Comparator.comparingLong(Span::start))
        .toList();
  }

  @Test
  void a_request_that_is_given_up_is_an_error_of_its_batch_and_its_run() {
    sandbox.faults().add(Fault.answer(503, "busy").onMethod("PUT").containing("cell 3").times(99));

    run(4);

    assertThat(collector.spans().stream().filter(Span::error).map(Span::name).distinct())
        .containsExactlyInAnyOrder("run w", "batch", "request: write", "PUT");
    assertThat(spans("batch").get(0).error()).isFalse();
    assertThat(spans("run w").get(0).attributes()).containsKey("writeback.code");
  }

  @Test
  void a_resumed_run_is_in_the_trace_that_it_began_in() {
    Fault down = Fault.answer(503, "busy").onMethod("PUT").containing("cell 3").times(99);
    sandbox.faults().add(down);
    run(4);
    sandbox.faults().clear();

    assertThat(home.run("resume").exitCode()).isZero();

    assertThat(spans("run w")).hasSize(2);
    assertThat(collector.spans().stream().map(Span::trace).distinct()).hasSize(1);
  }

  @Test
  void no_value_of_a_row_and_no_credential_is_in_a_span() {
    sandbox
        .faults()
        .add(Fault.answer(400, "{\"error\":{\"message\":\"bad secret cell 3\"}}").onMethod("PUT"));

    home.run("run", "w");

    assertThat(collector.spans()).isNotEmpty();
    assertThat(collector.spans().toString()).doesNotContain("secret cell", "apiKey", "sessionID");
  }

  @Test
  void the_collector_gets_its_authorization() {
    home.set("trace.authorization", "Bearer of-the-collector");

    run(0);

    assertThat(collector.authorizations()).isNotEmpty().containsOnly("Bearer of-the-collector");
  }

  @Test
  void a_collector_that_fails_changes_nothing_for_the_run_and_is_reported_once() {
    collector.answers(500);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    Logger logger = (Logger) LoggerFactory.getLogger("io.writeback.trace");
    logger.addAppender(log);
    try {
      run(0);
      run(0);
    } finally {
      logger.detachAppender(log);
    }

    assertThat(log.list)
        .as("once a process, and each run is one here")
        .hasSize(2)
        .allSatisfy(
            line ->
                assertThat(line.getFormattedMessage())
                    .contains("cannot be sent to " + collector.url(), "500"));
  }

  @Test
  void a_collector_that_is_not_there_holds_up_the_end_for_seconds_at_most() throws Exception {
    home.set("trace.endpoint", "http://127.0.0.1:" + TestPorts.unused());

    long began = System.nanoTime();
    run(0);

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
  }

  @Test
  void without_an_endpoint_no_class_of_opentelemetry_is_loaded() throws Exception {
    home.without("trace.");
    Process process =
        Child.start(home, List.of("-Xlog:class+load:file=" + home.path("classes")), "run", "w");

    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();

    assertThat(process.exitValue()).as(Child.tail(home)).isZero();
    List<String> loaded =
        Files.readAllLines(home.path("classes")).stream()
            .filter(line -> line.contains("io.writeback.") || line.contains("io.opentelemetry."))
            .collect(Collectors.toList());
    assertThat(loaded).anyMatch(line -> line.contains("io.writeback.trace.Traces"));
    assertThat(loaded).noneMatch(line -> line.contains("io.opentelemetry."));
  }
}
