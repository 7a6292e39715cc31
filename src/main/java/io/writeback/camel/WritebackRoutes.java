package io.writeback.camel;

import io.writeback.ledger.Ledger;
import io.writeback.ledger.RunEntry;
import io.writeback.run.Report;
import io.writeback.run.Run;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/** Sends a run through the route that has its writeback's name. */
final class WritebackRoutes {
  private final CamelContext context;
  private final WritebackServices services;

  WritebackRoutes(CamelContext context, WritebackServices services) {
    this.context = context;
    this.services = services;
  }

  /** Runs a writeback to its end and gives the report, however its route ended. */
  Report run(String writeback, String runKey, boolean full) {
    return services.runs().execute(writeback, runKey, full, this::send);
  }

  /** Runs what was accepted to its end. */
  Report run(Ledger.Accepted accepted) {
    return services.runs().execute(accepted, this::send);
  }

  /**
   * Goes on with an interrupted run, through its route if there is one, so that the steps behind
   * the sink have the report; else through the pipeline alone.
   */
  Report resume(RunEntry run) {
    boolean hasRoute = context.getRoute(run.writeback()) != null;
    return services
        .runs()
        .resume(
            run.id(),
            services::restore,
            hasRoute ? this::send : again -> send(again, PipelineRoutes.BATCHES));
  }

  private void send(Run run) throws Exception {
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
