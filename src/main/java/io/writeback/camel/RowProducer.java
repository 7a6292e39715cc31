package io.writeback.camel;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.dataset.rows.RowsSource;
import io.writeback.problem.WritebackException;
import io.writeback.trigger.RowText;
import jakarta.jms.Message;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/**
 * Makes a row of the message that comes by, or puts it to the dead letters and ends the route: one
 * bad row keeps no other waiting.
 */
final class RowProducer extends DefaultProducer {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final WritebackServices services;
  private final String writeback;
  private List<String> columns;

  RowProducer(WritebackEndpoint endpoint, WritebackServices services, String writeback) {
    super(endpoint);
    this.services = services;
    this.writeback = writeback;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    RowsSource source = RowsProducer.source(getEndpoint().getCamelContext(), services, writeback);
    columns = source.columns();
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    Message message = MessageText.of(exchange);
    String queue = exchange.getFromEndpoint().getEndpointBaseUri().replaceFirst("^jms:/*", "");
    MessageText.strip(exchange);
    String text = null;
    try {
      text = MessageText.of(message, services.queue().maxMessageBytes());
      exchange.getMessage().setBody(JSON.writeValueAsString(RowText.cells(text, columns)));
    } catch (WritebackException refused) {
      new DeadLetters(exchange.getContext(), services.queue()).put(message, text, queue, refused);
      exchange.setRouteStop(true);
    }
  }
}
