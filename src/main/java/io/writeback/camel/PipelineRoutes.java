package io.writeback.camel;

import io.writeback.batch.Call;
import io.writeback.http.CallFailure;
import io.writeback.problem.WritebackException;
import org.apache.camel.builder.RouteConfigurationBuilder;

/**
 * The routes behind every sink: split a run into batches, send each until its rows are settled.
 *
 * <p>The enrich is the node that Camel redelivers: the send route behind it has no error handler of
 * its own, so each try builds, authorises and checks the request anew. The configuration is named,
 * since one for all routes would re-run a whole sink.
 */
public final class PipelineRoutes extends RouteConfigurationBuilder {
  static final String BATCHES = "direct:writeback-batches";
  private static final String BATCH = "direct:writeback-batch";
  private static final String READ_BACK = "direct:writeback-read-back";
  private static final String POLL = "direct:writeback-poll";
  private static final String HTTP = "direct:writeback-http";
  private static final String REDELIVERY = "writeback-redelivery";

  private final WritebackServices services;

  public PipelineRoutes(WritebackServices services) {
    this.services = services;
  }

  @Override
  public void configuration() {
    Redelivery redelivery = new Redelivery(services.http().retries(), services::books);
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
    PipelineSteps steps = new PipelineSteps(services);
    getContext().getRegistry().bind("writebackSend", steps);
    getContext().getRegistry().bind("writebackAnswer", new AnswerStrategy());
    getContext().getRegistry().bind("writebackHardening", steps.hardening());
    getContext().getRegistry().bind("writebackConnections", services.http().connections());

    from(BATCHES)
        .routeId("writeback-batches")
        .streamCache("false")
        .split(simple("${body.batches}"), new BatchDone(services))
        .streaming()
        .parallelProcessing()
        // As many threads as batches are out: the aggregator hands out no more than a run may have.
        .executorService(
            getContext().getExecutorServiceManager().newCachedThreadPool(this, "writeback-batch"))
        .to(BATCH);

    from(BATCH)
        .routeId("writeback-batch")
        .streamCache("false")
        .routeConfigurationId(REDELIVERY)
        .errorHandler(defaultErrorHandler().logExhausted(false))
        .loopDoWhile(method(steps, "hasPart"))
        .filter(method(steps, "isToAskBack"))
        .enrich(READ_BACK, new ReadBackStrategy(), true)
        .end()
        .filter(method(steps, "isWaiting"))
        .delay(method(steps, "pause"))
        .syncDelayed()
        .end()
        .end()
        .filter(method(steps, "isDue"))
        .enrich(POLL, new ReceiptStrategy(), true)
        .end()
        .filter(method(steps, "isToSend"))
        .enrich()
        .simple("direct:send-${body.destination}")
        .aggregationStrategy(new ReceiptStrategy())
        .aggregateOnException(true)
        .end()
        .end()
        .bean(steps, "taken")
        .end()
        .bean(steps, "settle");

    from(READ_BACK)
        .routeId("writeback-read-back")
        .streamCache("false")
        .errorHandler(noErrorHandler())
        .bean(steps, "askBack")
        .filter(bodyAs(Call.class).isNotNull())
        .bean(steps, "authorise")
        .enrich(HTTP, new AnswerStrategy(), true)
        .bean(steps, "readBack");

    from(POLL)
        .routeId("writeback-poll")
        .streamCache("false")
        .errorHandler(noErrorHandler())
        .bean(steps, "poll")
        .bean(steps, "authorise")
        .enrich(HTTP, new AnswerStrategy(), true)
        .bean(steps, "polled");

    from(HTTP)
        .routeId("writeback-http")
        .streamCache("false")
        .errorHandler(noErrorHandler())
        .bean(steps, "toMessage")
        .to(
            "http://destination.of.the.call?throwExceptionOnFailure=false&copyHeaders=false"
                + "&httpClientConfigurer=#writebackHardening"
                + "&clientConnectionManager=#writebackConnections&clearExpiredCookies=false");
  }
}
