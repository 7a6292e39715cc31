package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.writeback.camel.WritebackRuntime;
import io.writeback.engine.Dispatcher;
import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunRequest;
import io.writeback.ledger.RunState;
import io.writeback.run.ProgressListener;
import io.writeback.run.Report;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.SandboxSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes start one after the other, and one before a writeback's may take long. */
final class SlowStartTest {
  private static final String ID = "fe13aebd50b0933b335d4428e2521b1e";

  @TempDir private Path folder;
  private Sandbox sandbox;
  private CamelContext context;
  private WritebackRuntime runtime;

  @BeforeEach
  void prepare() throws Exception {
    sandbox = Sandbox.start(SandboxSettings.onFreePorts());
    Files.writeString(folder.resolve("projects.csv"), "ID,Name\n" + ID + ",Interrupted\n");
    context = new DefaultCamelContext();
    runtime =
        PlainRuntime.in(context, folder, PlainRuntime.workfront(sandbox), ProgressListener.NONE);
    runtime.dispatch();
    // As WritebackMain sets it.
    context.getComponent("direct", DirectComponent.class).setBlock(false);
  }

  @AfterEach
  void stop() throws Exception {
    context.stop();
    runtime.close();
    sandbox.close();
  }

  @Test
  void a_run_that_is_there_waits_until_all_routes_have_started() throws Exception {
    RunEntry run =
        runtime
            .engine()
            .ledger()
            .requests()
            .accept(RunRequest.of("interrupted", "by hand", "projects"))
            .run();
    AtomicReference<Report> early = new AtomicReference<>();
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from(startedBy(
                    () -> {
                      Dispatcher dispatcher = runtime.engine().dispatcher();
                      dispatcher.poll();
                      early.set(dispatcher.submit(run).join());
                    }))
                .routeId("slow")
                .startupOrder(1)
                .to("kamelet:writeback-run-action?writeback=projects");
            from("direct:projects")
                .routeId("projects")
                .startupOrder(2)
                .to("kamelet:csv-dataset-action?file=projects.csv")
                .to("kamelet:workfront-update-sink?object=project");
          }
        });

    context.start();

    assertThat(early.get().state()).as(early.toString()).isEqualTo(RunState.ACCEPTED);
    await().until(() -> runtime.engine().runs().report(run.id()).state().ended());
    assertThat(runtime.engine().runs().report(run.id()).state()).isEqualTo(RunState.COMPLETE);
  }

  /** An input whose start runs an action; it receives nothing. */
  private DefaultEndpoint startedBy(Runnable start) {
    DefaultEndpoint endpoint =
        new DefaultEndpoint() {
          @Override
          protected String createEndpointUri() {
            return "slow:start";
          }

          @Override
          public Producer createProducer() {
            throw new UnsupportedOperationException();
          }

          @Override
          public Consumer createConsumer(Processor processor) {
            return new DefaultConsumer(this, processor) {
              @Override
              protected void doStart() throws Exception {
                super.doStart();
                start.run();
              }
            };
          }
        };
    endpoint.setCamelContext(context);
    return endpoint;
  }
}
