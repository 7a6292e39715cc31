package io.writeback.camel;

import io.writeback.camel.pipeline.PipelineRoutes;
import io.writeback.destination.Destination;
import io.writeback.engine.Engine;
import io.writeback.run.Run;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.DefaultProducer;

/** Plans the run, sends its batches through the pipeline, and leaves the report as the body. */
final class SendProducer extends DefaultProducer {
  private final Engine engine;
  private final Destination destination;
  private ProducerTemplate template;

  SendProducer(WritebackEndpoint endpoint, Engine engine, Destination destination) {
    super(endpoint);
    this.engine = engine;
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
    exchange.getMessage().setBody(engine.runs().close(run));
  }

  @Override
  protected void doStop() throws Exception {
    template.close();
    super.doStop();
  }
}
