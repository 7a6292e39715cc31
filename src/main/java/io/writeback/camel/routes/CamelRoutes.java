package io.writeback.camel.routes;

import io.writeback.camel.pipeline.PipelineRoutes;
import io.writeback.dataset.body.BodySource;
import io.writeback.destination.Destination;
import io.writeback.engine.RunRoute;
import io.writeback.problem.Code;
import io.writeback.problem.Reason;
import io.writeback.problem.WritebackException;
import io.writeback.results.ResultTarget;
import io.writeback.run.Run;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.commons.lang3.exception.ExceptionUtils;

/** The routes of a context that have the names of writebacks. */
public final class CamelRoutes implements RunRoute {
  private static final String OURS = "io.writeback.";

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
  public Optional<ResultTarget> results(String writeback) {
    return writebacks.ends(writeback).map(RouteEnds::results).orElseThrow(() -> unknown(writeback));
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
    boolean readsBody =
        writebacks
            .ends(run.writeback())
            .filter(ends -> ends.source() instanceof BodySource)
            .isPresent();
    try {
      // Its steps before the source begin without a body: a query or a request has none to send.
      send(run, readsBody ? null : run, "direct:" + run.writeback());
    } catch (Exception e) {
      throw readsBody && !run.isStaged() ? beforeSource(e) : e;
    }
  }

  @Override
  public void sendBatches(Run run) throws Exception {
    send(run, run, PipelineRoutes.BATCHES);
  }

  private void send(Run run, Object body, String uri) throws Exception {
    try (ProducerTemplate template = context.createProducerTemplate()) {
      Exchange sent =
          template.send(
              uri,
              message -> {
                RunProperty.set(message, run);
                message.getMessage().setBody(body);
              });
      if (sent.getException() != null) {
        throw sent.getException();
      }
    }
  }

  /** A step of the team that fetches the rows has failed: it may work later. */
  private static Exception beforeSource(Exception e) {
    boolean known =
        e.getClass().getName().startsWith(OURS)
            || ExceptionUtils.hasCause(e, InterruptedException.class)
            || ExceptionUtils.hasCause(e, RejectedExecutionException.class);
    return known
        ? e
        : new WritebackException(
            Code.SOURCE_UNAVAILABLE,
            "a step before the source failed, and nothing was sent: " + Reason.root(e),
            e);
  }
}
