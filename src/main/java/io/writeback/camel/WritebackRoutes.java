package io.writeback.camel;

import io.writeback.camel.pipeline.PipelineRoutes;
import io.writeback.destination.Destination;
import io.writeback.ledger.RunEntry;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import io.writeback.run.Report;
import io.writeback.run.Run;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;

/** Sends a run through the route that has its writeback's name. */
final class WritebackRoutes {
  private final CamelContext context;
  private final WritebackServices services;

  WritebackRoutes(CamelContext context, WritebackServices services) {
    this.context = context;
    this.services = services;
  }

  /**
   * Runs what was accepted, or was interrupted, to its end, however its route ends: through its
   * route if there is one, so that the steps behind the sink have the report; else an interrupted
   * one goes through the pipeline alone.
   */
  Report execute(RunEntry run) {
    return execute(run, true);
  }

  /**
   * The same.
   *
   * @param patient whether to wait for its target
   */
  Report execute(RunEntry run, boolean patient) {
    services.awaitExecution();
    boolean hasRoute = context.getRoute(run.writeback()) != null;
    return services
        .runs()
        .execute(
            run,
            services.runs().plannedTarget(run).orElseGet(() -> target(run.writeback())),
            patient,
            services::restore,
            hasRoute ? this::send : again -> send(again, PipelineRoutes.BATCHES));
  }

  /** What runs of a process are executed one after the other by: the target, if it is known. */
  String slot(RunEntry run) {
    try {
      return run.target() == null ? target(run.writeback()) : run.target();
    } catch (WritebackException e) {
      // The run itself will say so.
      return "writeback " + run.writeback();
    }
  }

  /** What a writeback writes to, as its route says. */
  private String target(String writeback) {
    return destination(writeback).target();
  }

  private Destination destination(String writeback) {
    RouteDefinition route =
        context
            .getCamelContextExtension()
            .getContextPlugin(Model.class)
            .getRouteDefinition(writeback);
    if (route == null) {
      throw new WritebackException(
          Code.UNKNOWN_WRITEBACK,
          "there is no route of the name %s in this process: add its file to routes/, end and start what executes runs, then ./writeback resume"
              .formatted(writeback));
    }
    return RouteCheck.endsOf(route, context, services).destination();
  }

  private void send(Run run) throws Exception {
    if (!run.isStaged()) {
      destination(run.writeback()).beforeExport();
    }
    send(run, "direct:" + run.writeback());
  }

  private void send(Run run, String uri) throws Exception {
    try (ProducerTemplate template = context.createProducerTemplate()) {
      Exchange sent = template.send(uri, message -> message.getMessage().setBody(run));
      if (sent.getException() != null) {
        throw sent.getException();
      }
    }
  }
}
