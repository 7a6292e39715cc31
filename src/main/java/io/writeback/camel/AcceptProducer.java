package io.writeback.camel;

import io.writeback.ledger.Ledger;
import java.util.concurrent.ExecutorService;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/**
 * Starts a run of a writeback: a schedule's or a message's last step.
 *
 * <p>A fire of Quartz is known by its scheduled time, so that one fire is one run however often it
 * comes.
 */
final class AcceptProducer extends DefaultProducer {
  private final WritebackServices services;
  private final String writeback;
  private final boolean wait;
  private ExecutorService runner;

  AcceptProducer(
      WritebackEndpoint endpoint, WritebackServices services, String writeback, boolean wait) {
    super(endpoint);
    this.services = services;
    this.writeback = writeback;
    this.wait = wait;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    runner =
        getEndpoint()
            .getCamelContext()
            .getExecutorServiceManager()
            .newCachedThreadPool(this, "writeback-run");
  }

  @Override
  public void process(Exchange exchange) {
    Object scheduled = exchange.getMessage().getHeader("scheduledFireTime");
    String key =
        scheduled instanceof java.util.Date time
            ? writeback + "@" + time.toInstant()
            : "run:" + services.runs().newId();
    WritebackRoutes routes = new WritebackRoutes(getEndpoint().getCamelContext(), services);
    // On disk before the trigger is told that all is well: a run that was accepted is not lost.
    Ledger.Accepted accepted = services.runs().accept(writeback, key);
    if (wait) {
      exchange.getMessage().setBody(routes.run(accepted));
    } else {
      runner.execute(() -> routes.run(accepted));
    }
  }

  @Override
  protected void doStop() throws Exception {
    getEndpoint().getCamelContext().getExecutorServiceManager().shutdownGraceful(runner);
    super.doStop();
  }
}
