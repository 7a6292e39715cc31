package io.writeback.camel;

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
  Report run(String writeback, String runKey) {
    return services.runs().execute(writeback, runKey, this::send);
  }

  private void send(Run run) throws Exception {
    try (ProducerTemplate template = context.createProducerTemplate()) {
      Exchange sent =
          template.send("direct:" + run.writeback(), message -> message.getMessage().setBody(run));
      if (sent.getException() != null) {
        throw sent.getException();
      }
    }
  }
}
