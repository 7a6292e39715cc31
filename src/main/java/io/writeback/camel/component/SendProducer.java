package io.writeback.camel.component;

import io.writeback.camel.pipeline.PipelineRoutes;
import io.writeback.destination.Destination;
import io.writeback.run.Run;
import io.writeback.run.Runs;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.DefaultProducer;

/** Plans the run, sends its batches through the pipeline, and leaves the report as the body. */
final class SendProducer extends DefaultProducer {
  private final Runs runs;
  private final Destination destination;
  private ProducerTemplate template;

  SendProducer(WritebackEndpoint endpoint, Runs runs, Destination destination) {
    super(endpoint);
    this.runs = runs;
    this.destination = destination;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    template = getEndpoint().getCamelContext().createProducerTemplate();
  }

  @Override
  public void process(Exchange exchange) {
    Run run = Bodies.run(exchange);
    run.planOnce(destination);
    Exchange sent =
        template.send(PipelineRoutes.BATCHES, message -> message.getMessage().setBody(run));
    if (sent.getException() != null) {
      run.failed(sent.getException());
    }
    exchange.getMessage().setBody(runs.close(run));
  }

  @Override
  protected void doStop() throws Exception {
    template.close();
    super.doStop();
  }
}
