package io.writeback.camel.routes;

import io.writeback.camel.pipeline.PipelineRoutes;
import io.writeback.destination.Destination;
import io.writeback.engine.RunRoute;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import io.writeback.run.Run;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/** The routes of a context that have the names of writebacks. */
public final class CamelRoutes implements RunRoute {
  private final CamelContext context;
  private final Writebacks writebacks;

  public CamelRoutes(CamelContext context, Writebacks writebacks) {
    this.context = context;
    this.writebacks = writebacks;
  }

  @Override
  public boolean exists(String writeback) {
    return context.getRoute(writeback) != null;
  }

  @Override
  public Destination destination(String writeback) {
    return writebacks
        .ends(writeback)
        .map(RouteEnds::destination)
        .orElseThrow(() -> unknown(writeback));
  }

  @Override
  public String digest(String writeback) {
    return writebacks
        .route(writeback)
        .map(RouteModel::digest)
        .orElseThrow(() -> unknown(writeback));
  }

  private static WritebackException unknown(String writeback) {
    return new WritebackException(
        Code.UNKNOWN_WRITEBACK,
        ("this process has no route named %s: add its file to routes/, restart the"
                + " process that executes runs, then ./writeback resume")
            .formatted(writeback));
  }

  @Override
  public void send(Run run) throws Exception {
    send(run, "direct:" + run.writeback());
  }

  @Override
  public void sendBatches(Run run) throws Exception {
    send(run, PipelineRoutes.BATCHES);
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
