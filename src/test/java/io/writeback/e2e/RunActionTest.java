package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.writeback.camel.WritebackRuntime;
import io.writeback.camel.routes.QuartzFires;
import io.writeback.ledger.Ledger;
import io.writeback.run.ProgressListener;
import io.writeback.run.Report;
import io.writeback.run.Run;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.SandboxSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quartz.TriggerBuilder;

/** The component and its Kamelets in a plain CamelContext, without WritebackMain. */
final class RunActionTest {
  private static final String ID = "fe13aebd50b0933b335d4428e2521b1e";

  @TempDir private Path folder;
  private Sandbox sandbox;
  private CamelContext context;
  private WritebackRuntime runtime;
  private final List<Report> ended = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws Exception {
    sandbox = Sandbox.start(SandboxSettings.onFreePorts());
    Files.writeString(folder.resolve("projects.csv"), "ID,Name\n" + ID + ",By trigger\n");
    context = new DefaultCamelContext();
    runtime =
        PlainRuntime.in(
            context,
            folder,
            PlainRuntime.workfront(sandbox),
            new ProgressListener() {
              @Override
              public void ended(Run run, Report report) {
                ended.add(report);
              }
            });
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:projects")
                .routeId("projects")
                .to("kamelet:csv-dataset-action?file=projects.csv")
                .to("kamelet:workfront-update-sink?object=project");
            from("direct:waiting")
                .routeId("waiting")
                .to("kamelet:writeback-run-action?writeback=projects&wait=true");
            from("direct:passing")
                .routeId("passing")
                .to("kamelet:writeback-run-action?writeback=projects");
          }
        });
    runtime.dispatch();
    context.start();
  }

  @AfterEach
  void stop() throws IOException {
    context.stop();
    runtime.close();
    sandbox.close();
  }

  @Test
  void a_trigger_that_waits_has_the_report_as_its_body() {
    Report report =
        context.createProducerTemplate().requestBody("direct:waiting", null, Report.class);

    assertThat(report.exitCode()).as(report.toString()).isZero();
    assertThat(sandbox.object("PROJ", ID).orElseThrow().get("name").asText())
        .isEqualTo("By trigger");
  }

  @Test
  void the_last_fire_of_a_schedule_is_one_of_that_schedule() {
    context.getEndpoint(
        "quartz:writeback/once?cron=0+0+2+6+12+?+2020&trigger.timeZone=UTC"
            + "&ignoreExpiredNextFireTime=true");
    Instant fire = Instant.parse("2020-12-06T02:00:00Z");

    context
        .createProducerTemplate()
        .sendBodyAndHeaders(
            "direct:passing",
            null,
            Map.of(
                "trigger",
                TriggerBuilder.newTrigger().withIdentity("once", "writeback").build(),
                QuartzFires.TIME,
                Date.from(fire)));

    assertThat(
            runtime
                .engine()
                .ledger()
                .schedules()
                .lastFire("writeback/once:projects", "cron 0 0 2 6 12 ? 2020 in UTC"))
        .contains(fire);
  }

  @Test
  void a_trigger_that_does_not_wait_starts_the_run_all_the_same() {
    context.createProducerTemplate().sendBody("direct:passing", null);

    await().untilAsserted(() -> assertThat(ended).hasSize(1));
    assertThat(ended.get(0).exitCode()).isZero();
  }

  @Test
  void one_fire_of_a_schedule_is_one_run_however_often_it_comes() {
    Date fire = Date.from(Instant.parse("2026-11-22T02:00:00Z"));

    for (int time = 0; time < 2; time++) {
      context
          .createProducerTemplate()
          .requestBodyAndHeader("direct:waiting", null, "scheduledFireTime", fire);
    }

    assertThat(ended).hasSize(1);
    assertThat(sandbox.stats().recordsWritten()).isEqualTo(1);
  }

  @Test
  void the_time_that_a_schedule_names_is_kept_with_the_run() {
    Instant fire = Instant.parse("2026-03-01T04:30:00Z");
    context
        .createProducerTemplate()
        .requestBodyAndHeader("direct:waiting", null, "scheduledFireTime", Date.from(fire));

    try (Ledger ledger = Ledger.open(runtime.settings().data().ledger(), InstantSource.system())) {
      assertThat(ledger.history().find(ended.get(0).run()).orElseThrow().scheduled())
          .contains(fire);
    }
  }

  @Test
  void a_direct_call_with_another_body_is_refused_with_what_to_do() {
    Exchange sent =
        context
            .createProducerTemplate()
            .send("direct:projects", exchange -> exchange.getMessage().setBody("hello"));

    assertThat(sent.getException())
        .hasMessageContaining("WB-109")
        .hasMessageContaining("writeback-run-action");
    assertThat(ended).isEmpty();
  }
}
