package io.writeback.camel.pipeline;

import io.writeback.batch.BatchWatch;
import io.writeback.http.CallFailure;
import io.writeback.http.Http;
import io.writeback.problem.WritebackException;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.component.http.HttpClientConfigurer;

/**
 * The routes behind every sink: they split a run into batches, and take each from step to step
 * until it is done.
 *
 * <p>The enrich is the node that Camel redelivers: the exchange route behind it has no error
 * handler of its own, so each attempt authorises, sends and checks the request again. The
 * configuration is named, since one for all routes would re-run a whole sink.
 */
public final class PipelineRoutes extends RouteConfigurationBuilder {
  /** Where a run enters. */
  public static final String BATCHES = "direct:writeback-batches";

  private static final String BATCH = "direct:writeback-batch";
  private static final String EXCHANGE = "direct:writeback-exchange";
  private static final String REDELIVERY = "writeback-redelivery";

  private final Http http;
  private final BatchWatch watch;

  /**
   * @param watch observes the batches
   */
  public PipelineRoutes(Http http, BatchWatch watch) {
    this.http = http;
    this.watch = watch;
  }

  @Override
  public void configuration() {
    Redelivery redelivery = new Redelivery(http.retries(), watch, http::retried);
    routeConfiguration(REDELIVERY)
        .onException(CallFailure.class, WritebackException.class)
        .onExceptionOccurred(redelivery)
        .retryWhile(method(redelivery, "again"))
        .logExhausted(false)
        .logRetryAttempted(false)
        .continued(true);
  }

  @Override
  public void configure() throws Exception {
    super.configure();
    PipelineSteps steps = new PipelineSteps(watch);
    HttpClientConfigurer hardening =
        builder -> http.harden(builder).setConnectionManagerShared(true);
    getContext().getRegistry().bind("writebackHardening", hardening);
    getContext().getRegistry().bind("writebackConnections", http.connections());

    from(BATCHES)
        .routeId("writeback-batches")
        .streamCache("false")
        .split(simple("${body.batches}"), steps::done)
        .streaming()
        .parallelProcessing()
        // As many threads as batches have begun: the aggregator limits those.
        .executorService(
            new BatchThreads(
                getContext()
                    .getExecutorServiceManager()
                    .newCachedThreadPool(this, "writeback-batch")))
        .to(BATCH);

    from(BATCH)
        .routeId("writeback-batch")
        .streamCache("false")
        .routeConfigurationId(REDELIVERY)
        .errorHandler(defaultErrorHandler().logExhausted(false))
        .bean(steps, "begin")
        .loopDoWhile(method(steps, "hasNext"))
        .delay(method(steps, "pause"))
        .syncDelayed()
        .end()
        .filter(method(steps, "isDue"))
        .enrich(EXCHANGE, new AnswerStrategy(), true)
        .end()
        .end()
        .bean(steps, "settle");

    from(EXCHANGE)
        .routeId("writeback-exchange")
        .streamCache("false")
        .errorHandler(noErrorHandler())
        .bean(steps, "request")
        .to(
            "http://destination.of.the.batch?throwExceptionOnFailure=false&copyHeaders=false"
                + "&disableStreamCache=true"
                + "&httpClientConfigurer=#writebackHardening"
                + "&clientConnectionManager=#writebackConnections&clearExpiredCookies=false");
  }
}
