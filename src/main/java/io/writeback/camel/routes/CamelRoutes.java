package io.writeback.camel.routes;

import io.writeback.camel.pipeline.PipelineRoutes;
import io.writeback.dataset.DatasetSource;
import io.writeback.dataset.body.BodySource;
import io.writeback.destination.Destination;
import io.writeback.engine.RunRoute;
import io.writeback.problem.Code;
import io.writeback.problem.Reason;
import io.writeback.problem.WritebackException;
import io.writeback.results.ResultTarget;
import io.writeback.run.KeptBodies;
import io.writeback.run.Run;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.commons.lang3.exception.ExceptionUtils;

/** The routes of a context that have the names of writebacks. */
public final class CamelRoutes implements RunRoute {
  /** The header that says how many rows the data of a message has. */
  public static final String ROWS = "WritebackRows";

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
  public Optional<DatasetSource> source(String writeback) {
    return writebacks.ends(writeback).map(RouteEnds::source);
  }

  @Override
  public Optional<ResultTarget> results(String writeback) {
    return writebacks.ends(writeback).map(RouteEnds::results).orElseThrow(() -> unknown(writeback));
  }

  @Override
  public String digest(String writeback) {
    return writebacks.digest(writeback).orElseThrow(() -> unknown(writeback));
  }

  @Override
  public String codeDigest(String with) {
    return writebacks.codeDigest(with);
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
      send(run, "direct:" + run.writeback(), readsBody ? bodyOf(run) : body(run));
    } catch (Exception e) {
      throw readsBody && !run.isStaged() ? beforeSource(e) : e;
    }
  }

  @Override
  public void sendBatches(Run run) throws Exception {
    send(run, PipelineRoutes.BATCHES, body(run));
  }

  private static Processor body(Run run) {
    return exchange -> exchange.getMessage().setBody(run);
  }

  /** The data that came with what started a run, as a file; none if it needs none any more. */
  private static Processor bodyOf(Run run) {
    Optional<KeptBodies.Kept> kept = run.isStaged() ? Optional.empty() : run.body();
    return exchange -> {
      if (kept.isPresent()) {
        KeptBodies.About about = kept.get().about();
        exchange.getMessage().setBody(kept.get().file().toFile());
        exchange.setProperty(Exchange.CHARSET_NAME, about.charset());
        exchange.getMessage().setHeader(Exchange.FILE_NAME, about.name());
        if (about.rows() != null) {
          exchange.getMessage().setHeader(ROWS, about.rows());
        }
      }
    };
  }

  private void send(Run run, String uri, Processor body) throws Exception {
    try (ProducerTemplate template = context.createProducerTemplate()) {
      Exchange sent =
          template.send(
              uri,
              message -> {
                RunProperty.set(message, run);
                body.process(message);
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
