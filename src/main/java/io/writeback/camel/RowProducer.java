package io.writeback.camel;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.problem.WritebackException;
import io.writeback.queue.QueueSettings;
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

  private final Writebacks writebacks;
  private final QueueSettings queue;
  private final String writeback;
  private List<String> columns;

  RowProducer(WritebackEndpoint endpoint, Writebacks writebacks, QueueSettings queue) {
    super(endpoint);
    this.writebacks = writebacks;
    this.queue = queue;
    this.writeback = endpoint.subject();
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    columns = writebacks.rows(writeback).columns();
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    Message message = MessageText.of(exchange);
    String from = exchange.getFromEndpoint().getEndpointBaseUri().replaceFirst("^jms:/*", "");
    MessageText.strip(exchange);
    String text = null;
    try {
      text = MessageText.of(message, queue.maxMessageBytes());
      exchange.getMessage().setBody(JSON.writeValueAsString(RowText.cells(text, columns)));
    } catch (WritebackException refused) {
      new DeadLetters(exchange.getContext(), queue).put(message, text, from, refused);
      exchange.setRouteStop(true);
    }
  }
}
